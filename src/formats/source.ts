// Bytes that can be read in pieces: a browser's File, a file on disk, or memory. Every reader takes one of these, so
// that no reader knows where bytes come from and none needs a whole file.

/** Random access to the bytes of one named file. */
export interface ByteSource {
  /** name for messages: the path inside the chosen folder */
  readonly name: string
  readonly byteLength: number
  /** Bytes from `start` up to `end` (exclusive, at most `byteLength`). Rejects if the file changed or was removed. */
  slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>
}

/** The bytes of a `Blob` or `File`. */
export function blobSource(blob: Blob, name: string): ByteSource {
  return {
    name,
    byteLength: blob.size,
    slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  }
}

/** Bytes in memory; `slice` copies. */
export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    byteLength: bytes.byteLength,
    slice: async (start, end) => new Uint8Array(bytes.slice(start, end)),
  }
}
