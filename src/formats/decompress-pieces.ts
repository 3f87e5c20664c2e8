// Bytes out of a stream of pieces, as many at a time as a decoder asks for: frames and blocks end where pieces do not.

import type { StudioError } from '../core/errors.ts'
import { damaged } from './damage.ts'

/** A stream of bytes that is read from its start. */
export interface PieceReader {
  /**
   * The next `count` bytes; valid until the next call.
   * @throws StudioError `bad-input` if the stream ends before
   */
  take(count: number): Promise<Uint8Array>
  /** Whether no byte is left. */
  atEnd(): Promise<boolean>
  /** Ends the stream before its end. */
  close(): Promise<void>
}

/** Reads `pieces`; `name` and `what` (`LZ4`) are for messages. Holds one piece and what one call returns. */
export function readPieces(pieces: AsyncIterable<Uint8Array>, name: string, what: string): PieceReader {
  const iterator = pieces[Symbol.asyncIterator]()
  let piece: Uint8Array = new Uint8Array(0)
  let at = 0

  async function atEnd(): Promise<boolean> {
    while (at === piece.length) {
      const { value, done } = await iterator.next()
      if (done) return true
      piece = value
      at = 0
    }
    return false
  }

  async function take(count: number): Promise<Uint8Array> {
    if (count <= piece.length - at) {
      at += count
      return piece.subarray(at - count, at)
    }
    const joined = new Uint8Array(count)
    for (let given = 0; given < count; ) {
      if (await atEnd()) throw damagedStream(name, what, `end after ${given} of ${count} bytes of a block`)
      const part = piece.subarray(at, at + count - given)
      joined.set(part, given)
      at += part.length
      given += part.length
    }
    return joined
  }

  return {
    take,
    atEnd,
    close: async () => {
      await iterator.return?.()
    },
  }
}

/** The error for compressed data that cannot be right; `reason` follows "its LZ4 data". */
export function damagedStream(name: string, what: string, reason: string): StudioError {
  return damaged(name, `its ${what} data ${reason}`)
}

/** An unsigned number of four bytes, little endian. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}

/** An unsigned number of eight bytes, little endian, as the nearest float64. */
export function readUint64(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at + 4) * 2 ** 32 + readUint32(bytes, at)
}
