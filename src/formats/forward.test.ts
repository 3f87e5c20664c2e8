import { describe, expect, test } from 'vitest'
import { type ForwardSource, forwardSource } from './forward.ts'

interface Watched {
  readonly source: ForwardSource
  readonly log: string[]
}

/** A source over these chunks, and when its stream was started, ended and stopped. */
function watch(
  chunks: readonly number[][],
  byteLength = chunks.flat().length,
  fail?: (starts: number, chunk: number) => Error | undefined,
): Watched {
  const log: string[] = []
  let starts = 0
  async function* start(): AsyncGenerator<Uint8Array> {
    log.push('start')
    starts++
    try {
      for (const [i, chunk] of chunks.entries()) {
        const error = fail?.(starts, i)
        if (error !== undefined) throw error
        yield Uint8Array.from(chunk)
      }
      log.push('end')
    } finally {
      log.push('stop')
    }
  }
  return { source: forwardSource({ name: 'X.bin', byteLength, start, what: 'deflated' }), log }
}

const CHUNKS = [[0, 1, 2], [3], [4, 5, 6, 7], [8, 9]]

async function slice(source: ForwardSource, from: number, to: number): Promise<number[]> {
  return [...(await source.slice(from, to))]
}

describe('in order', () => {
  test('every range gives its bytes', async () => {
    for (let from = 0; from <= 10; from++) {
      for (let to = from; to <= 10; to++) {
        const { source } = watch(CHUNKS)
        expect(await slice(source, from, to)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].slice(from, to))
      }
    }
  })

  test('reading on starts the stream once, and its last byte ends it', async () => {
    const { source, log } = watch(CHUNKS)
    expect(source.byteLength).toBe(10)
    expect(source.name).toBe('X.bin')
    expect(log).toEqual([])
    expect(await slice(source, 0, 2)).toEqual([0, 1])
    expect(await slice(source, 2, 5)).toEqual([2, 3, 4])
    expect(await slice(source, 6, 9)).toEqual([6, 7, 8])
    expect(log).toEqual(['start'])
    expect(await slice(source, 9, 10)).toEqual([9])
    expect(log).toEqual(['start', 'end', 'stop'])
  })

  test('a step back within the chunk at hand does not start again, a longer one does', async () => {
    const { source, log } = watch(CHUNKS)
    expect(await slice(source, 4, 7)).toEqual([4, 5, 6])
    expect(await slice(source, 5, 6)).toEqual([5])
    expect(log).toEqual(['start'])
    expect(await slice(source, 3, 6)).toEqual([3, 4, 5])
    expect(log).toEqual(['start', 'stop', 'start'])
  })

  test('a range that ends beyond the source is cut, as in a file', async () => {
    const { source } = watch(CHUNKS)
    expect(await slice(source, 8, 99)).toEqual([8, 9])
  })

  test('nothing asked, nothing read; but nothing at the end means: read to the end', async () => {
    const { source, log } = watch(CHUNKS)
    expect(await slice(source, 5, 5)).toEqual([])
    expect(log).toEqual([])
    expect(await slice(source, 10, 10)).toEqual([])
    expect(log).toEqual(['start', 'end', 'stop'])
  })

  test('empty chunks are passed over', async () => {
    const { source, log } = watch([[], [0, 1], [], [], [2], []])
    expect(await slice(source, 0, 1)).toEqual([0])
    expect(await slice(source, 1, 3)).toEqual([1, 2])
    expect(log).toEqual(['start', 'end', 'stop'])
  })

  test('an empty stream', async () => {
    const { source, log } = watch([])
    expect(await slice(source, 0, 0)).toEqual([])
    expect(log).toEqual(['start', 'end', 'stop'])
  })

  test('calls that overlap are served one after the other', async () => {
    const { source, log } = watch(CHUNKS)
    const ranges = [
      [0, 4],
      [4, 8],
      [2, 3],
      [8, 10],
    ] as const
    const found = await Promise.all(ranges.map(([from, to]) => slice(source, from, to)))
    expect(found).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [2], [8, 9]])
    expect(log).toEqual(['start', 'stop', 'start', 'end', 'stop'])
  })
})

describe('closing', () => {
  test('stops the stream; the next call starts it anew', async () => {
    const { source, log } = watch(CHUNKS)
    await source.close()
    await slice(source, 0, 2)
    await source.close()
    expect(log).toEqual(['start', 'stop'])
    expect(await slice(source, 2, 4)).toEqual([2, 3])
    expect(log).toEqual(['start', 'stop', 'start'])
  })

  test('waits for the calls before it', async () => {
    const { source } = watch(CHUNKS)
    const reading = slice(source, 0, 8)
    await source.close()
    expect(await reading).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('a stream that fails to stop harms nobody', async () => {
    const start = () => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ value: Uint8Array.of(1, 2), done: false as const }),
        return: () => Promise.reject(new Error('stuck')),
      }),
    })
    const source = forwardSource({ name: 'X.bin', byteLength: 10, start, what: 'deflated' })
    expect(await slice(source, 0, 3)).toEqual([1, 2, 1])
    await source.close()
    expect(await slice(source, 0, 1)).toEqual([1])
  })
})

describe('refused', () => {
  const hint = 'Copy or download it again, or write it again.'

  test('a stream that ends early, when its end is met', async () => {
    const { source, log } = watch(CHUNKS, 12_000)
    expect(await slice(source, 0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    await expect(source.slice(9, 11)).rejects.toMatchObject({
      code: 'bad-input',
      message: 'X.bin is damaged: its deflated data give only 10 bytes; expected 12,000',
      hint,
    })
    await expect(source.slice(12_000, 12_000)).rejects.toThrow('give only 10 bytes; expected 12,000')
    expect(log).toEqual(['start', 'end', 'stop', 'start', 'end', 'stop'])
  })

  test.each([9, 8, 3])('a stream that goes on beyond %i bytes, with the last of them', async (byteLength) => {
    const { source, log } = watch(CHUNKS, byteLength)
    expect(await slice(source, 0, byteLength - 1)).toHaveLength(byteLength - 1)
    await expect(source.slice(byteLength - 1, byteLength)).rejects.toMatchObject({
      code: 'bad-input',
      message: `X.bin is damaged: its deflated data give more than ${byteLength} bytes; expected ${byteLength}`,
      hint,
    })
    // the rest of it is not read
    expect(log.filter((event) => event !== 'end')).toEqual(['start', 'stop'])
  })

  test('an error of the stream reaches its caller only; the next call tries again', async () => {
    const error = new Error('read failed')
    const { source, log } = watch(CHUNKS, 10, (starts, chunk) =>
      starts === 1 && chunk === 2 ? error : undefined,
    )
    const first = slice(source, 0, 4)
    const second = slice(source, 4, 8)
    const third = slice(source, 8, 10)
    await expect(second).rejects.toBe(error)
    expect(await first).toEqual([0, 1, 2, 3])
    expect(await third).toEqual([8, 9])
    expect(log).toEqual(['start', 'stop', 'start', 'end', 'stop'])
  })

  test('an error behind the last byte, as of a checksum, comes with the last byte', async () => {
    const error = new Error('checksum')
    const { source } = watch([...CHUNKS, []], 10, (_, chunk) => (chunk === 4 ? error : undefined))
    expect(await slice(source, 0, 9)).toHaveLength(9)
    await expect(source.slice(9, 10)).rejects.toBe(error)
  })
})
