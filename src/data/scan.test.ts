import { describe, expect, test } from 'vitest'
import { hashText, hashWords, type RowHashes } from './hash.ts'
import { memoryRows } from './row-reader.ts'
import { summariseRows } from './row-summary.ts'
import { BLOCK_BYTES, blockRowsOf, scanRows } from './scan.ts'

/** The hash of a row as one value that can be compared. */
function hashKey(hashes: RowHashes, row: number): string {
  return `${hashes[2 * row]} ${hashes[2 * row + 1]}`
}

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
    const keys = new Set<string>()
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
    const found = summariseRows(scan)
    expect(found.nonFinite).toEqual({ nan: 1, posInf: 0, negInf: width + 1 })
    expect(found.badRows).toEqual({ total: 1, first: [blockRows + 1] })
    expect(found.emptyRows).toEqual({ total: 1, first: [2] })
    expect(found.constantRows.total).toBe(0)
    expect(found.lowest).toBe(-rows)
    expect(hashKey(scan.hashes, rows - 2)).toBe(hashKey(scan.hashes, 0))
    expect(hashKey(scan.hashes, rows - 3)).not.toBe(hashKey(scan.hashes, 0))
  })

  test('lists the first five rows and counts the others', async () => {
    const scan = summariseRows(await scanRows(memoryRows('X', new Float32Array(14).fill(Number.NaN), 2)))
    expect(scan.badRows).toEqual({ total: 7, first: [0, 1, 2, 3, 4] })
    expect(scan.lowest).toBe(Infinity)
  })

  test('some rows are summarised as if the others were not there', async () => {
    const values = Float32Array.of(0, 1, NaN, 2, -Infinity, -Infinity, 89, 3, 4, 4, 5, -Infinity)
    const scan = await scanRows(memoryRows('X', values, 2))
    expect(summariseRows(scan, Uint32Array.of(0, 3, 5))).toEqual({
      rows: 3,
      nonFinite: { nan: 0, posInf: 0, negInf: 1 },
      lowest: 0,
      badRows: { total: 0, first: [] },
      emptyRows: { total: 0, first: [] },
      constantRows: { total: 0, first: [] },
      overflowRows: { total: 1, first: [3] },
    })
    expect(summariseRows(scan)).toMatchObject({
      badRows: { total: 1, first: [1] },
      emptyRows: { total: 1, first: [2] },
      constantRows: { total: 1, first: [4] },
    })
  })

  test('measures the effective width: equal points count whole, those without mass not at all', async () => {
    const width = 8
    const rows = [
      new Array(width).fill(-3),
      [0, ...new Array(width - 1).fill(-Infinity)],
      [-500, 0, 0, -500, -500, -500, -500, -500],
      [0, Math.log(0.5), ...new Array(width - 2).fill(-100)],
      [0, NaN, 0, 0, 0, 0, 0, 0],
      new Array(width).fill(-Infinity),
    ]
    const { widths } = await scanRows(memoryRows('X', Float32Array.from(rows.flat()), width))
    // (1 + 1/2)^2 / (1 + 1/4) = 1.8
    expect([...widths].map((value) => Number(value.toPrecision(6)))).toEqual([8, 1, 2, 1.8, NaN, NaN])
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
