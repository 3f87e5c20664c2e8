import { describe, expect, test } from 'vitest'
import { hashKey, hashText, hashWords } from './hash.ts'
import { memoryRows } from './row-reader.ts'
import { BLOCK_BYTES, blockRowsOf, scanRows } from './scan.ts'

describe('hashes', () => {
  test('equal words give equal hashes, wherever they lie', () => {
    const words = new Int32Array([9, 1, -2, 3, 1, -2, 3])
    const out = new Uint32Array(4)
    hashWords(words, 1, 4, out, 0)
    hashWords(words, 4, 7, out, 2)
    expect(hashKey(out, 0)).toBe(hashKey(out, 1))
    expect(hashText([1, -2, 3])).toBe(hashText(new Uint32Array([1, 0xfffffffe, 3])))
  })

  test('order, length and single bits count, in both halves', () => {
    const texts = [
      [1, 2],
      [2, 1],
      [1, 2, 0],
      [0, 1, 2],
      [1],
      [],
      [0],
      [0, 0],
      [1, 3],
      [1, 2 | (1 << 31)],
    ].map(hashText)
    expect(new Set(texts.map((text) => text.slice(0, 8))).size).toBe(texts.length)
    expect(new Set(texts.map((text) => text.slice(8))).size).toBe(texts.length)
  })

  test('100,000 similar rows have different hashes', () => {
    const keys = new Set<bigint>()
    const out = new Uint32Array(2)
    for (let row = 0; row < 100_000; row++) {
      hashWords([0, 0, row, 0], 0, 4, out, 0)
      keys.add(hashKey(out, 0))
    }
    expect(keys.size).toBe(100_000)
  })
})

describe('scan', () => {
  test('counts over several blocks, with row numbers of the file', async () => {
    const width = 17_908
    const blockRows = blockRowsOf(width)
    expect(blockRows).toBe(Math.floor(BLOCK_BYTES / (4 * width)))
    const rows = 2 * blockRows + 3
    const values = new Float32Array(rows * width)
    for (let row = 0; row < rows; row++) values[row * width] = -row - 1
    values[(blockRows + 1) * width + 5] = Number.NaN
    values[(rows - 1) * width + 7] = -Infinity
    values.fill(-Infinity, 2 * width, 3 * width)
    values.copyWithin((rows - 2) * width, 0, width)
    const blocks: number[] = []
    const scan = await scanRows(memoryRows('X', values, width), { onBytes: (bytes) => blocks.push(bytes) })
    expect(blocks).toEqual([blockRows, blockRows, 3].map((count) => count * 4 * width))
    expect(scan.nonFinite).toEqual({ nan: 1, posInf: 0, negInf: width + 1 })
    expect(scan.badRows).toMatchObject({ total: 1, first: [blockRows + 1] })
    expect(scan.emptyRows).toMatchObject({ total: 1, first: [2] })
    expect(scan.constantRows.total).toBe(0)
    expect(scan.lowest).toBe(-rows)
    expect(hashKey(scan.hashes, rows - 2)).toBe(hashKey(scan.hashes, 0))
    expect(hashKey(scan.hashes, rows - 3)).not.toBe(hashKey(scan.hashes, 0))
  })

  test('lists the first five rows and counts the others', async () => {
    const scan = await scanRows(memoryRows('X', new Float32Array(14).fill(Number.NaN), 2))
    expect(scan.badRows).toMatchObject({ total: 7, first: [0, 1, 2, 3, 4] })
    expect(scan.lowest).toBe(Infinity)
  })

  test('an aborted signal stops before the next block', async () => {
    const stop = new AbortController()
    let reads = 0
    const rows = 3 * blockRowsOf(1)
    const x = {
      ...memoryRows('X', new Float32Array(0), 1),
      rows,
      read: async () => {
        reads++
        stop.abort()
        return 0
      },
    }
    await expect(scanRows(x, { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' })
    expect(reads).toBe(1)
  })
})
