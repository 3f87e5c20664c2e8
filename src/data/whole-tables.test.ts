// Data sets whose objects lie together: rows keep the numbers that they have in the file, whatever split they
// are in, and compressed posteriors are unpacked into storage that is given back whatever happens.

import { describe, expect, test } from 'vitest'
import type { ReadProgress } from '../core/dataset-report.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { bytesSource } from '../formats/source.ts'
import { zipBytes } from '../formats/zip/zip.fixture.ts'
import type { Dataset } from './dataset.ts'
import { findDatasets } from './find-datasets.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import { openDataset } from './open.ts'
import {
  arrowFile,
  type Columns,
  describe as describeFinding,
  npzEntries,
  npzFile,
  outcome,
  splitColumns,
  vectors,
  withCell,
} from './table.fixture.ts'
import { type Files, posteriors, readRows, scanFiles, WIDTH, zgridValues } from './tree.fixture.ts'
import {
  FORMATS,
  ORDERS,
  ROWS,
  rowsOf,
  rowsOfFile,
  type WholeColumns,
  wholeColumns,
} from './whole-tables.fixture.ts'

const BYTES = 4 * ROWS * WIDTH

const CASES = FORMATS.flatMap(([format, file, make]) =>
  Object.entries(ORDERS).map(([order, splitOf]) => ({ format, order, file, make, splitOf })),
)

function withValue(columns: WholeColumns, row: number, point: number, value: number): WholeColumns {
  return { ...columns, X: withCell(columns.X, row, withCell(columns.X[row]!, point, value)) }
}

