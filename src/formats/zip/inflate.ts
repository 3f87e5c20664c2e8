// Deflated bytes expanded in order, and checksums. Memory stays small whatever the file says.

import { damaged } from '../damage.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import { updateCrc32 } from './crc.ts'
import type { ZipEntry } from './directory.ts'

const FIRST_READ = 64 * 2 ** 10
const MOST_READ = 2 ** 20
/**
 * Given to the decompressor at once. Chromium's holds all that comes out of a piece, which may be 1,032 times as much.
 */
const PIECE = 16 * 2 ** 10

/**
 * Expands an entry, chunk by chunk.
 * @param deflated the entry's bytes in the archive; its name is for messages
 * @throws StudioError `bad-input` where they are no deflated data, and at the end where the checksum is another
 */
export async function* inflate(
  deflated: ByteSource,
  entry: Pick<ZipEntry, 'crc32' | 'size'>,
): AsyncGenerator<Uint8Array> {
  let crc = 0
  let given = 0
  for await (const chunk of decompress(deflated)) {
    crc = updateCrc32(crc, chunk)
    given += chunk.length
    yield chunk
  }
  // another length says more than another checksum, and is found by who asked
  if (given === entry.size) requireCrc(crc, entry, deflated.name)
}

/**
 * Gives the decompressor its next piece only while nothing else is left to read. `pipeThrough` would not do: Node counts
 * the chunks of its queues as bytes and holds 16,384 of them.
 */
async function* decompress(deflated: ByteSource): AsyncGenerator<Uint8Array> {
  const pieces = readPieces(deflated, PIECE)
  const { readable, writable } = new DecompressionStream('deflate-raw')
  const reader = readable.getReader()
  const writer = writable.getWriter()
  // the file's own failure (it was removed, say) is no damage
  let failure: { readonly thrown: unknown } | undefined

  /** @returns whether more may follow */
  async function feed(): Promise<boolean> {
    const piece = await pieces.next().catch((thrown: unknown) => {
      failure = { thrown }
      throw thrown
    })
    await (piece.done ? writer.close() : writer.write(piece.value))
    return !piece.done
  }

  let feeding: Promise<boolean> | undefined
  let hungry = true
  async function read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const reading = quiet(reader.read())
    while (hungry) {
      feeding ??= quiet(feed())
      const first = await Promise.race([reading, feeding])
      if (typeof first !== 'boolean') return first
      hungry = first
      feeding = undefined
    }
    return reading
  }

  try {
    for (let next = await read(); !next.done; next = await read()) yield next.value
  } catch (thrown) {
    if (failure !== undefined) throw failure.thrown
    throw damaged(deflated.name, 'its bytes are no deflated data', { cause: thrown })
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** A promise that may fail while nobody waits for it. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** @throws StudioError `bad-input` if the checksum of a stored entry is not the archive's */
export async function verifyStored(stored: ByteSource, entry: Pick<ZipEntry, 'crc32'>): Promise<void> {
  let crc = 0
  for await (const piece of readPieces(stored, MOST_READ)) crc = updateCrc32(crc, piece)
  requireCrc(crc, entry, stored.name)
}

/** All bytes in pieces of `size` at most. The file is read in larger ones, at first small: headers need no more. */
async function* readPieces(source: ByteSource, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let length = FIRST_READ
  for (let at = 0; at < source.byteLength; ) {
    const bytes = await sliceExactly(source, at, Math.min(source.byteLength, at + length))
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
    at += bytes.length
    length = Math.min(MOST_READ, length * 2)
  }
}

function requireCrc(found: number, { crc32 }: Pick<ZipEntry, 'crc32'>, name: string): void {
  if (found === crc32) return
  throw damaged(name, `its checksum (CRC-32) is ${hex(found)}, the archive says ${hex(crc32)}`)
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0')
}
