// Bytes that come in order only, as out of a compressed stream, behind the interface of bytes at any position. Reading
// on is quick; reading back starts the stream again.

import type { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { damaged } from './damage.ts'
import type { ByteSource } from './source.ts'

/** What the stream of a `forwardSource` is. */
export interface ForwardStream {
  readonly name: string
  /** bytes that the stream is said to give; more or fewer are refused when they are met */
  readonly byteLength: number
  /** starts the stream anew; chunks of any length, a few MB at most */
  readonly start: () => AsyncIterable<Uint8Array>
  /** what the data are, for messages: `deflated`, `LZ4` */
  readonly what: string
}

/** A source that can let go of its stream. */
export interface ForwardSource extends ByteSource {
  /** Ends the stream, after the calls before it; the next `slice` starts it anew. */
  close(): Promise<void>
}

/**
 * A source over a stream. At most one chunk is held beside what a call returns; calls are served one after the other.
 * `slice` throws StudioError `bad-input` where the stream ends early, and, with its last byte, where it goes on beyond its length.
 */
export function forwardSource({ name, byteLength, start, what }: ForwardStream): ForwardSource {
  let chunks: AsyncIterator<Uint8Array> | null = null
  let chunk: Uint8Array = new Uint8Array(0)
  /** position of the chunk's first byte */
  let position = 0
  let queue: Promise<unknown> = Promise.resolve()

  async function stop(): Promise<void> {
    const stopped = chunks
    chunks = null
    chunk = new Uint8Array(0)
    position = 0
    try {
      await stopped?.return?.()
    } catch {
      // nobody waits for more of it
    }
  }

  /** Replaces the chunk by the next one, an empty one at the end. */
  async function advance(): Promise<boolean> {
    position += chunk.length
    const { value, done } = await chunks!.next()
    chunk = done ? new Uint8Array(0) : value
    return !done
  }

  async function read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    const out = new Uint8Array(to - from)
    if (from === to && to < byteLength) return out
    if (from < position) await stop()
    chunks ??= start()[Symbol.asyncIterator]()
    for (let at = from; at < to; ) {
      if (at >= position + chunk.length) {
        if (!(await advance())) throw wrongLength(position)
        continue
      }
      const piece = chunk.subarray(at - position, Math.min(chunk.length, to - position))
      out.set(piece, at - from)
      at += piece.length
    }
    if (to === byteLength) await finish()
    return out
  }

  /** Reads to the stream's end: a checksum is verified by the stream behind its last byte. */
  async function finish(): Promise<void> {
    while (position + chunk.length <= byteLength && (await advance()));
    const end = position + chunk.length
    if (end !== byteLength) throw wrongLength(end)
  }

  function wrongLength(found: number): StudioError {
    const [more, given] = found < byteLength ? ['only ', found] : ['more than ', byteLength]
    return damaged(
      name,
      `its ${what} data give ${more}${formatInteger(given)} bytes; expected ${formatInteger(byteLength)}`,
    )
  }

  function enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work)
    // whatever follows a failure starts again
    queue = done.catch(stop)
    return done
  }

  return {
    name,
    byteLength,
    slice: (from, to) => enqueue(() => read(from, Math.min(to, byteLength))),
    close: () => enqueue(stop),
  }
}
