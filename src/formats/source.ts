// Bytes that can be read in pieces: a browser's File, a file on disk, or memory. Every reader takes one of these, so
// that no reader knows where bytes come from and none needs a whole file.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'

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

/** A part of another source, from `start` up to `end`, as a source of its own. */
export function partSource(source: ByteSource, start: number, end: number, name: string): ByteSource {
  return {
    name,
    byteLength: end - start,
    slice: (from, to) => source.slice(start + from, Math.min(end, start + to)),
  }
}

/**
 * Bytes from `start` up to `end`, all of them.
 * @throws StudioError `file-gone` if the source gives fewer
 */
export async function sliceExactly(
  source: ByteSource,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await source.slice(start, end)
  if (bytes.length === end - start) return bytes
  const [given, position, expected] = [bytes.length, start, end - start].map(formatInteger)
  throw new StudioError(
    'file-gone',
    `${source.name} gave ${given} bytes from position ${position}; expected ${expected}`,
    'The file was changed after it was chosen. Choose it again.',
  )
}
