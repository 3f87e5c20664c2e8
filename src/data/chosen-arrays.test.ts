// Arrays whose names say nothing are given their parts by hand.

import { describe, expect, test } from 'vitest'
import { encodeNpy } from '../formats/npy-write.ts'
import { findDatasets } from './find-datasets.ts'
import {
  attributesOf,
  attributeTable,
  openFiles,
  posteriors,
  sourcesOf,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'

const ROWS = 20
const FILES = new Map([
  ['set/lnp.npy', encodeNpy('<f4', [ROWS, WIDTH], posteriors(ROWS, 0))],
  ['set/catalogue.npy', attributeTable(attributesOf(ROWS))],
  ['set/grid.npy', encodeNpy('<f8', [WIDTH], zgridValues())],
])
const COLUMNS = { X: 'lnp.npy', attributes: 'catalogue.npy', zgrid: 'grid.npy' }

describe('raw arrays of other names', () => {
  test('are offered with their types and shapes where nothing is found', async () => {
    const { discovery } = await findDatasets(sourcesOf(FILES))
    expect(discovery.candidates).toEqual([])
    expect(discovery.findings.at(-1)?.message).toBe(
      'Arrays: set/lnp.npy (<f4, (20, 8)), set/catalogue.npy (|O, (20, 9)), set/grid.npy (<f8, (8,)). Say what each of them is under "Columns" in the page, or with --columns X=NAME,attributes=NAME,zgrid=NAME.',
    )
    expect(discovery.tables).toEqual([
      {
        path: 'set/lnp.npy',
        format: 'NPY',
        columns: [{ name: 'lnp.npy', type: '<f4', shape: [ROWS, WIDTH], role: null }],
      },
      {
        path: 'set/catalogue.npy',
        format: 'NPY',
        columns: [{ name: 'catalogue.npy', type: '|O', shape: [ROWS, 9], role: null }],
      },
      {
        path: 'set/grid.npy',
        format: 'NPY',
        columns: [{ name: 'grid.npy', type: '<f8', shape: [WIDTH], role: null }],
      },
    ])
  })

  test('are a data set once they were chosen', async () => {
    const opened = await openFiles(FILES, { columns: COLUMNS })
    const { report, zgrid } = (await opened.scan()).dataset
    expect(report).toMatchObject({
      layout: 'raw',
      target: 'DeltaZ',
      zgrid: { file: 'set/grid.npy', points: WIDTH },
    })
    expect(report.splits.train.rows + report.splits.validation.rows + report.splits.test.rows).toBe(ROWS)
    expect(report.choices.targets).toEqual(['DeltaZ', 'Success2', 'Success3', 'Flag3', 'Flag'])
    expect(zgrid).toEqual(zgridValues())
    const { discovery } = await findDatasets(sourcesOf(FILES), COLUMNS)
    expect(discovery.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(discovery.tables.map(({ columns }) => columns[0]!.role)).toEqual(['X', 'attributes', 'zgrid'])
  })

  test('a chosen file counts instead of one that is called by its part', async () => {
    const files = new Map(FILES).set('set/pdfs32.npy', encodeNpy('<f4', [3, WIDTH], posteriors(3, 0)))
    const { report } = await openFiles(files, { columns: COLUMNS })
    expect(report.splits.train.files.map(({ path }) => path)).toEqual(['set/lnp.npy', 'set/catalogue.npy'])
  })

  test('labels may be chosen, too, and single attributes', async () => {
    const files = new Map(FILES)
      .set(
        'set/cls.npy',
        encodeNpy(
          '<i8',
          [ROWS],
          Array.from({ length: ROWS }, (_, row) => row % 2),
        ),
      )
      .set(
        'set/best.npy',
        encodeNpy(
          '<f8',
          [ROWS],
          Array.from({ length: ROWS }, (_, row) => row),
        ),
      )
    const columns = { X: 'lnp.npy', label: 'cls.npy', redshift: 'best.npy' }
    const { report } = await openFiles(files, { columns, target: 'Success2' })
    expect(report.target).toBe('Success2')
    expect(report.splits.train.attributes).toEqual(['redshift'])
  })

  test('in the folders of splits they are parts of these', async () => {
    const files = new Map(
      (['TRAIN', 'VALID', 'TEST'] as const).flatMap((split, i) => [
        [`set/${split}/lnp.npy`, encodeNpy('<f4', [6, WIDTH], posteriors(6, 100 * i))] as const,
        [`set/${split}/cls.npy`, encodeNpy('<i8', [6], [0, 1, 0, 1, 0, 1])] as const,
      ]),
    )
    const { report } = await openFiles(files, {
      columns: { X: 'lnp.npy', label: 'cls.npy' },
      target: 'DeltaZ',
    })
    expect(report.layout).toBe('splits')
    expect(report.splits.test.files.map(({ path }) => path)).toEqual(['set/TEST/lnp.npy', 'set/TEST/cls.npy'])
  })

  test('a name that no file has is told', async () => {
    const { discovery } = await findDatasets(sourcesOf(FILES), { ...COLUMNS, X: 'pdf.npy' })
    expect(discovery.findings.map(({ message }) => message)).toContain(
      'X=pdf.npy: no table has a column pdf.npy; there is no table.',
    )
  })
})
