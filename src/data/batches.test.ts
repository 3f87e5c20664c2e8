import { describe, expect, test } from 'vitest'
import type { InputId } from '../core/run.ts'
import { type Batch, batches } from './batches.ts'
import type { RowReader, SplitData } from './dataset.ts'
import { naturalOrder } from './order.ts'
import { attributesOf } from './tree.fixture.ts'

/** Rows `[-row, -row / 2]` with label row % 3, and a log of the reads. */
function split(rows: number, blockRows?: number, override: Partial<SplitData> = {}) {
  const reads: (readonly [start: number, count: number])[] = []
  const x: RowReader = {
    rows,
    width: 2,
    ...(blockRows === undefined ? {} : { blockRows }),
    read: async (start, count, out) => {
      reads.push([start, count])
      for (let row = 0; row < count; row++) out.set([-start - row, -(start + row) / 2], 2 * row)
    },
  }
  const labels = Uint8Array.from({ length: rows }, (_, row) => row % 3)
  const data: SplitData = {
    name: 'TRAIN/X.npy',
    fingerprint: 'f0',
    x,
    objects: Uint32Array.from(labels.keys()),
    labels,
    attributes: null,
    ...override,
  }
  return { data, reads }
}

async function collect(data: SplitData, order: Uint32Array, size: number, input?: InputId): Promise<Batch[]> {
  const all: Batch[] = []
  for await (const batch of batches(data, order, size, input)) all.push(batch)
  return all
}

describe('rows', () => {
  test('come in the given order, the last batch padded with zeros', async () => {
    const { data } = split(5)
    expect(await collect(data, new Uint32Array([4, 0, 3, 1, 2]), 3)).toEqual([
      {
        x: new Float32Array([-4, -2, -0, -0, -3, -1.5]),
        labels: new Uint8Array([1, 0, 0]),
        rows: 3,
        indices: new Uint32Array([4, 0, 3]),
      },
      {
        x: new Float32Array([-1, -0.5, -2, -1, 0, 0]),
        labels: new Uint8Array([1, 2, 0]),
        rows: 2,
        indices: new Uint32Array([1, 2]),
      },
    ])
  })

  test('an order of no rows gives no batch', async () => {
    expect(await collect(split(5).data, new Uint32Array(0), 3)).toEqual([])
  })

  test('neighbours are read together, batch by batch where single rows are quick', async () => {
    const { data, reads } = split(8)
    await collect(data, new Uint32Array([3, 1, 2, 7, 0, 4, 6, 5]), 4)
    expect(reads).toEqual([
      [1, 3],
      [7, 1],
      [0, 1],
      [4, 3],
    ])
  })

  test('and by whole blocks, each once, where they are slow', async () => {
    const { data, reads } = split(16, 3)
    const order = new Uint32Array([3, 1, 2, 7, 0, 4, 6, 5, 15, 8, 9, 10, 11, 12, 13, 14])
    const made = await collect(data, order, 4)
    expect(reads).toEqual([
      [3, 3],
      [0, 3],
      [6, 3],
      [15, 1],
      [9, 3],
      [12, 3],
    ])
    expect(made.map(({ x }) => x.filter((_, i) => i % 2 === 0).map((value) => -value))).toEqual([
      new Float32Array([3, 1, 2, 7]),
      new Float32Array([0, 4, 6, 5]),
      new Float32Array([15, 8, 9, 10]),
      new Float32Array([11, 12, 13, 14]),
    ])
    expect(made.map(({ indices }) => [...indices])).toEqual(
      [0, 4, 8, 12].map((at) => [...order.slice(at, at + 4)]),
    )
  })

  test('the next batch is made while this one is used, and no further', async () => {
    const { data, reads } = split(12)
    const running = batches(data, naturalOrder(12), 2)
    await running.next()
    await new Promise((resolve) => setTimeout(resolve))
    expect(reads).toEqual([
      [0, 2],
      [2, 2],
    ])
    await running.return()
    expect(reads).toHaveLength(2)
  })

  test('whoever stops ends the reading ahead', async () => {
    const { data, reads } = split(100, 2)
    for await (const batch of batches(data, naturalOrder(100), 2)) if (batch.indices[0] === 4) break
    const before = reads.length
    await new Promise((resolve) => setTimeout(resolve))
    expect(before).toBeLessThanOrEqual(12)
    expect(reads).toHaveLength(before)
  })

  test('a failed read rejects', async () => {
    const { data } = split(4)
    const broken = { ...data, x: { ...data.x, read: () => Promise.reject(new Error('gone')) } }
    await expect(collect(broken, naturalOrder(4), 2)).rejects.toThrow('gone')
  })

  test('a failed read ahead rejects when its batch is due, and never after a stop', async () => {
    const { data } = split(8, 2)
    const { read } = data.x
    const broken: RowReader = {
      ...data.x,
      read: (...of) => (of[0] === 4 ? Promise.reject(new Error('gone')) : read(...of)),
    }
    const running = batches({ ...data, x: broken }, naturalOrder(8), 2)
    for (const first of [0, 2]) {
      expect((await running.next()).value).toMatchObject({ indices: new Uint32Array([first, first + 1]) })
      await new Promise((resolve) => setTimeout(resolve))
    }
    await expect(running.next()).rejects.toThrow('gone')
    for await (const _ of batches({ ...data, x: broken }, naturalOrder(8), 2)) break
    await new Promise((resolve) => setTimeout(resolve))
  })
})

describe('input', () => {
  test('PDF is exp(logPDF), padding stays zero', async () => {
    const [batch] = await collect(split(2).data, naturalOrder(2), 3, 'PDF')
    expect(batch!.x).toEqual(Float32Array.from([1, 1, Math.exp(-1), Math.exp(-0.5), 0, 0]))
  })

  test('PDF names the rows whose exp() is not finite', async () => {
    const { data } = split(4)
    const high: RowReader = {
      ...data.x,
      read: async (start, count, out) => {
        for (let row = 0; row < count; row++) out.set([88.7, start + row >= 2 ? 88.8 : 0], 2 * row)
      },
    }
    await expect(
      collect({ ...data, x: high }, new Uint32Array([3, 0, 2, 1]), 4, 'PDF'),
    ).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'TRAIN/X.npy: exp() of the log posterior is not finite in rows 2, 3, so the input PDF cannot be made.',
    })
  })

  test('logVraisemblance adds the log-evidence of the row', async () => {
    const { data } = split(3, undefined, { attributes: attributesOf(3) })
    const [batch] = await collect(data, new Uint32Array([2, 0, 1]), 3, 'logVraisemblance')
    expect([...batch!.x]).toEqual([-104, -103, -100, -100, -102, -101.5])
  })

  test('logVraisemblance needs attributes with a log-evidence in each row', async () => {
    await expect(collect(split(3).data, naturalOrder(3), 3, 'logVraisemblance')).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'TRAIN/X.npy has no attributes, and the input logVraisemblance needs the log-evidence of each row.',
    })
    const attributes = attributesOf(3)
    attributes[1] = { ...attributes[1]!, logEvidence: null }
    await expect(
      collect(split(3, undefined, { attributes }).data, naturalOrder(3), 3, 'logVraisemblance'),
    ).rejects.toThrow(
      'TRAIN/X.npy: 1 object without a finite log-evidence (row 1), which the input logVraisemblance needs.',
    )
  })
})
