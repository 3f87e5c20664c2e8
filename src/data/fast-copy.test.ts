import { afterEach, describe, expect, test } from 'vitest'
import { scratchFolder } from '../node/scratch-folder.ts'
import type { Dataset } from './dataset.ts'
import {
  expectSameRows,
  fileNames,
  interruptedCopy,
  manifestOf,
  newScratch,
  ROW_BYTES,
  ROWS,
  requireClosed,
  requireCopy,
  setManifest,
  smallDataset,
  TOTAL,
  WIDTH,
  wordsOf,
} from './fast-copy.fixture.ts'
import { copiedDataset, copyState, listCopies, makeCopy, removeCopy } from './fast-copy.ts'
import { epochOrder, shuffleBlocks } from './order.ts'
import { scanFiles, treeFiles } from './tree.fixture.ts'

afterEach(requireClosed)

describe('a copy', () => {
  test('gives the same rows bit by bit, in memory and in a folder', async () => {
    const dataset = await smallDataset()
    const folder = scratchFolder()
    for (const scratch of [newScratch(), folder]) {
      expect(await copyState(scratch, dataset)).toEqual({ state: 'none', doneBytes: 0, totalBytes: TOTAL })
      expect(await copiedDataset(scratch, dataset)).toBeNull()
      await makeCopy(scratch, dataset)
      expect(await copyState(scratch, dataset)).toEqual({
        state: 'complete',
        doneBytes: TOTAL,
        totalBytes: TOTAL,
      })
      const copy = await requireCopy(scratch, dataset)
      await expectSameRows(copy, dataset)
      expect(copy.report).toBe(dataset.report)
      expect(copy.splits.train.labels).toBe(dataset.splits.train.labels)
      expect(copy.splits.test.name).toBe('TEST')
      await copy.close()
    }
    await folder.close()
  })

  test('holds float32 with the floor applied, and a manifest', async () => {
    const dataset = await smallDataset()
    const scratch = newScratch()
    await makeCopy(scratch, dataset)
    const { fingerprint } = dataset.report
    expect(fileNames(scratch)).toEqual(
      ['-test.f32', '-train.f32', '-validation.f32', '.json'].map((end) => `copy-${fingerprint}${end}`),
    )
    const words = await wordsOf(dataset.splits.train.x)
    // the third value of the file is -inf; the lowest finite one of TRAIN is -1 - 35 / 64
    expect(Array.from(words.subarray(0, 4), (word) => word.toString(16))).toEqual([
      'bf800000',
      '80000000',
      'bfc60000',
      '7f800000',
    ])
    expect(scratch.files.get(`copy-${fingerprint}-train.f32`)).toEqual(new Uint8Array(words.buffer))
    expect(manifestOf(scratch, dataset)).toEqual({
      format: 'redshift-studio-copy',
      version: 1,
      fingerprint,
      name: 'Small',
      width: WIDTH,
      rows: ROWS,
      doneRows: ROWS,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
  })

  test('keeps the order of every epoch', async () => {
    const dataset = await smallDataset()
    const scratch = newScratch()
    await makeCopy(scratch, dataset)
    const copy = await requireCopy(scratch, dataset)
    for (const epoch of [1, 2, 3]) {
      const orders = [dataset, copy].map(({ splits: { train } }) =>
        epochOrder(train.x.rows, { seed: 7, epoch, ...shuffleBlocks(train.x) }),
      )
      expect(orders[1]).toEqual(orders[0])
      expect(orders[0]).not.toEqual(epochOrder(ROWS.train, { seed: 7, epoch }))
    }
    await copy.close()
  })

  test('of a data set from files, and of one whose rows are quick', async () => {
    const fromFiles = await scanFiles(treeFiles())
    const cached = await scanFiles(treeFiles(), { cacheBytes: 1e6 })
    for (const dataset of [fromFiles, cached]) {
      const scratch = newScratch()
      await makeCopy(scratch, dataset)
      const copy = await requireCopy(scratch, dataset)
      await expectSameRows(copy, dataset)
      await copy.close()
    }
  })

  test('reports bytes as they are written', async () => {
    const dataset = await smallDataset()
    const scratch = newScratch()
    const seen: string[] = []
    await makeCopy(scratch, dataset, {
      onProgress: ({ phase, file, done, total }) =>
        seen.push(`${phase} ${file} ${done / ROW_BYTES}/${total / ROW_BYTES}`),
    })
    expect(seen).toEqual([
      ...[2, 4, 6, 8, 9].map((done) => `write TRAIN ${done}/16`),
      ...[11, 13].map((done) => `write VALID ${done}/16`),
      ...[15, 16].map((done) => `write TEST ${done}/16`),
    ])
  })

  test('that is complete is not made again', async () => {
    const scratch = newScratch()
    await makeCopy(scratch, await smallDataset())
    let reads = 0
    const dataset = await smallDataset({}, () => reads++)
    const seen: number[] = []
    await makeCopy(scratch, dataset, { onProgress: ({ done }) => seen.push(done) })
    expect(reads).toBe(0)
    expect(seen).toEqual([TOTAL])
  })

  test('that is open is not removed under its reader; it is after close', async () => {
    const dataset = await smallDataset()
    const scratch = newScratch()
    await makeCopy(scratch, dataset)
    const copy = await requireCopy(scratch, dataset)
    const second = await requireCopy(scratch, dataset)
    await expect(removeCopy(scratch, dataset.report.fingerprint)).rejects.toMatchObject({ reason: 'busy' })
    await expectSameRows(copy, dataset)
    await copy.close()
    await copy.close()
    await expectSameRows(second, dataset)
    await second.close()
    await removeCopy(scratch, dataset.report.fingerprint)
    await removeCopy(scratch, dataset.report.fingerprint)
    expect(fileNames(scratch)).toEqual([])
  })
})

test('a copy is let go alone, or with what the data set holds', async () => {
  let released = 0
  const dataset: Dataset = {
    ...(await smallDataset()),
    release: async () => {
      released++
    },
  }
  const scratch = newScratch()
  await makeCopy(scratch, dataset)
  const copy = await requireCopy(scratch, dataset)
  await copy.close()
  expect(released).toBe(0)
  const again = await requireCopy(scratch, dataset)
  await again.release()
  expect(released).toBe(1)
  expect(scratch.openFiles()).toEqual([])
})

describe('a copy that was interrupted', () => {
  test.each([0, 1, 2, 4, 5, 6, 7, 8])('after %d blocks goes on there', async (blocks) => {
    const scratch = newScratch()
    await interruptedCopy(scratch, await smallDataset(), blocks)
    const doneRows = [0, 2, 4, 6, 8, 9, 11, 13, 15, 16][blocks]!
    const reads: string[] = []
    const dataset = await smallDataset({}, (split, start) => reads.push(`${split} ${start}`))
    const before = await copyState(scratch, dataset)
    const state = blocks === 0 ? 'none' : 'partial'
    expect(before).toEqual({ state, doneBytes: doneRows * ROW_BYTES, totalBytes: TOTAL })
    expect(await copiedDataset(scratch, dataset)).toBeNull()
    const progress: number[] = []
    await makeCopy(scratch, dataset, { onProgress: ({ done }) => progress.push(done / ROW_BYTES) })
    expect(progress).toEqual([2, 4, 6, 8, 9, 11, 13, 15, 16].filter((done) => done > doneRows))
    expect(reads.includes('train 2')).toBe(blocks < 2)
    const copy = await requireCopy(scratch, dataset)
    await expectSameRows(copy, dataset)
    await copy.close()
  })

  test('by an error of the file goes on as well', async () => {
    const scratch = newScratch()
    let broken = true
    const dataset = await smallDataset({}, (split, start) => {
      if (broken && split === 'train' && start === 6) throw new Error('unplugged')
    })
    await expect(makeCopy(scratch, dataset)).rejects.toThrow('unplugged')
    expect(await copyState(scratch, dataset)).toMatchObject({ state: 'partial', doneBytes: 6 * ROW_BYTES })
    broken = false
    await makeCopy(scratch, dataset)
    const copy = await requireCopy(scratch, dataset)
    await expectSameRows(copy, dataset)
    await copy.close()
  })

  test('by a crash goes on at the last manifest', async () => {
    const scratch = newScratch()
    const dataset = await smallDataset({ blockRows: 1 })
    // of eight blocks of one row the manifest knows; the ninth is written, then nothing more
    const copied = new Map<string, Uint8Array>()
    await makeCopy(scratch, dataset, {
      onProgress: ({ done }) => {
        if (done === 8 * ROW_BYTES) for (const [name, bytes] of scratch.files) copied.set(name, bytes.slice())
      },
    })
    scratch.files.clear()
    for (const [name, bytes] of copied) scratch.files.set(name, bytes)
    const train = `copy-${dataset.report.fingerprint}-train.f32`
    scratch.files.set(train, new Uint8Array([...copied.get(train)!, ...new Uint8Array(ROW_BYTES).fill(9)]))
    expect(await copyState(scratch, dataset)).toMatchObject({ state: 'partial', doneBytes: 8 * ROW_BYTES })
    await makeCopy(scratch, dataset)
    const copy = await requireCopy(scratch, dataset)
    await expectSameRows(copy, dataset)
    await copy.close()
  })

  test('before it was begun leaves nothing', async () => {
    const scratch = newScratch()
    const signal = AbortSignal.abort()
    await expect(makeCopy(scratch, await smallDataset(), { signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(fileNames(scratch)).toEqual([])
  })

  test('keeps the date of its beginning', async () => {
    const scratch = newScratch()
    const dataset = await smallDataset()
    await interruptedCopy(scratch, dataset, 3)
    const manifest = { ...manifestOf(scratch, dataset), created: '2001-01-01T00:00:00.000Z' }
    setManifest(scratch, dataset, manifest)
    await makeCopy(scratch, dataset)
    expect(manifestOf(scratch, dataset)).toEqual({ ...manifest, doneRows: ROWS })
  })
})

describe('too little room', () => {
  test('is known before anything is written', async () => {
    const scratch = newScratch({ quota: 5000 })
    scratch.files.set('other.f32', new Uint8Array(4745))
    const dataset = await smallDataset()
    await expect(makeCopy(scratch, dataset)).rejects.toMatchObject({
      code: 'bad-input',
      message: 'The copy of Small needs 256 bytes; 255 are free.',
      hint: 'Remove what is not needed.',
    })
    expect(fileNames(scratch)).toEqual(['other.f32'])
  })

  test('counts only what is still to be written', async () => {
    const scratch = newScratch({ quota: 5000 })
    const dataset = await smallDataset()
    await interruptedCopy(scratch, dataset, 5)
    const used = [...scratch.files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
    scratch.files.set('other.f32', new Uint8Array(5000 - used - 7 * ROW_BYTES - 10))
    await makeCopy(scratch, dataset)
    expect(await copyState(scratch, dataset)).toMatchObject({ state: 'complete' })
  })

  test.each([
    ['an error', { limit: 600 }],
    [
      'a count of 0',
      {
        onWrite: (name: string, _: Uint8Array, at: number) =>
          name.endsWith('validation.f32') && at > 0 ? 0 : null,
      },
    ],
    [
      'a bogus count',
      {
        onWrite: (name: string, _: Uint8Array, at: number) =>
          name.endsWith('validation.f32') && at > 0 ? 4294967295 : null,
      },
    ],
  ])('in the middle, told by %s, removes the copy and says so', async (how, options) => {
    const scratch = newScratch(options)
    const dataset = await smallDataset()
    if (how === 'an error') {
      // as much as lies there beside the manifest when TRAIN and half of VALID are done
      await makeCopy(newScratch(), dataset)
      await interruptedCopy(scratch, dataset, 6)
      scratch.options.limit = [...scratch.files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
    }
    await expect(makeCopy(scratch, dataset)).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'The copy of Small needs 256 bytes; the room ended after 176. What there was of it was removed.',
      hint: 'Remove what is not needed.',
    })
    expect(fileNames(scratch)).toEqual([])
  })

  test('for the manifest alone', async () => {
    const scratch = newScratch({ onWrite: (name) => (name.endsWith('.json') ? 0 : null) })
    await expect(makeCopy(scratch, await smallDataset())).rejects.toMatchObject({
      message: 'The copy of Small needs 256 bytes; the room ended after 0. What there was of it was removed.',
    })
    expect(fileNames(scratch)).toEqual([])
  })
})

describe('a copy that reads back differently', () => {
  test.each([
    ['train', 0, 'rows 0 to 1', 'TRAIN'],
    ['train', 4, 'rows 4 to 5', 'TRAIN'],
    ['train', 8, 'rows 8 to 8', 'TRAIN'],
    ['test', 2, 'rows 2 to 2', 'TEST'],
  ] as const)('in %s from row %d is removed', async (split, row, where, label) => {
    let damaged = false
    const scratch = newScratch({
      onWrite: (name, bytes, at) => {
        if (name.endsWith(`-${split}.f32`) && at === row * ROW_BYTES) {
          bytes[5]! ^= 1
          damaged = true
        }
        return null
      },
    })
    const dataset = await smallDataset()
    await expect(makeCopy(scratch, dataset)).rejects.toMatchObject({
      code: 'bad-input',
      message: `The copy of Small differs from ${label} in ${where}. It was removed.`,
    })
    expect(damaged).toBe(true)
    expect(fileNames(scratch)).toEqual([])
  })

  test('because the file was changed is removed', async () => {
    const scratch = newScratch()
    await interruptedCopy(scratch, await smallDataset(), 3)
    const changed = await smallDataset({}, (split, _, out) => {
      if (split === 'train') out[0] = 12
    })
    await expect(makeCopy(scratch, changed)).rejects.toMatchObject({
      message: 'The copy of Small differs from TRAIN in rows 0 to 1. It was removed.',
    })
    expect(fileNames(scratch)).toEqual([])
  })
})

describe('several copies', () => {
  test('lie beside each other and are removed one by one', async () => {
    const scratch = newScratch()
    const [first, second] = [await smallDataset(), await smallDataset({ name: 'Other', seed: 5 })]
    await makeCopy(scratch, first)
    await interruptedCopy(scratch, second, 5)
    scratch.files.set('unpacked-1.f32', new Uint8Array(3))
    scratch.files.set('copy-00ff-train.f32', new Uint8Array(7))
    const bytesOf = ({ report }: Dataset) =>
      [...scratch.files].reduce(
        (sum, [name, bytes]) => sum + (name.includes(report.fingerprint) ? bytes.length : 0),
        0,
      )
    expect(await listCopies(scratch)).toEqual([
      { fingerprint: first.report.fingerprint, name: 'Small', bytes: bytesOf(first), complete: true },
      { fingerprint: second.report.fingerprint, name: 'Other', bytes: bytesOf(second), complete: false },
      { fingerprint: '00ff', name: '', bytes: 7, complete: false },
    ])
    expect(await copiedDataset(scratch, second)).toBeNull()
    await makeCopy(scratch, second)
    const copies = [await requireCopy(scratch, first), await requireCopy(scratch, second)]
    await expectSameRows(copies[0]!, first)
    await expectSameRows(copies[1]!, second)
    for (const copy of copies) await copy.close()
    await removeCopy(scratch, first.report.fingerprint)
    await removeCopy(scratch, '00ff')
    expect(await listCopies(scratch)).toMatchObject([{ name: 'Other', complete: true }])
    expect(scratch.files.has('unpacked-1.f32')).toBe(true)
  })
})

describe('another tab', () => {
  test('that makes the copy is left alone', async () => {
    const scratch = newScratch()
    const dataset = await smallDataset()
    let checked = false
    const checks: Promise<unknown>[] = []
    await makeCopy(scratch, dataset, {
      onProgress: ({ done }) => {
        if (done !== 4 * ROW_BYTES) return
        checked = true
        checks.push(
          expect(makeCopy(scratch, dataset)).rejects.toMatchObject({ reason: 'busy' }),
          expect(copiedDataset(scratch, dataset)).resolves.toBeNull(),
          expect(listCopies(scratch)).resolves.toMatchObject([{ name: 'Small', complete: false }]),
        )
      },
    })
    await Promise.all(checks)
    expect(checked).toBe(true)
    expect(await copyState(scratch, dataset)).toMatchObject({ state: 'complete' })
  })

  test('that holds a complete copy exclusively makes it unavailable, and it stays', async () => {
    const scratch = newScratch()
    const dataset = await smallDataset()
    await makeCopy(scratch, dataset)
    const held = await scratch.open(`copy-${dataset.report.fingerprint}-validation.f32`)
    expect(await copiedDataset(scratch, dataset)).toBeNull()
    expect(await copyState(scratch, dataset)).toMatchObject({ state: 'complete' })
    await held.close()
    const copy = await requireCopy(scratch, dataset)
    await copy.close()
  })

  test('that reads the manifest is waited for, but not for ever', async () => {
    const scratch = newScratch()
    const dataset = await smallDataset()
    await makeCopy(scratch, dataset)
    const manifest = await scratch.open(`copy-${dataset.report.fingerprint}.json`)
    await expect(copyState(scratch, dataset)).rejects.toMatchObject({ reason: 'busy' })
    const waiting = copyState(scratch, dataset)
    await manifest.close()
    expect(await waiting).toMatchObject({ state: 'complete' })
  })
})