describe.each(CASES)('$format with a split column, rows $order', ({ file, make, splitOf }) => {
  const column = `${file}, column X`

  function scan(change: (columns: WholeColumns) => Columns = (columns) => columns) {
    return scanFiles(new Map([[file, make(change(wholeColumns(splitOf)))]]), {
      cacheBytes: 1e8,
      target: 'DeltaZ',
    })
  }

  function said(dataset: Dataset): string[] {
    return dataset.report.findings.filter(({ code }) => code !== 'no-zgrid').map(describeFinding)
  }

  test('each split has its rows in the order of the file, with labels and attributes', async () => {
    const { report, splits } = await scan()
    expect(report.findings.map(({ code }) => code)).toEqual(['no-zgrid'])
    expect(report).toMatchObject({ layout: 'table', target: 'DeltaZ', width: WIDTH })
    for (const split of SPLIT_NAMES) {
      const rows = rowsOf(split, splitOf)
      expect(await readRows(splits[split])).toEqual(rowsOfFile(rows))
      expect([...splits[split].labels]).toEqual(rows.map((row) => row % 2))
      expect(splits[split].attributes!.map(({ id, logEvidence }) => [id, logEvidence])).toEqual(
        rows.map((row) => [`obj-${row}`, -100 - row]),
      )
      const half = rows.length / 2
      expect(report.splits[split]).toMatchObject({
        rows: rows.length,
        counts: [half, half],
        nonFinite: { nan: 0, posInf: 0, negInf: 0 },
        hasAttributes: true,
      })
    }
  })

  test('a NaN is named by its row in the file, and counted in its split', async () => {
    const dataset = await scan((columns) => withValue(columns, 37, 2, Number.NaN))
    expect(said(dataset)).toEqual([
      `block nan-in-x: ${column}: 1 value NaN in row 37. Mend or remove this row.`,
    ])
    expect(dataset.report.findings[0]).toMatchObject({
      file: column,
      rows: [37],
      counts: { rows: 1, nan: 1 },
    })
    for (const split of SPLIT_NAMES) {
      const nan = split === splitOf(37) ? 1 : 0
      expect(dataset.report.splits[split].nonFinite).toEqual({ nan, posInf: 0, negInf: 0 })
    }
  })

  test('a label that is no class, an unknown status and a redshift off the grid', async () => {
    const zgrid = JSON.stringify([...zgridValues()])
    const columns = wholeColumns(splitOf)
    const changed = {
      ...columns,
      label: withCell(columns.label, 44, 7),
      status: withCell<string | null>(columns.status, 51, 'failed'),
      redshift: withCell(columns.redshift, 53, 0.5),
    }
    const archive: Files = new Map([
      [file, make(changed)],
      ['zgrid.npy', encodeNpy('<f8', [WIDTH], JSON.parse(zgrid) as number[])],
    ])
    const dataset = await scanFiles(archive, { cacheBytes: 1e8, target: 'DeltaZ' })
    expect(said(dataset)).toEqual([
      `block invalid-labels: ${file}, column label: 1 of 60 labels (1.7 %) is no class of DeltaZ, whose labels are 0 and 1: row 44: 7. Mend these labels or remove the rows.`,
      `warning unknown-status: ${file}: 1 of 60 objects (1.7 %) has a status other than success, spurious and mismatch: row 51: "failed". The target does not need it.`,
      `warning redshift-off-grid: ${file}: 1 of 60 redshifts (1.7 %) not on the zgrid: row 53: 0.5. The nearest point, at most 0.43 away, stands for them.`,
    ])
    const { counts, rows } = dataset.report.splits[splitOf(44)]
    expect(counts.reduce((sum, count) => sum + count)).toBe(rows - 1)
  })

  test('labels that contradict the attributes', async () => {
    const dataset = await scan((columns) => ({ ...columns, deltaZ: withCell(columns.deltaZ, 42, -0.5) }))
    expect(said(dataset)).toEqual([
      `warning labels-contradict-attributes: 1 of 60 labels (1.7 %) contradicts abs(DeltaZ) < 1e-3 in the attributes (first in ${file}, column label: row 42).`,
    ])
  })

  test('a leak and a repeated row, both by their rows in the file', async () => {
    const [train, test_] = [rowsOf('train', splitOf), rowsOf('test', splitOf)]
    const [from, leaked] = [train[20]!, test_[5]!]
    const [first, repeated] = [train[3]!, train[30]!]
    const dataset = await scan((columns) => {
      const X = withCell(columns.X, leaked, columns.X[from]!)
      // equal rows have equal labels, and attributes that agree
      const alike = <T>(values: readonly T[]) =>
        withCell(withCell(values, leaked, values[from]!), repeated, values[first]!)
      return {
        ...columns,
        X: withCell(X, repeated, columns.X[first]!),
        label: alike(columns.label),
        deltaZ: alike(columns.deltaZ),
      }
    })
    expect(said(dataset)).toEqual([
      `block leak: 1 of 12 test rows (8.3 %) is also in TRAIN (${column}: row ${leaked}). The network has seen it: the test will look better than it is.`,
      `warning duplicate-rows: ${column}: 1 of 36 rows (2.8 %) repeats an earlier one: row ${repeated}.`,
    ])
    expect(dataset.report.findings[0]).toMatchObject({
      rows: [leaked],
      counts: { shared: 1, rows: 12 },
      overridable: true,
    })
  })

  test('an object of two splits, by its row in the file', async () => {
    const named = rowsOf('validation', splitOf)[7]!
    const dataset = await scan((columns) => ({
      ...columns,
      id: withCell<string | null>(columns.id, named, columns.id[rowsOf('train', splitOf)[9]!]!),
    }))
    expect(said(dataset)).toEqual([
      `warning same-object: ${column}: 1 of 12 validation rows (8.3 %) is of an object that TRAIN has as well, with another posterior: row ${named}: "obj-${rowsOf('train', splitOf)[9]}".`,
    ])
    expect(dataset.report.findings[0]).toMatchObject({ rows: [named], counts: { shared: 1, rows: 12 } })
  })

  test('-inf becomes the lowest value of TRAIN alone', async () => {
    const [a, b] = [rowsOf('test', splitOf)[2]!, rowsOf('train', splitOf)[2]!]
    const low = rowsOf('validation', splitOf)[1]!
    const dataset = await scan((columns) =>
      withValue(
        withValue(withValue(withValue(columns, a, 1, -Infinity), b, 3, -Infinity), low, 0, -5000),
        rowsOf('train', splitOf)[8]!,
        0,
        -812.5,
      ),
    )
    expect(said(dataset)).toEqual([
      'info negative-infinity: -inf stands for p = 0 in 1 value in TRAIN and 1 value in TEST. It is read as -812.5, the lowest finite value of TRAIN.',
    ])
    expect(dataset.report.splits.train.nonFinite).toEqual({ nan: 0, posInf: 0, negInf: 1 })
    expect(dataset.report.splits.validation.nonFinite).toEqual({ nan: 0, posInf: 0, negInf: 0 })
    expect(dataset.report.splits.test.nonFinite).toEqual({ nan: 0, posInf: 0, negInf: 1 })
    const row = new Float32Array(WIDTH)
    await dataset.splits.test.x.read(2, 1, row)
    expect(row[1]).toBe(-812.5)
    await dataset.splits.validation.x.read(1, 1, row)
    expect(row[0]).toBe(-5000)
  })

  test('progress counts the posteriors once', async () => {
    const seen: ReadProgress[] = []
    await scanFiles(new Map([[file, make(wholeColumns(splitOf))]]), {
      target: 'DeltaZ',
      cacheBytes: 1e8,
      onProgress: (progress) => seen.push(progress),
    })
    const scanned = seen.filter(({ phase }) => phase === 'scan')
    expect(scanned.map((each) => each.file)).toEqual([column])
    expect(scanned.at(-1)!.done).toBe(scanned.at(-1)!.total)
  })
})

