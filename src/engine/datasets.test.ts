import { describe, expect, test } from 'vitest'
import { type MemoryScratch, memoryScratch } from '../data/memory-scratch.fixture.ts'
import { fixtureFiles } from '../data/table.fixture.ts'
import { type Files, sourcesOf, treeFiles } from '../data/tree.fixture.ts'
import { createDatasets, type Datasets } from './datasets.ts'

const BASE = 'DeltaZ/balanced'
const SAMPLE = { rows: 20, points: 64, seed: 1 }

function datasets(scratch: MemoryScratch | null = memoryScratch()) {
  return { scratch, ...createDatasets(async () => scratch) }
}

/** Opens and scans the only data set, with nothing kept in memory. */
async function load(on: Datasets, files: Files) {
  const { candidates } = await on.discover(sourcesOf(files))
  await on.open(candidates[0]!.id, null)
  return on.scan({ keepMegabytes: 0 })
}

describe('a data set is in use', () => {
  test('when it was opened and scanned, and not before', async () => {
    const on = datasets()
    expect(() => on.inUse()).toThrow('No data set is loaded.')
    await on.discover(sourcesOf(treeFiles()))
    const opened = await on.open(BASE, null)
    expect(opened).toMatchObject({ fingerprint: '', splits: { train: { counts: [3, 3], nonFinite: null } } })
    expect(() => on.inUse()).toThrow('The posteriors have not been read through yet.')
    const scanned = await on.scan()
    expect(scanned.fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect(on.inUse().report).toBe(scanned)
    // again: it is known already
    await on.simulate(SAMPLE)
    expect(await on.scan()).toBe(on.inUse().report)
  })

  test('one that cannot be opened leaves the one before in use', async () => {
    const on = datasets()
    await load(on, treeFiles())
    const before = on.inUse()
    await on.discover(
      sourcesOf(new Map([...treeFiles()].map(([path, bytes]) => [path, bytes.subarray(0, -1)]))),
    )
    await expect(on.open(BASE, null)).rejects.toMatchObject({ code: 'bad-input' })
    await expect(on.open('elsewhere', null)).rejects.toThrow('There is no data set elsewhere.')
    expect(on.inUse()).toBe(before)
  })

  test('the files that were chosen last are opened, whichever was looked into first', async () => {
    const on = datasets()
    let look = () => {}
    const looking = new Promise<void>((resolve) => {
      look = resolve
    })
    const slow = sourcesOf(treeFiles('Flag3/balanced')).map((source) => ({
      ...source,
      slice: (start: number, end: number) => looking.then(() => source.slice(start, end)),
    }))
    const first = on.discover(slow)
    await on.discover(sourcesOf(treeFiles()))
    look()
    expect((await first).candidates.map(({ id }) => id)).toEqual(['Flag3/balanced'])
    await expect(on.open('Flag3/balanced', null)).rejects.toThrow('There is no data set Flag3/balanced.')
    expect((await on.open(BASE, null)).id).toBe(BASE)
  })

  test('a scan that is late does not bring the data before back', async () => {
    const on = datasets()
    const { candidates } = await on.discover(sourcesOf(fixtureFiles('npz-one-compressed')))
    await on.open(candidates[0]!.id, null)
    const late = on.scan({ keepMegabytes: 0 })
    await on.simulate(SAMPLE)
    await expect(late).rejects.toMatchObject({ code: 'cancelled' })
    expect(on.inUse().report.layout).toBe('sample')
    expect([...on.scratch!.files.keys()]).toEqual([])
  })
})

describe('compressed posteriors', () => {
  test('lie in the storage while they are in use', async () => {
    const on = datasets()
    await load(on, fixtureFiles('npz-one-compressed'))
    expect([...on.scratch!.files.keys()]).toEqual(Array(3).fill(expect.stringMatching(/^unpacked-/)))
    expect(await on.copyState()).toBeNull()
    await on.simulate(SAMPLE)
    expect([...on.scratch!.files.keys()]).toEqual([])
  })

  test('that an earlier session left behind are removed', async () => {
    const scratch = memoryScratch()
    await (await scratch.open('unpacked-1.f32')).close()
    await load(datasets(scratch), treeFiles())
    expect([...scratch.files.keys()]).toEqual([])
  })
})

describe('a fast copy', () => {
  test('is offered where rows are read from files, and where there is a storage', async () => {
    const on = datasets()
    expect(await on.copyState()).toBeNull()
    await load(on, treeFiles())
    expect(await on.copyState()).toEqual({ state: 'none', doneBytes: 0, totalBytes: 14 * 8 * 4 })
    await on.open(BASE, null)
    await on.scan()
    expect(await on.copyState()).toBeNull()
    const without = datasets(null)
    await load(without, treeFiles())
    expect(await without.copyState()).toBeNull()
    expect(await without.listCopies()).toEqual([])
    await expect(without.makeCopy()).rejects.toThrow('This browser has no storage for a copy.')
  })

  test('is read once it is whole, in the same order, and found again', async () => {
    const on = datasets()
    const { fingerprint } = await load(on, treeFiles())
    const original = on.inUse()
    expect(await on.makeCopy()).toMatchObject({ state: 'complete', doneBytes: 448 })
    const copied = on.inUse()
    expect(copied.splits.train.x).not.toBe(original.splits.train.x)
    expect(copied.splits.train.x.blockRows).toBe(original.splits.train.x.blockRows)
    expect(copied.report).toBe(original.report)

    const later = datasets(on.scratch)
    await load(later, treeFiles())
    expect(await later.copyState()).toMatchObject({ state: 'complete' })
    expect(await later.listCopies()).toMatchObject([{ fingerprint, name: 'DeltaZ balanced', complete: true }])
  })

  test('can be removed while it is in use: the files are read again', async () => {
    const on = datasets()
    const { fingerprint } = await load(on, treeFiles())
    const original = on.inUse()
    await on.makeCopy()
    await on.removeCopy(fingerprint)
    expect(on.inUse()).toBe(original)
    expect([...on.scratch!.files.keys()]).toEqual([])
    const row = new Float32Array(8)
    await on.inUse().splits.train.x.read(2, 1, row)
    expect([...row]).not.toEqual(Array(8).fill(0))
  })
})
