import { describe, expect, test } from 'vitest'
import { plainPreparation } from '../core/preparation.ts'
import { type MemoryScratch, memoryScratch } from '../data/memory-scratch.fixture.ts'
import { fixtureFiles } from '../data/table.fixture.ts'
import { type Files, posteriors, SEEDS, sourcesOf, treeFiles, zgridValues } from '../data/tree.fixture.ts'
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
    const late = on.scan({ keepMegabytes: 0 }).catch((thrown: unknown) => thrown)
    await on.simulate(SAMPLE)
    expect(await late).toMatchObject({ code: 'cancelled' })
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

describe('a preparation', () => {
  const GIVEN = plainPreparation('given')
  const DRAWN = plainPreparation('drawn')

  test('is counted as soon as data are open, and made once they were read', async () => {
    const on = datasets()
    await expect(on.preview(GIVEN)).rejects.toThrow('No data set is loaded.')
    await expect(on.prepare(GIVEN)).rejects.toThrow('No data set is loaded.')
    await on.discover(sourcesOf(treeFiles()))
    const opened = await on.open(BASE, null)
    expect(await on.preview(GIVEN)).toEqual(opened.planned)
    expect((await on.preview(DRAWN)).counts.train).toHaveLength(2)
    for (const call of [on.prepare(DRAWN), on.objects(), on.posteriors([0]), on.classMeans()]) {
      await expect(call).rejects.toThrow('The posteriors have not been read through yet.')
    }
    await on.scan()
    const report = await on.prepare(DRAWN)
    expect(report.preparation).toEqual(DRAWN)
    expect(report.planned).toEqual(await on.preview(DRAWN))
    expect(on.inUse().report).toBe(report)
    // 14 objects: 3 test, then 2 of 11 validate
    expect(on.inUse().splits.train.labels).toHaveLength(9)
  })

  test('replaces the data in use, and the part of them that was taken for a trial', async () => {
    const on = datasets()
    const scanned = await load(on, treeFiles())
    expect(on.limitRows(2, 1).splits.train.rows).toBe(2)
    const drawn = await on.prepare(DRAWN)
    expect(on.inUse().report).toBe(drawn)
    const back = await on.prepare(GIVEN)
    expect(back.fingerprint).toBe(scanned.fingerprint)
    expect(back.splits).toEqual(scanned.splits)
    expect(drawn.fingerprint).not.toBe(scanned.fingerprint)
  })

  test('has a fast copy of its own, and leaves that of another one closed', async () => {
    const on = datasets()
    const { fingerprint } = await load(on, treeFiles())
    await on.makeCopy()
    const drawn = await on.prepare(DRAWN)
    expect(on.scratch!.openFiles()).toEqual([])
    expect(await on.copyState()).toMatchObject({ state: 'none', inUse: false })
    await on.makeCopy()
    expect(await on.copyState()).toMatchObject({ state: 'complete', inUse: true })
    const copies = await on.listCopies()
    expect(copies.map((copy) => copy.fingerprint).sort()).toEqual([fingerprint, drawn.fingerprint].sort())
    // the first copy is found again
    await on.prepare(GIVEN)
    expect(await on.copyState()).toMatchObject({ state: 'complete', inUse: true })
  })

  test('of compressed rows keeps them until other data are opened', async () => {
    const on = datasets()
    await load(on, fixtureFiles('npz-one-compressed'))
    await on.prepare(DRAWN)
    expect(on.scratch!.files.size).toBe(3)
    const row = new Float32Array(64)
    await on.inUse().splits.test.x.read(0, 1, row)
    expect([...row]).not.toEqual(Array(64).fill(0))
    await on.simulate(SAMPLE)
    expect(on.scratch!.files.size).toBe(0)
  })

  test('is seen in the table of objects, with posteriors and means beside it', async () => {
    const on = datasets()
    await load(on, treeFiles())
    const given = await on.objects()
    expect([...given.columns.place]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
    expect(given.zgrid).toEqual(zgridValues())
    const values = new Float32Array([...posteriors(1, SEEDS.test + 3), ...posteriors(1, 0)])
    expect(await on.posteriors([13, 0])).toEqual(values)
    expect((await on.classMeans()).map(({ objects, of }) => [objects, of])).toEqual([
      [7, 7],
      [7, 7],
    ])
    await on.prepare({ ...DRAWN, seed: 3 })
    const drawn = await on.objects()
    expect(drawn.columns.place).not.toEqual(given.columns.place)
    expect([0, 1, 2].map((which) => drawn.columns.place.filter((each) => each === which).length)).toEqual([
      9, 2, 3,
    ])
    expect(await on.posteriors([13, 0])).toEqual(values)
  })
})

describe('a fast copy', () => {
  test('is offered where rows are read from files, and where there is a storage', async () => {
    const on = datasets()
    expect(await on.copyState()).toBeNull()
    await load(on, treeFiles())
    expect(await on.copyState()).toEqual({
      state: 'none',
      doneBytes: 0,
      totalBytes: 14 * 8 * 4,
      inUse: false,
    })
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
    expect(await on.makeCopy()).toMatchObject({ state: 'complete', doneBytes: 448, inUse: true })
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

  test('of the data before does not come back when other data are in use', async () => {
    const scratch = memoryScratch()
    const first = datasets(scratch)
    await load(first, treeFiles())
    await first.makeCopy()
    await first.simulate(SAMPLE)

    const gate = gateOf(scratch)
    const on = datasets(gate.scratch)
    await on.discover(sourcesOf(treeFiles()))
    await on.open(BASE, null)
    const scanning = on.scan({ keepMegabytes: 0 }).catch((thrown: unknown) => thrown)
    await gate.reached
    await on.simulate(SAMPLE)
    gate.open()
    expect(await scanning).toMatchObject({ code: 'cancelled' })
    expect(on.inUse().report.layout).toBe('sample')
    expect(scratch.openFiles()).toEqual([])
  })

  test('that cannot be looked for does not keep the data from being read', async () => {
    const broken = { ...memoryScratch(), read: () => Promise.reject(new Error('no storage')) }
    const on = datasets(broken)
    expect((await load(on, treeFiles())).id).toBe(BASE)
    const closed = createDatasets(() => Promise.reject(new Error('no storage')))
    expect((await load(closed, treeFiles())).id).toBe(BASE)
  })

  test('that another tab holds is not said to be in use', async () => {
    const scratch = memoryScratch()
    const first = datasets(scratch)
    const { fingerprint } = await load(first, treeFiles())
    await first.makeCopy()
    await first.simulate(SAMPLE)
    const holder = await scratch.open(`copy-${fingerprint}-train.f32`)
    const second = datasets(scratch)
    await load(second, treeFiles())
    expect(await second.copyState()).toMatchObject({ state: 'complete', inUse: false })
    await holder.close()
  })
})

describe('what was given up', () => {
  test('before it was opened does not take the place of newer data', async () => {
    const on = datasets()
    await on.discover(sourcesOf(treeFiles()))
    const stop = new AbortController()
    const opening = on
      .open(BASE, null, { signal: stop.signal, onProgress: () => stop.abort() })
      .catch((thrown: unknown) => thrown)
    await on.simulate(SAMPLE)
    expect(await opening).toMatchObject({ code: 'cancelled' })
    expect(on.inUse().report.layout).toBe('sample')
  })

  test('while it was looked for is not found', async () => {
    const on = datasets()
    await on.discover(sourcesOf(treeFiles()))
    const looking = on.discover(sourcesOf(treeFiles('Flag3/balanced')), {}, AbortSignal.abort())
    await expect(looking).rejects.toMatchObject({ code: 'cancelled' })
    expect((await on.open(BASE, null)).id).toBe(BASE)
  })

  test.each(['parquet-zstd-one-file', 'parquet-per-split', 'npz-one-compressed', 'arrow-zstd-one-file'])(
    'in the middle of a scan does not disturb the next one: %s',
    async (variant) => {
      const on = datasets()
      let [hold, go] = [false, () => {}]
      const held = new Promise<void>((resolve) => {
        go = resolve
      })
      // the first piece of the first scan comes late, in the middle of the second scan
      const sources = sourcesOf(fixtureFiles(variant)).map((source) => ({
        ...source,
        slice: async (start: number, end: number) => {
          const wait = hold
          hold = false
          if (wait) await held
          else await new Promise((resolve) => setTimeout(resolve))
          return source.slice(start, end)
        },
      }))
      const { candidates } = await on.discover(sources)
      const { id } = candidates[0]!
      await on.open(id, null)
      const stop = new AbortController()
      hold = true
      const left = on.scan({ signal: stop.signal }).catch((thrown: unknown) => thrown)
      await new Promise((resolve) => setTimeout(resolve, 5))
      stop.abort()
      setTimeout(go, 40)
      await on.open(id, 'Success2')
      expect((await on.scan()).target).toBe('Success2')
      expect(await left).toMatchObject({ code: 'cancelled' })
    },
  )
})

/** A scratch whose first read of a copy waits. */
function gateOf(scratch: MemoryScratch) {
  let open = () => {}
  let reach = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  const read: MemoryScratch['read'] = async (name) => {
    reach()
    await opened
    return scratch.read(name)
  }
  return { scratch: { ...scratch, read }, reached, open }
}
