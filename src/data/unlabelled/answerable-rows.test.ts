import { describe, expect, test } from 'vitest'
import { batches } from '../batches.ts'
import { naturalOrder } from '../order.ts'
import { memoryRows } from '../row-reader.ts'
import type { RawRows } from '../scan.ts'
import { type AnswerableOptions, answerableRows, isUnanswerable, NOTICED } from './answerable-rows.ts'

const { NaN: nan, NEGATIVE_INFINITY: none, POSITIVE_INFINITY: inf } = Number

const ROWS = [
  [-1, -2, -3],
  [-1, nan, -3],
  [-1, none, -3],
  [none, none, none],
  [-1, inf, none],
  [88.5, 0, none],
  [89, 0, 0],
]

async function read(options: AnswerableOptions, ranges = [[0, ROWS.length]]) {
  const { x, noticed } = answerableRows(memoryRows('a.npy', Float32Array.from(ROWS.flat()), 3), options)
  const out = new Float32Array(ROWS.length * 3)
  for (const [start, count] of ranges as [number, number][]) {
    await x.read(start, count, out.subarray(3 * start))
  }
  return { noticed: [...noticed], rows: ROWS.map((_, row) => [...out.subarray(3 * row, 3 * row + 3)]) }
}

const { nothing, nonFinite, empty, overflow, ownFloor } = NOTICED

describe('a network of log posteriors', () => {
  test('-inf is read as in training; what has no answer becomes zeros', async () => {
    expect(await read({ input: 'logPDF', floor: -98.5 })).toEqual({
      noticed: [nothing, nonFinite, nothing, empty, nonFinite, nothing, nothing],
      rows: [
        [-1, -2, -3],
        [0, 0, 0],
        [-1, -98.5, -3],
        [0, 0, 0],
        [0, 0, 0],
        [88.5, 0, -98.5],
        [89, 0, 0],
      ],
    })
  })

  test('a PDF without that value keeps p = 0, of which there is nothing to note', async () => {
    const { noticed, rows } = await read({ input: 'PDF', floor: null })
    expect(noticed).toEqual([nothing, nonFinite, nothing, empty, nonFinite, nothing, overflow])
    expect(rows[2]).toEqual([-1, none, -3])
    expect(rows[3]).toEqual([0, 0, 0])
    expect(rows[5]).toEqual([88.5, 0, none])
  })

  test('without that value, as the lowest finite one of the row', async () => {
    expect(await read({ input: 'logPDF', floor: null })).toEqual({
      noticed: [nothing, nonFinite, ownFloor, empty, nonFinite, ownFloor, nothing],
      rows: [
        [-1, -2, -3],
        [0, 0, 0],
        [-1, -3, -3],
        [0, 0, 0],
        [0, 0, 0],
        [88.5, 0, 0],
        [89, 0, 0],
      ],
    })
  })

  test('rows that are read in pieces, and twice, are noticed once', async () => {
    const ranges = [
      [0, 2],
      [2, 5],
      [1, 3],
    ]
    expect(await read({ input: 'logPDF', floor: -98.5 }, ranges)).toEqual(
      await read({ input: 'logPDF', floor: -98.5 }),
    )
  })
})

test('a network of PDFs has no answer where exp() leaves float32: exp(89) does, exp(88.5) does not', async () => {
  const { noticed, rows } = await read({ input: 'PDF', floor: -98.5 })
  expect(noticed).toEqual([nothing, nonFinite, nothing, empty, nonFinite, nothing, overflow])
  expect(rows.slice(5)).toEqual([
    [88.5, 0, -98.5],
    [0, 0, 0],
  ])
})

test('which of these have no answer', () => {
  expect(Object.values(NOTICED).map(isUnanswerable)).toEqual([false, true, true, true, false])
})

test('rows in memory are read singly, those of files by blocks, those of streams in order', () => {
  const raw = memoryRows('a.npy', new Float32Array(6), 3)
  const options = { input: 'logPDF', floor: null } as const
  expect(answerableRows(raw, options).x.blockRows).toBeUndefined()
  expect(answerableRows({ ...raw, quick: false }, options).x.blockRows).toBe(Math.floor(2 ** 24 / 12))
  expect(answerableRows({ ...raw, quick: false, forward: true }, options).x.blockRows).toBeUndefined()
})

test('rows of a compressed file are read once, from the first to the last', async () => {
  const width = 17_908
  const rows = 503
  const starts: number[] = []
  let next = 0
  const raw: RawRows = {
    name: 'a.npz',
    rows,
    width,
    rowBytes: 4 * width,
    forward: true,
    read: async (start, count, out) => {
      expect(start).toBe(next)
      starts.push(start)
      next += count
      // later blocks come faster
      await new Promise((resolve) => setTimeout(resolve, start === 0 ? 20 : 0))
      for (let row = 0; row < count; row++) out.fill(-(start + row), row * width, (row + 1) * width)
      return 0
    },
  }
  const { x } = answerableRows(raw, { input: 'logPDF', floor: null })
  const data = {
    fingerprint: '',
    x,
    objects: new Uint32Array(0),
    labels: new Uint8Array(rows),
    attributes: null,
  }
  const firsts: number[] = []
  for await (const batch of batches(data, naturalOrder(rows), 100)) {
    for (let i = 0; i < batch.rows; i++) firsts.push(batch.x[i * width]!)
  }
  expect(firsts).toEqual(Array.from({ length: rows }, (_, row) => -row))
  expect(starts).toEqual([0, 100, 200, 300, 400, 500])
})