describe('range lost in the conversion is counted once, whatever split it is in', () => {
  const wide = Float64Array.from(posteriors(ROWS, 0))
  wide[3] = -1e300
  wide[40 * WIDTH] = 1e-300
  wide[59 * WIDTH] = -1e39
  const { label, deltaZ, split } = wholeColumns(ORDERS.interleaved!)
  const rest = { label, deltaZ, split }
  const wideX = encodeNpy('<f8', [ROWS, WIDTH], wide)

  test.each([
    ['Arrow', 'all.arrow', () => arrowFile({ X: vectors(wide), ...rest }, {}, 64)],
    ['NPZ', 'all.npz', () => npzFile({ X: wideX, ...rest })],
    ['compressed NPZ', 'all.npz', () => npzFile({ X: wideX, ...rest }, true)],
  ] as const)('%s', async (_, file, make) => {
    const { report } = await scanFiles(new Map([[file, make()]]), { cacheBytes: 1e8, target: 'DeltaZ' })
    expect(report.findings.filter(({ code }) => code === 'converted').map(describeFinding)).toEqual([
      `warning converted: ${file}, column X: type <f8 is read as float32. 3 values lost the range and became infinite or zero.`,
    ])
  })
})

describe('compressed posteriors', () => {
  const splitOf = ORDERS.interleaved!
  const bytes = npzFile(wholeColumns(splitOf), true)
  const files: Files = new Map([['all.npz', bytes]])
  const options = { target: 'DeltaZ' } as const

  test('are kept in memory where they fit', async () => {
    const scratch = memoryScratch()
    const dataset = await scanFiles(files, { ...options, cacheBytes: BYTES, scratch })
    expect(scratch.files.size).toBe(0)
    expect(dataset.report.shuffle).toBeNull()
    expect(await readRows(dataset.splits.validation)).toEqual(rowsOfFile(rowsOf('validation', splitOf)))
    // nothing lies outside of memory
    expect(dataset.release).toBeUndefined()
  })

  test('are unpacked into the storage where they do not; release gives it back', async () => {
    const scratch = memoryScratch()
    const dataset = await scanFiles(files, { ...options, cacheBytes: 0, scratch })
    expect([...scratch.files.values()].map(({ length }) => length)).toEqual([BYTES])
    expect(scratch.openFiles()).toHaveLength(1)
    for (const split of SPLIT_NAMES) {
      expect(await readRows(dataset.splits[split])).toEqual(rowsOfFile(rowsOf(split, splitOf)))
    }
    await dataset.release!()
    expect([scratch.files.size, scratch.openFiles().length]).toEqual([0, 0])
    // again, as when a page lets go twice
    await dataset.release!()
  })

  test('are refused where they fit nowhere', async () => {
    expect(await outcome(files, { ...options, cacheBytes: 0 })).toEqual([
      'refused: all.npz, column X is compressed and takes 1,920 bytes unpacked; there is room for 0. | Save it without compression. There is no storage for larger files here.',
    ])
    expect(
      await outcome(files, { ...options, cacheBytes: 0, scratch: memoryScratch({ quota: 1000 }) }),
    ).toEqual([
      'refused: all.npz, column X is compressed and takes 1,920 bytes unpacked; there is room for 1,000. | Save it without compression. Remove what is not needed.',
    ])
    const less = memoryScratch({ quota: 1e6, limit: 1000 })
    expect(await outcome(files, { ...options, cacheBytes: 0, scratch: less })).toEqual([
      'refused: all.npz, column X is compressed and takes 1,920 bytes unpacked; there is room for 0. | Save it without compression. Remove what is not needed.',
    ])
    expect([less.files.size, less.openFiles().length]).toEqual([0, 0])
  })

  test('need no room where the report is all that is wanted', async () => {
    const dataset = await scanFiles(files, { ...options, cacheBytes: 0, reportOnly: true })
    expect(dataset.report.findings.map(({ code }) => code)).toEqual(['no-zgrid'])
    expect(dataset.release).toBeUndefined()
  })

  test('a scan that fails gives the storage back', async () => {
    const entries = npzEntries({ ...wholeColumns(splitOf), X: longX() }, true)
    const damaged = zipBytes(entries.map((entry) => (entry.name === 'X.npy' ? { ...entry, crc: 1 } : entry)))
    const scratch = memoryScratch()
    expect(await outcome(new Map([['all.npz', damaged]]), { ...options, cacheBytes: 0, scratch })).toEqual([
      'refused: all.npz, column X is damaged: its checksum (CRC-32) is 6af217ec, the archive says 00000001 | Copy or download it again, or write it again.',
    ])
    expect([scratch.files.size, scratch.openFiles().length]).toEqual([0, 0])
  })

  test('a scan that is aborted gives the storage back', async () => {
    const stop = new AbortController()
    const scratch = memoryScratch()
    const used: number[] = []
    const scanning = scanFiles(files, {
      ...options,
      cacheBytes: 0,
      scratch,
      signal: stop.signal,
      onProgress: ({ phase }) => {
        if (phase !== 'scan') return
        used.push(scratch.files.size)
        stop.abort()
      },
    })
    await expect(scanning).rejects.toMatchObject({ code: 'cancelled', message: 'Reading was cancelled.' })
    expect(used).toEqual([1])
    expect([scratch.files.size, scratch.openFiles().length]).toEqual([0, 0])
  })

  test('a file that is gone while it is scanned gives the storage back', async () => {
    const gone = new DOMException('A requested file could not be found.', 'NotFoundError')
    let present = true
    const whole = bytesSource(npzFile({ ...wholeColumns(splitOf), X: longX() }, true), 'all.npz')
    const source = {
      ...whole,
      slice: async (start: number, end: number) => (present ? whole.slice(start, end) : Promise.reject(gone)),
    }
    const { assignments, files: open } = await findDatasets([source])
    const dataset = await openDataset(assignments.get('all.npz')!, open, options)
    present = false
    const scratch = memoryScratch()
    await expect(dataset.scan({ cacheBytes: 0, scratch })).rejects.toBe(gone)
    expect([scratch.files.size, scratch.openFiles().length]).toEqual([0, 0])
  })

  test('one per split: each has its place in the storage', async () => {
    const perSplit: Files = new Map([
      ['TRAIN.npz', npzFile(splitColumns('train'), true)],
      ['VALID.npz', npzFile(splitColumns('validation'), true)],
      ['TEST.npz', npzFile(splitColumns('test'), true)],
    ])
    const scratch = memoryScratch()
    const dataset = await scanFiles(perSplit, { ...options, cacheBytes: 0, scratch })
    expect([...scratch.files.values()].map(({ length }) => length)).toEqual([192, 128, 128])
    expect(await readRows(dataset.splits.train)).toEqual(posteriors(6, 0))
    expect(await readRows(dataset.splits.test)).toEqual(posteriors(4, 200))
    await dataset.release!()
    expect([scratch.files.size, scratch.openFiles().length]).toEqual([0, 0])
  })
})

/** X of random values: too long to be expanded whole when its header is read. */
function longX(): Uint8Array {
  let state = 1
  const values = Float32Array.from({ length: ROWS * 1000 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return -state / 2 ** 32
  })
  return encodeNpy('<f4', [ROWS, 1000], values)
}
