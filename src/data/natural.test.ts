// The test at natural prevalence beside balanced data: which rows it has of the unbalanced tree, and what is
// said where there is none. Its rows are told from those of TRAIN and VALID by what they hold.

import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { PLACES } from '../core/objects.ts'
import { withPatch } from '../core/preparation.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { Column } from '../formats/table.ts'
import { findDatasets, type OpenFiles } from './find-datasets.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import {
  BALANCED,
  GIVEN,
  NATURAL_ATTRIBUTES,
  NATURAL_LABELS,
  NATURAL_NOTE,
  naturalPosteriors,
  naturalRows,
  places,
  SIBLING,
  said,
  scanOne,
  siblings,
} from './natural.fixture.ts'
import { objectColumns } from './object-columns.ts'
import { openDataset } from './open.ts'
import { unflooredReader } from './row-reader.ts'
import { arrowFile, objectColumns as columnsOf, npzFile } from './table.fixture.ts'
import {
  attributeTable,
  BALANCED_NOTE,
  type Files,
  posteriors,
  problems,
  readRows,
  scanFiles,
  sourcesOf,
  takeRows,
  treeFiles,
  WIDTH,
} from './tree.fixture.ts'

describe('the unbalanced tree beside the balanced one', () => {
  test('its TEST without the rows of TRAIN and VALID, thinned to its own shares', async () => {
    const scanned = await scanOne(siblings())
    const { dataset } = scanned
    // 13 of class 0 and 3 of class 1 are left; with 3 of 25 %, 9 of 75 %
    expect(dataset.report.planned.natural).toEqual({ counts: [9, 3], excluded: 4, thinned: 4 })
    expect(dataset.report.planned.prevalence).toEqual([15, 5])
    const rows = await naturalRows(dataset, naturalPosteriors())
    expect(rows).toHaveLength(12)
    expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b))
    for (const held of [0, 3, 16, 17]) expect(rows).not.toContain(held)
    expect(rows.slice(9)).toEqual([15, 18, 19])
    expect([...dataset.natural!.labels]).toEqual(rows.map((row) => NATURAL_LABELS[row]))
    expect(dataset.natural!.attributes).toEqual(rows.map((row) => NATURAL_ATTRIBUTES[row]))
    expect(dataset.natural!.name).toBe(`${SIBLING}/TEST/X.npy`)
    expect(said(dataset, 'natural-test')).toEqual([NATURAL_NOTE])
    expect(said(dataset, 'classes-balanced')).toEqual([
      'info classes-balanced: TEST has DeltaZ < 1e-3 50.0 % and DeltaZ ≥ 1e-3 50.0 %, at natural prevalence it is DeltaZ < 1e-3 75.0 % and DeltaZ ≥ 1e-3 25.0 %: the test will look better than at natural prevalence. TRAIN has DeltaZ < 1e-3 50.0 % and DeltaZ ≥ 1e-3 50.0 %.',
    ])
    expect(problems(dataset)).toEqual([])
  })

  test('changes nothing else of the data set', async () => {
    const { dataset } = await scanOne(siblings())
    const alone = await scanFiles(treeFiles(BALANCED))
    expect(dataset.report.fingerprint).toBe(alone.report.fingerprint)
    expect(dataset.report.sourceFingerprint).toBe(alone.report.sourceFingerprint)
    expect(dataset.report.splits).toEqual(alone.report.splits)
    for (const split of SPLIT_NAMES) {
      expect(await readRows(dataset.splits[split])).toEqual(await readRows(alone.splits[split]))
    }
    expect(alone.natural).toBeUndefined()
    expect(alone.report.planned.natural).toBeNull()
  })

  test('none where no row of TRAIN or VALID is among them', async () => {
    const files = siblings((test_) => {
      test_.set('X.npy', encodeNpy('<f4', [20, WIDTH], posteriors(20, 300)))
    })
    const { dataset } = await scanOne(files)
    expect(dataset.report.planned.natural).toEqual({ counts: [15, 5], excluded: 0, thinned: 0 })
    expect(await readRows(dataset.natural!)).toEqual(posteriors(20, 300))
    expect(said(dataset, 'natural-test')).toEqual([
      `info natural-test: Training is balanced, so the model is tested on 20 rows at natural prevalence as well (DeltaZ < 1e-3 75 %, DeltaZ ≥ 1e-3 25 %), from ${SIBLING}/TEST/X.npy.`,
    ])
  })

  test('splits drawn anew of a leaky balanced tree keep it', async () => {
    const leaky = posteriors(4, 200)
    leaky.set(takeRows(posteriors(6, 0), [1]), 3 * WIDTH)
    const files = siblings()
    files.set(`${BALANCED}/TEST/X.npy`, encodeNpy('<f4', [4, WIDTH], leaky))
    const scanned = await scanOne(files)
    const leak = scanned.dataset.report.findings.find(({ code }) => code === 'leak')!
    const again = leak.remedies!.find(({ label }) => label === 'Split again')!
    const dataset = scanned.prepare(withPatch(scanned.dataset.report.preparation, again.patch))
    expect(dataset.report.preparation.splits).toBe('drawn')
    expect(problems(dataset)).toEqual([])
    // 7 and 6 objects, each once; rows that the natural source alone holds are not left out of anything
    expect(dataset.report.planned).toMatchObject({
      dropped: { leaked: 1 },
      prevalence: [15, 5],
      leftOut: [0, 1],
    })
    const values = naturalPosteriors()
    const all = Array.from({ length: 20 }, (_, row) => String(takeRows(values, [row])))
    const held = new Set<number>()
    for (const split of [dataset.splits.train, dataset.splits.validation]) {
      const own = await readRows(split)
      for (let row = 0; row < split.x.rows; row++) held.add(all.indexOf(String(takeRows(own, [row]))))
    }
    held.delete(-1)
    // rows 3 and 18 are in the new TEST; 13 and 3 are left, as above
    expect([...held].sort((a, b) => a - b)).toEqual([0, 4, 16, 17])
    const rows = await naturalRows(dataset, values)
    expect(rows.filter((row) => held.has(row))).toEqual([])
    expect(rows.slice(9)).toEqual([15, 18, 19])
    expect(dataset.report.planned.natural).toEqual({ counts: [9, 3], excluded: 4, thinned: 4 })
    expect(said(dataset, 'natural-test')).toEqual([NATURAL_NOTE])
  })

  test.each<[string, (attributes: Attributes[]) => void, string]>([
    [
      'a redshift',
      (attributes) => {
        attributes[15] = { ...attributes[15]!, redshift: Number.NaN }
      },
      ' These rows lack what CNN-2inputs (redshift) needs: there the test is left out.',
    ],
    [
      'a log-evidence',
      (attributes) => {
        attributes[19] = { ...attributes[19]!, logEvidence: null }
      },
      ' These rows lack what the input logVraisemblance (log-evidence) needs: there the test is left out.',
    ],
    [
      'both, in different rows',
      (attributes) => {
        attributes[18] = { ...attributes[18]!, redshift: Number.NaN }
        attributes[15] = { ...attributes[15]!, logEvidence: Number.NEGATIVE_INFINITY }
      },
      ' These rows lack what CNN-2inputs (redshift) and the input logVraisemblance (log-evidence) need: there the test is left out.',
    ],
    [
      'both, in a row that TRAIN holds',
      (attributes) => {
        attributes[0] = { ...attributes[0]!, redshift: Number.NaN, logEvidence: Number.NaN }
      },
      '',
    ],
  ])('where its rows lack %s, it is said who goes without it', async (_, change, lacking) => {
    const attributes = [...NATURAL_ATTRIBUTES]
    change(attributes)
    const files = siblings((test_) => test_.set('attributes.npy', attributeTable(attributes)))
    const { dataset } = await scanOne(files)
    expect(said(dataset, 'natural-test')).toEqual([`${NATURAL_NOTE}${lacking}`])
  })

  test('without attributes, neither can be tested on it', async () => {
    const { dataset } = await scanOne(siblings((test_) => test_.delete('attributes.npy')))
    expect(said(dataset, 'natural-test')).toEqual([
      `${NATURAL_NOTE} These rows lack what CNN-2inputs (redshift) and the input logVraisemblance (log-evidence) need: there the test is left out.`,
    ])
  })

  test('the unbalanced data set itself has none', async () => {
    const { dataset } = await scanOne(siblings(), SIBLING)
    expect(dataset.natural).toBeUndefined()
    expect(dataset.report.planned.natural).toBeNull()
    expect(said(dataset, 'natural-test')).toEqual([])
  })

  test('what is wrong with some of its rows keeps them out and blocks nobody', async () => {
    const values = naturalPosteriors()
    values[5 * WIDTH + 2] = Number.NaN
    values.fill(Number.NEGATIVE_INFINITY, 6 * WIDTH, 7 * WIDTH)
    // of class 1, all of whose rows are taken
    values[19 * WIDTH] = Number.NEGATIVE_INFINITY
    const scanned = await scanOne(
      siblings((test_) => {
        test_.set('X.npy', encodeNpy('<f4', [20, WIDTH], values))
        test_.set(
          'Y.npy',
          encodeNpy('<i8', [20], [...NATURAL_LABELS.slice(0, 8), 7, ...NATURAL_LABELS.slice(9)]),
        )
      }),
    )
    const { dataset } = scanned
    // 12 and 5 may be tested on; 10 and 3 are not held: 17 * min(10 / 12, 3 / 5) = 10.2 rows
    expect(dataset.report.planned).toMatchObject({
      prevalence: [12, 5],
      natural: { counts: [7, 3], excluded: 4, thinned: 3 },
    })
    const rows = await naturalRows(dataset, values)
    for (const bad of [5, 6, 8]) expect(rows).not.toContain(bad)
    expect(problems(dataset)).toEqual([])
    // -inf is read as the lowest value of TRAIN, although no split holds any
    const read = await readRows(dataset.natural!)
    const last = takeRows(values, [19])
    last[0] = Math.min(...posteriors(6, 0))
    expect(takeRows(read, [9])).toEqual(last)
    expect(await readRows({ ...dataset.natural!, x: unflooredReader(dataset.natural!.x) })).toEqual(
      takeRows(values, [...rows.slice(0, 9), 19]),
    )
  })

  test('other files are read as well: a table without labels, compressed', async () => {
    const { X: _, label, ...rest } = columnsOf(20, 0)
    const columns = {
      ...rest,
      X: Array.from({ length: 20 }, (__, row) => [...takeRows(naturalPosteriors(), [row])]),
      deltaZ: NATURAL_ATTRIBUTES.map(({ deltaZ }) => deltaZ),
    }
    for (const [name, bytes] of [
      ['objects.arrow', arrowFile(columns)],
      ['objects.npz', npzFile(columns, true)],
    ] as const) {
      for (const cacheBytes of [0, 1e8]) {
        const files = siblings((test_) => {
          test_.clear()
          test_.set(name, bytes)
        })
        const { dataset } = await scanOne(files, BALANCED, cacheBytes)
        expect(dataset.report.planned.natural).toEqual({ counts: [9, 3], excluded: 4, thinned: 4 })
        const rows = await naturalRows(dataset, naturalPosteriors())
        expect([...dataset.natural!.labels]).toEqual(rows.map((row) => NATURAL_LABELS[row]))
        expect(dataset.natural!.attributes!.map(({ id }) => id)).toEqual(rows.map((row) => `obj-${row}`))
        await dataset.release?.()
      }
    }
  })

  test('its places among the objects', async () => {
    const scanned = await scanOne(siblings())
    const columns = objectColumns(scanned, scanned.dataset)
    expect(columns.length).toBe(6 + 4 + 4 + 20)
    expect(places(scanned, scanned.dataset)).toEqual([6, 4, 4, 12, 8])
    expect(columns.files).toEqual([
      ...['TRAIN', 'VALID', 'TEST'].map((split) => `${BALANCED}/${split}/X.npy`),
      `${SIBLING}/TEST/X.npy`,
    ])
    const natural = await naturalRows(scanned.dataset, naturalPosteriors())
    const inFile = (place: number) =>
      [...columns.row.keys()]
        .filter((object) => columns.file[object] === 3 && columns.place[object] === place)
        .map((object) => columns.row[object])
    expect(inFile(PLACES.indexOf('natural'))).toEqual(natural)
    expect(inFile(PLACES.indexOf('none'))).toHaveLength(8)
    expect(columns.label.slice(14)).toEqual(Uint8Array.from(NATURAL_LABELS))
    expect(columns.logEvidence.slice(14)).toEqual(Float64Array.from({ length: 20 }, (_, row) => -1000 - row))
  })

  test('a row that a preparation takes out of TRAIN may be tested on', async () => {
    const files = siblings()
    files.set(`${BALANCED}/TRAIN/Y.npy`, encodeNpy('<i8', [6], [0, 1, 7, 1, 0, 1]))
    const scanned = await scanOne(files)
    expect(scanned.dataset.report.planned.natural).toEqual({ counts: [9, 3], excluded: 4, thinned: 4 })
    const preparation = withPatch(GIVEN, { drop: ['no-class'] })
    // row 2 of TRAIN, which is row 3 here
    const repaired = scanned.prepare(preparation)
    expect(repaired.report.planned.natural).toEqual({ counts: [9, 3], excluded: 3, thinned: 5 })
    expect(scanned.preview(preparation)).toEqual(repaired.report.planned)
    for (const held of [0, 16, 17]) {
      expect(await naturalRows(repaired, naturalPosteriors())).not.toContain(held)
    }
  })
})

