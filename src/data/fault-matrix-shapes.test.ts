// The fault matrix of reading, files that do not fit together or onto the zgrid, and those that are taken all
// the same: what a visitor gets, word for word.

import { describe, expect, test } from 'vitest'
import { encodeNpy } from '../formats/npy-write.ts'
import { NO_ATTRIBUTES, type SplitColumns, utf8, withTrain } from './fault-matrix.fixture.ts'
import {
  arrowFile,
  describe as describeFinding,
  fixtureFiles,
  npzFile,
  outcome,
  perSplit,
  replaced,
  splitColumns,
  vectors,
  withCell,
} from './table.fixture.ts'
import {
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  scanFiles,
  unicodeNpy,
  zgridValues,
} from './tree.fixture.ts'

describe('rows of X, labels and attributes differ', () => {
  test('in an archive per split', async () => {
    const short = (columns: SplitColumns) => ({ ...columns, label: columns.label.slice(0, 5) })
    expect(await outcome(withTrain(npzFile, 'npz', short))).toEqual([
      'refused: The files of TRAIN differ in rows: TRAIN.npz, column X has 6, TRAIN.npz, column label has 5, TRAIN.npz, column redshift has 6, TRAIN.npz, column deltaZ has 6, TRAIN.npz, column status has 6, TRAIN.npz, column logEvidence has 6, TRAIN.npz, column flag has 6 and TRAIN.npz, column id has 6. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
    const long = (columns: SplitColumns) => ({ ...columns, deltaZ: [...columns.deltaZ, 0] })
    expect(await outcome(withTrain(npzFile, 'npz', long))).toEqual([
      'refused: The files of TRAIN differ in rows: TRAIN.npz, column X has 6, TRAIN.npz, column label has 6, TRAIN.npz, column redshift has 6, TRAIN.npz, column deltaZ has 7, TRAIN.npz, column status has 6, TRAIN.npz, column logEvidence has 6, TRAIN.npz, column flag has 6 and TRAIN.npz, column id has 6. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
  })

  test('in one archive', async () => {
    const [train, validation, test_] = [
      splitColumns('train'),
      splitColumns('validation'),
      splitColumns('test'),
    ]
    const all = {
      X_train: train.X,
      Y_train: train.label,
      X_validation: validation.X,
      Y_validation: validation.label,
      X_test: test_.X,
      Y_test: test_.label.slice(0, 3),
    }
    expect(await outcome(new Map([['data.npz', npzFile(all, true)]]), { target: 'DeltaZ' })).toEqual([
      'refused: The files of TEST differ in rows: data.npz, column X_test has 4 and data.npz, column Y_test has 3. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
    const { X, deltaZ } = train
    expect(await outcome(new Map([['all.npz', npzFile({ X, deltaZ: deltaZ.slice(0, 4) })]]))).toEqual([
      'refused: The files of this data set differ in rows: all.npz, column X has 6 and all.npz, column deltaZ has 4. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
  })

  test('in files of different formats', async () => {
    const files = fixtureFiles('mixed')
    expect(
      await outcome(replaced(files, { 'TEST/Y.npy': unicodeNpy(['Deltaz<1e-3', 'Deltaz>=1e-3']) })),
    ).toEqual([
      'refused: The files of TEST differ in rows: TEST/X.npy has 12, TEST/Y.npy has 2, TEST/objects.parquet, column redshift has 12, TEST/objects.parquet, column deltaZ has 12, TEST/objects.parquet, column status has 12, TEST/objects.parquet, column logEvidence has 12, TEST/objects.parquet, column flag has 12 and TEST/objects.parquet, column id has 12. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    ])
  })
})

describe('widths differ', () => {
  test('between splits of different formats', async () => {
    const narrow = posteriors(4, 100, 7)
    const files: Files = new Map([
      ['TRAIN.arrow', arrowFile(splitColumns('train'))],
      ['VALID.npz', npzFile({ ...splitColumns('validation'), X: vectors(narrow, 7) })],
      ['TEST/X.npy', encodeNpy('<f4', [4, 8], posteriors(4, 200))],
      ['TEST/Y.npy', encodeNpy('<i8', [4], [0, 1, 0, 1])],
    ])
    expect(await outcome(files)).toEqual([
      'refused: The splits differ in redshift points per row: TRAIN.arrow, column X has 8, VALID.npz, column X has 7 and TEST/X.npy has 8. | All posteriors of a data set must lie on one grid.',
    ])
    const { X, ...rest } = splitColumns('validation')
    const fits = replaced(fixtureFiles('fits-per-split'), { 'VALID.fits': arrowFile({ X, ...rest }) })
    expect(await outcome(fits)).toEqual([
      'refused: The splits differ in redshift points per row: TRAIN.fits, column X has 64, VALID.fits, column X has 8 and TEST.fits, column X has 64. | All posteriors of a data set must lie on one grid.',
    ])
  })

  test('from the zgrid: an array, in the archive or beside it, and metadata', async () => {
    const nine = encodeNpy('<f8', [9], zgridValues(9))
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    expect(await outcome(replaced(files, { 'zgrid.npy': nine }))).toEqual([
      'refused: zgrid.npy: shape (9,), but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(
      await outcome(
        perSplit('npz', (split) => npzFile({ ...splitColumns(split), zgrid: [...zgridValues(9)] })),
      ),
    ).toEqual([
      'refused: TRAIN.npz, column zgrid: shape (9,), but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    const metadata = { zgrid: JSON.stringify([...zgridValues(9)]) }
    expect(await outcome(perSplit('arrow', (split) => arrowFile(splitColumns(split), metadata)))).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: 9 values, but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(await outcome(replaced(fixtureFiles('fits-per-split'), { 'zgrid.npy': nine }))).toEqual([
      'refused: zgrid.npy: shape (9,), but the posteriors have 64 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
  })
})

describe('redshifts and the zgrid', () => {
  const grid = JSON.stringify([...zgridValues()])

  test('redshifts off the grid are listed', async () => {
    const files = perSplit('arrow', (split) => {
      const columns = splitColumns(split)
      if (split !== 'train') return arrowFile(columns, { zgrid: grid })
      const redshift = withCell<number | null>(withCell<number | null>(columns.redshift, 3, 0.0325), 4, null)
      return arrowFile({ ...columns, redshift }, { zgrid: grid })
    })
    expect(await outcome(files)).toEqual([
      'warning redshift-off-grid: TRAIN.arrow: 2 of 6 redshifts (33.3 %) not on the zgrid: row 3: 0.0325, row 4: NaN. The nearest point, at most 0.0020 away, stands for them.',
    ])
  })

  test.each([
    ['as JSON', grid],
    ['with commas', [...zgridValues()].join(', ')],
    ['in lines', [...zgridValues()].join('\n')],
    ["as NumPy's text", `(${[...zgridValues()].join(' ')})`],
  ])('metadata %s', async (_, zgrid) => {
    const dataset = await scanFiles(perSplit('arrow', (split) => arrowFile(splitColumns(split), { zgrid })))
    expect([...dataset.zgrid!]).toEqual([...zgridValues()])
    expect(dataset.report.zgrid).toMatchObject({ file: 'TRAIN.arrow, metadata zgrid', points: 8 })
  })

  test('metadata that are no grid', async () => {
    const refusal = (zgrid: string) =>
      outcome(perSplit('arrow', (split) => arrowFile(splitColumns(split), { zgrid })))
    expect(await refusal('[0, 1, 0.5, 3, 4, 5, 5, 7]')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: the redshifts are not finite and ascending (row 2: 0.5, row 6: 5). | Sort the grid, or leave it out.',
    ])
    expect(await refusal('[0, 1, 2]')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: 3 values, but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(await refusal('')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: 0 values, but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(await refusal('0 1 2 three 4 5 NaN 7')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: the redshifts are not finite and ascending (row 3: NaN, row 6: NaN). | Sort the grid, or leave it out.',
    ])
    expect(await refusal('{"start": 0, "stop": 6, "step": 0.1}')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: 6 values, but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(await refusal('0 1 2 3 4 5 6 Infinity')).toEqual([
      'refused: TRAIN.arrow, metadata zgrid: the redshifts are not finite and ascending (row 7: Infinity). | Sort the grid, or leave it out.',
    ])
  })

  test('an array that is no grid', async () => {
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    const rows = encodeNpy('<f8', [2, 8], new Float64Array(16))
    expect(await outcome(replaced(files, { 'zgrid.npy': rows }))).toEqual([
      'refused: zgrid.npy: shape (2, 8), but the posteriors have 8 points. | A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    ])
    expect(
      await outcome(replaced(files, { 'zgrid.npy': unicodeNpy(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) })),
    ).toEqual([
      'refused: zgrid.npy holds text (type <U24); expected numbers | Posteriors are numbers: float32, float64, float16 or integers.',
    ])
    expect(await outcome(replaced(files, { 'zgrid.npy': utf8('<html><body>404</body></html>') }))).toEqual([
      'refused: zgrid.npy is not a NumPy file (NPY): it is an HTML page, probably an error or sign-in page saved in place of the download | Download the file again and look at it before you choose it.',
    ])
    expect(
      await outcome(replaced(files, { 'zgrid.npy': encodeNpy('<f8', [8], [7, 6, 5, 4, 3, 2, 1, 0]) })),
    ).toEqual([
      'refused: zgrid.npy: the redshifts are not finite and ascending (row 1: 6, row 2: 5, row 3: 4, row 4: 3, row 5: 2). | Sort the grid, or leave it out.',
    ])
  })

  test('two grids that both could be meant are refused', async () => {
    const files = perSplit('npz', (split) => npzFile(splitColumns(split)))
    const zgrid = encodeNpy('<f8', [8], zgridValues())
    expect(await outcome(replaced(files, { 'zgrid.npy': zgrid, 'zgrid32.npy': zgrid }))).toEqual([
      'block ambiguous-files: zgrid.npy and zgrid32.npy both claim to be the zgrid. Remove all but one.',
    ])
  })
})

describe('settled cases', () => {
  const object = (rows: number, columns?: number) => attributeTable(attributesOf(rows), columns)
  const archive = (rows: number, seed: number, more: Readonly<Record<string, Uint8Array>> = {}) =>
    npzFile({
      X: encodeNpy('<f4', [rows, 8], posteriors(rows, seed)),
      Y: encodeNpy(
        '<i8',
        [rows],
        Array.from({ length: rows }, (_, i) => i % 2),
      ),
      ...more,
    })

  test('attributes of seven columns, or none: loads, said', async () => {
    const files: Files = new Map([
      ['TRAIN.npz', archive(6, 0, { attributes: object(6) })],
      ['VALID.npz', archive(4, 100)],
      ['TEST.npz', archive(4, 200, { attributes: object(4, 7) })],
    ])
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([
      'warning attributes-not-usable: TEST.npz, column attributes: 7 columns, expected at least 8. The data set is used without attributes: labels are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
      'warning no-attributes: No attributes file for VALID: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
    ])
  })

  test('a zgrid even in z', async () => {
    const zgrid = encodeNpy('<f8', [8], [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5])
    const files: Files = new Map([
      ['TRAIN.npz', archive(6, 0, { zgrid })],
      ['VALID.npz', archive(4, 100, { zgrid })],
      ['TEST.npz', archive(4, 200, { zgrid })],
    ])
    expect(await outcome(files, { target: 'DeltaZ' })).toEqual([
      NO_ATTRIBUTES,
      "warning zgrid-spacing: TRAIN.npz, column zgrid: the grid of 8 points from z = 0 to 3.5 is even in z; the reference's is even in ln(1+z). Training works as it is; resample the posteriors if models shall be exchanged with those of the reference's grid.",
    ])
  })

  test('labels that contradict the attributes: how many, and the threshold that fits', async () => {
    const files = withTrain(npzFile, 'npz', (columns) => ({
      ...columns,
      deltaZ: columns.deltaZ.map((_, row) => (row % 2 === 0 ? 0.003 : 0.007)),
    }))
    expect(await outcome(files)).toEqual([
      'warning labels-contradict-attributes: 3 of 14 labels (21.4 %) contradict abs(DeltaZ) < 1e-3 in the attributes (first in TRAIN.npz, column label: rows 0, 2, 4). A threshold of 5e-3 fits all labels (any above 0.003000 up to 0.007000 does): read the classes as DeltaZ below and above 5e-3.',
    ])
  })

  test('a sibling tree that overlaps is another data set', async () => {
    const files = new Map([
      ...[...fixtureFiles('arrow-per-split')].map(([path, bytes]) => [`a/${path}`, bytes] as const),
      ...[...fixtureFiles('npz-per-split')].map(([path, bytes]) => [`b/${path}`, bytes] as const),
    ])
    const { report } = await scanFiles(files)
    expect(report).toMatchObject({ id: 'a', name: 'DeltaZ (a)' })
    expect(report.findings.map(describeFinding).filter((line) => line.startsWith('block'))).toEqual([])
  })
})
