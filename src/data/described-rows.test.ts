import { expect, test } from 'vitest'
import { DESCRIPTORS, describePosterior } from '../core/control/descriptors.ts'
import type { SplitData } from './dataset.ts'
import { describeRows } from './described-rows.ts'
import { BLOCK_BYTES } from './scan.ts'

const F = DESCRIPTORS.length
const zgrid = Float64Array.of(0, 0.5, 1, 2)
const yieldToEvents = async () => {}

/** Row r peaks by r + 1; row 2 is a constant. */
function valuesOf(row: number): readonly number[] {
  return row === 2 ? [1, 1, 1, 1] : [0, row + 1, 0, -1]
}

/** A split with a log of its reads, [start, count]. Points past the fourth are negligible. */
function loggedSplit(rows: number, { width = 4, quick = true } = {}) {
  const reads: [number, number][] = []
  const split: SplitData = {
    fingerprint: '',
    objects: Uint32Array.from({ length: rows }, (_, row) => row),
    labels: new Uint8Array(rows),
    attributes: null,
    x: {
      rows,
      width,
      ...(quick ? {} : { blockRows: 2 }),
      read: async (start, count, out) => {
        reads.push([start, count])
        for (let i = 0; i < count; i++) {
          out.fill(-100, i * width, (i + 1) * width)
          out.set(valuesOf(start + i), i * width)
        }
      },
    },
  }
  return { split, reads }
}

function expected(rows: readonly number[], grid: Float64Array | null): Float64Array {
  const x = new Float64Array(rows.length * F)
  for (const [i, row] of rows.entries()) describePosterior(Float32Array.from(valuesOf(row)), grid, x, i * F)
  return x
}

test('rows come in the order of the call, with what they are', async () => {
  const { split } = loggedSplit(6)
  const found = await describeRows(split, Uint32Array.of(0, 2, 5), zgrid, { yieldToEvents })
  expect(found.x).toEqual(expected([0, 2, 5], zgrid))
  expect([...found.hasShape]).toEqual([1, 0, 1])
})

test('what is known is not read again', async () => {
  const { split, reads } = loggedSplit(6)
  await describeRows(split, Uint32Array.of(1, 2), zgrid, { yieldToEvents })
  const seen: number[] = []
  const onRows = (done: number) => seen.push(done)
  const found = await describeRows(split, Uint32Array.of(0, 1, 2, 4), zgrid, { yieldToEvents, onRows })
  expect(found.x).toEqual(expected([0, 1, 2, 4], zgrid))
  expect(reads).toEqual([
    [1, 2],
    [0, 1],
    [4, 1],
  ])
  expect(seen).toEqual([4])
  await describeRows(split, Uint32Array.of(0, 4), zgrid, { yieldToEvents, onRows })
  expect(reads).toHaveLength(3)
  expect(seen).toEqual([4, 2])
})

test('another grid is another description', async () => {
  const { split, reads } = loggedSplit(2)
  const rows = Uint32Array.of(0, 1)
  const first = await describeRows(split, rows, zgrid, { yieldToEvents })
  const second = await describeRows(split, rows, null, { yieldToEvents })
  expect(reads).toHaveLength(2)
  expect(second.x).toEqual(expected([0, 1], null))
  expect(second.x).not.toEqual(first.x)
})

test('where single rows are slow, short gaps are read over', async () => {
  const { split, reads } = loggedSplit(6, { quick: false })
  const found = await describeRows(split, Uint32Array.of(0, 2, 5), zgrid, { yieldToEvents })
  expect(found.x).toEqual(expected([0, 2, 5], zgrid))
  expect(reads).toEqual([[0, 6]])
})

test('lets others run after each block, and an abort keeps what was done', async () => {
  // 64 rows fill a block
  const width = BLOCK_BYTES / 4 / 64
  const { split, reads } = loggedSplit(150, { width })
  const abort = new AbortController()
  const seen: number[] = []
  const rows = Uint32Array.from({ length: 150 }, (_, row) => row)
  const working = describeRows(split, rows, null, {
    yieldToEvents: async () => {
      if (seen.length === 2) abort.abort()
    },
    signal: abort.signal,
    onRows: (done) => seen.push(done),
  })
  await expect(working).rejects.toMatchObject({ code: 'cancelled' })
  expect(seen).toEqual([64, 128])
  await describeRows(split, rows, null, { yieldToEvents, onRows: (done) => seen.push(done) })
  expect(seen).toEqual([64, 128, 150])
  expect(reads).toEqual([
    [0, 64],
    [64, 64],
    [128, 22],
  ])
})

test('an aborted signal reads nothing', async () => {
  const { split, reads } = loggedSplit(2)
  const signal = AbortSignal.abort()
  const working = describeRows(split, Uint32Array.of(0), zgrid, { yieldToEvents, signal })
  await expect(working).rejects.toMatchObject({ code: 'cancelled' })
  expect(reads).toEqual([])
})