describe('a sibling that cannot be used is a warning', () => {
  const X = `${SIBLING}/TEST/X.npy`

  test.each<[string, (test_: Files) => void, string]>([
    [
      'truncated',
      (test_) => test_.set('X.npy', test_.get('X.npy')!.subarray(0, -1)),
      `${X} is truncated: expected 768 bytes (128 of header + (20, 8) x 4), the file has 767. Copy or download it again, or write it again.`,
    ],
    [
      'of another width',
      (test_) => test_.set('X.npy', encodeNpy('<f4', [20, 7], posteriors(20, 300, 7))),
      `${X} has 7 redshift points per row, the data set 8.`,
    ],
    [
      'with labels of other rows',
      (test_) => test_.set('Y.npy', encodeNpy('<i8', [19], NATURAL_LABELS.slice(1))),
      `The files of this data set differ in rows: ${X} has 20, ${SIBLING}/TEST/Y.npy has 19 and ${SIBLING}/TEST/attributes.npy has 20. X, Y and attributes describe the same objects, one per row. Write them again together.`,
    ],
    [
      'with one-hot labels of another target',
      (test_) => test_.set('Y.npy', encodeNpy('<i8', [20, 3], new Array<number>(60).fill(0))),
      `${SIBLING}/TEST/Y.npy: rows of 3 values, but DeltaZ has 2 classes. One-hot labels have one column per class. Check which target these labels are for.`,
    ],
    [
      'a web page',
      (test_) => test_.set('X.npy', new TextEncoder().encode('<!DOCTYPE html><html></html>')),
      `${X} is not a NumPy file (NPY): it is an HTML page, probably an error or sign-in page saved in place of the download. Download the file again and look at it before you choose it.`,
    ],
  ])('%s', async (_, change, why) => {
    const { dataset } = await scanOne(siblings(change))
    expect(problems(dataset)).toEqual([`warning no-natural-test: No test at natural prevalence: ${why}`])
    expect(dataset.natural).toBeUndefined()
    expect(dataset.report.planned.natural).toBeNull()
    expect(dataset.report.findings.map(({ code }) => code)).toEqual(['no-natural-test', BALANCED_NOTE.code])
    const alone = await scanFiles(treeFiles(BALANCED))
    expect(dataset.report.fingerprint).toBe(alone.report.fingerprint)
  })

  test.each([
    ['any rows', 'rows'],
    ['rows in order only', 'forward'],
  ] as const)('damaged inside, which shows when it is scanned: %s', async (_, access) => {
    const { assignments, files } = await findDatasets(sourcesOf(siblings()))
    const damaged: OpenFiles = {
      ...files,
      column: async (id) => {
        const column = await files.column(id)
        if (id !== X) return column
        const readFloat32: Column['readFloat32'] = async (start, count, out) => {
          if (count > 0) throw new StudioError('bad-input', `${X} is damaged`, 'Copy it again.')
          return column.readFloat32(start, count, out)
        }
        return { ...column, access, readFloat32 }
      },
    }
    const scratch = memoryScratch()
    const opened = await openDataset(assignments.get(BALANCED)!, damaged)
    const scanned = await opened.scan({ scratch })
    const { dataset } = scanned
    expect(problems(dataset)).toEqual([
      `warning no-natural-test: No test at natural prevalence: ${X} is damaged. Copy it again.`,
    ])
    expect(dataset.natural).toBeUndefined()
    expect(dataset.report.findings.map(({ code }) => code)).toEqual(['no-natural-test', BALANCED_NOTE.code])
    expect(scanned.preview(GIVEN)).toEqual(dataset.report.planned)
    expect(objectColumns(scanned, dataset).length).toBe(14)
    // nothing of it is left in the storage
    expect(scratch.files.size).toBe(0)
    expect(dataset.release).toBeUndefined()
    await expect(opened.scan({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('a file that was taken away meanwhile stops, as any other', async () => {
    const gone = new StudioError('file-gone', `${X} is no longer there.`)
    const sources = sourcesOf(siblings()).map((source) =>
      source.name === X ? { ...source, slice: () => Promise.reject(gone) } : source,
    )
    const { assignments, files } = await findDatasets(sources)
    await expect(openDataset(assignments.get(BALANCED)!, files)).rejects.toBe(gone)
  })
})
