// Unlabelled posteriors: what lies beside them, and what is refused or told.

import { Table as ArrowTable, Field, Float64, Int64, List, tableToIPC, vectorFromArray } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { encodeNpy, npyHeader } from '../formats/npy-write.ts'
import { referenceFile } from '../formats/reference.fixture.ts'
import { arrowFile, npzFile, vectors } from './table.fixture.ts'
import {
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  rawFiles,
  SEEDS,
  sourcesOf,
  unicodeNpy,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'
import { names, open, refusal, x } from './unlabelled.fixture.ts'
import { openUnlabelled, type Unlabelled } from './unlabelled.ts'

/** Integers of 64 bits as an NPY file. */
function integerNpy(type: string, values: readonly bigint[]): Uint8Array {
  const data = new DataView(new ArrayBuffer(8 * values.length))
  for (const [i, value] of values.entries())
    data.setBigInt64(8 * i, BigInt.asIntN(64, value), type[0] === '<')
  return Buffer.concat([npyHeader(type, [values.length]), new Uint8Array(data.buffer)])
}

function parquet(name: string): Files {
  const path = `${name}.parquet`
  return new Map([[path, referenceFile('parquet', path)]])
}

describe('what lies beside', () => {
  test('a table of attributes in the folder', async () => {
    const { parts } = await open(rawFiles(attributesOf(4), 'raw/'))
    const [{ redshift, logEvidence, zgrid }] = parts as [Unlabelled['parts'][number]]
    expect([...redshift!]).toEqual(attributesOf(4).map((of) => of.redshift))
    expect([...logEvidence!]).toEqual([-100, -101, -102, -103])
    expect(zgrid?.file).toBe('raw/zgrid32.npy')
  })

  test('several raw files, each with its own', async () => {
    const table = (seed: number) => attributeTable(attributesOf(2, seed))
    const files: Files = new Map([
      ['pdfs_a.npy', x(2)],
      ['pdfs_b.npy', x(2)],
      ['attributes_b.npy', table(50)],
      ['attributes_a.npy', table(10)],
    ])
    const { parts, notes } = await open(files)
    expect(parts.map(({ name, logEvidence }) => [name, ...logEvidence!])).toEqual([
      ['pdfs_a.npy', -110, -111],
      ['pdfs_b.npy', -150, -151],
    ])
    expect(notes).toEqual([])
  })

  test('attributes that might belong to several are not used, and a note says so', async () => {
    const files: Files = new Map([
      ['night1.npy', x(2)],
      ['night2.npy', x(2)],
      ['attributes.npy', attributeTable(attributesOf(2))],
    ])
    const { parts, notes } = await open(files)
    expect(parts.map(({ redshift }) => redshift)).toEqual([null, null])
    expect(notes).toEqual([
      'attributes.npy is not used: it is not clear to which of several arrays of posteriors this attributes belongs. Put each into a folder of its own with what belongs to it.',
    ])
  })

  test('columns of another table in the folder', async () => {
    const files: Files = new Map([
      ['X.npy', x(2)],
      ['names.arrow', arrowFile({ id: ['a', 'b'], z: [1, 2] })],
    ])
    const { parts, notes } = await open(files)
    expect(parts[0]).toMatchObject({ ids: ['a', 'b'], redshift: Float64Array.of(1, 2) })
    expect(notes).toEqual([])
  })

  test('ids that are numbers, and too large ones', async () => {
    const table = (id: number[]) => arrowFile({ X: vectors(posteriors(2, 0)), id })
    const { parts, notes } = await open(
      new Map([
        ['1.arrow', table([12, 7])],
        ['2.arrow', table([2 ** 60, 1])],
      ]),
    )
    expect(parts.map(({ ids }) => ids)).toEqual([['12', '7'], null])
    expect(notes).toEqual([
      '2.arrow, column id: names of objects above 2^53 look alike as numbers, so they are left out. Store them as integers of 64 bits or as text.',
    ])
  })

  test.each([
    ['<i8', [-9_007_199_254_740_993n, 1_237_648_720_693_755_904n]],
    ['>u8', [18_446_744_073_709_551_615n, 7n]],
  ])('ids of 64 bits (%s) keep every digit', async (type, ids) => {
    const { parts, notes } = await open(
      new Map([
        ['X.npy', x(2)],
        ['id.npz', npzFile({ id: integerNpy(type, ids) })],
      ]),
    )
    expect(parts[0]!.ids).toEqual(ids.map(String))
    expect(notes).toEqual([])
  })

  test('a missing id of 64 bits stays missing', async () => {
    const id = vectorFromArray([null, 1_237_648_720_693_755_904n], new Int64())
    const table = tableToIPC(new ArrowTable({ id }), 'stream')
    const { parts } = await open(
      new Map([
        ['X.npy', x(2)],
        ['a.arrow', table],
      ]),
    )
    expect(parts[0]!.ids).toEqual([null, '1237648720693755904'])
  })

  test('two columns for one part are refused', async () => {
    const files: Files = new Map([
      ['X.npy', x(2)],
      ['a.arrow', arrowFile({ id: ['a', 'b'] })],
      ['b.arrow', arrowFile({ id: ['a', 'b'] })],
    ])
    expect(await refusal(open(files))).toBe(
      'bad-input: a.arrow, column id and b.arrow, column id both claim to be the id of X.npy. Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME. | ',
    )
  })

  test('other numbers of rows are refused', async () => {
    const files = new Map([
      ...rawFiles(attributesOf(4)),
      ['attributes32.npy', attributeTable(attributesOf(3))],
    ] as const)
    expect(await refusal(open(files))).toBe(
      'bad-input: The files of this data set differ in rows: pdfs32.npy has 4 and attributes32.npy has 3. | X, Y and attributes describe the same objects, one per row. Write them again together.',
    )
  })
})

describe('refused', () => {
  test('two widths', async () => {
    const files: Files = new Map([
      ['a/X.npy', x(2)],
      ['b/X.npy', x(2, 0, 1200)],
    ])
    expect(await refusal(open(files))).toBe(
      'bad-input: The chosen files differ in redshift points per row: a/X.npy has 8 and b/X.npy has 1,200. | A network takes posteriors on one grid: choose the files of one grid, or say what holds the posteriors, under "Columns" in the page or with --columns X=NAME.',
    )
  })

  test('two vectors of one table', async () => {
    const table = arrowFile({ pdf: vectors(posteriors(2, 0)), pz: vectors(posteriors(2, 0)) })
    expect(await refusal(open(new Map([['t.arrow', table]])))).toBe(
      'bad-input: t.arrow, column pdf and t.arrow, column pz both claim to be the X of t.arrow. Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME. | ',
    )
  })

  test('nothing that holds posteriors, with what is there', async () => {
    const files: Files = new Map([
      ['t.arrow', arrowFile({ id: ['a'], z: [1] })],
      ['flat.npy', encodeNpy('<f8', [3], [1, 2, 3])],
      ['Y.npy', encodeNpy('<i8', [3], [0, 1, 0])],
      ['page.fits', new TextEncoder().encode('<html><body>Sign in</body></html>')],
      ['readme.txt', new TextEncoder().encode('hello')],
    ])
    expect(await refusal(open(files))).toBe(
      'bad-input: Nothing among the chosen files is known to hold posteriors: t.arrow (with id (<U, (1,)) and z (<f8, (1,))); flat.npy (<f8, (3,)); page.fits is not a NumPy file (NPY): it is an HTML page, probably an error or sign-in page saved in place of the download. Download the file again and look at it before you choose it; Y.npy. | Say which column or file holds posteriors under "Columns" in the page, or with --columns X=NAME.',
    )
  })

  test('posteriors of different lengths, with the rows', async () => {
    const lists = vectorFromArray(
      [
        [1, 2, 3, 4, 5, 6, 7],
        [1, 2],
      ],
      new List(new Field('item', new Float64())),
    )
    const table = tableToIPC(
      new ArrowTable({ X: lists, z: vectorFromArray([1, 2], new Float64()) }),
      'stream',
    )
    expect(await refusal(open(new Map([['t.arrow', table]])))).toBe(
      'bad-input: Nothing among the chosen files is known to hold posteriors: t.arrow (with z (<f8, (2,)). Column X was left out: rows of different lengths: expected 7 as in row 0, got 2 in row 1). | Say which column or file holds posteriors under "Columns" in the page, or with --columns X=NAME.',
    )
  })

  test('a null posterior of Parquet is a row without an answer', async () => {
    const { parts, notes, width } = await open(parquet('null-rows-plain-v1'))
    expect([parts[0]!.x.rows, width, notes]).toEqual([9, 8, []])
    const values = new Float32Array(72)
    await parts[0]!.x.read(0, 9, values)
    const isMissing = Array.from({ length: 9 }, (_, row) =>
      values.subarray(row * 8, (row + 1) * 8).every(Number.isNaN),
    )
    expect(isMissing).toEqual([true, false, false, false, true, true, false, false, true])
  })

  test('lists without rows', async () => {
    expect(await refusal(open(parquet('empty')))).toBe(
      'bad-input: empty.parquet, column X has 0 rows. | Choose files that hold posteriors.',
    )
  })

  test('a column that no file has', async () => {
    expect(await refusal(open(new Map([['night.npy', x(3)]]), { X: 'lnp' }))).toBe(
      'bad-input: Nothing among the chosen files is known to hold posteriors: night.npy (<f4, (3, 8)). | Say which column or file holds posteriors under "Columns" in the page, or with --columns X=NAME.',
    )
  })

  test('no files, and no rows', async () => {
    expect(await refusal(open(new Map()))).toBe(
      'bad-input: No data files were chosen. | Choose files that hold posteriors.',
    )
    expect(await refusal(open(new Map([['X.npy', x(0)]])))).toBe(
      'bad-input: X.npy has 0 rows. | Choose files that hold posteriors.',
    )
  })

  test('a zgrid of another length', async () => {
    const files: Files = new Map([
      ['X.npy', x(2)],
      ['zgrid.npy', encodeNpy('<f8', [7], zgridValues(7))],
    ])
    expect(await refusal(open(files))).toMatch(
      /^bad-input: zgrid\.npy: shape \(7,\), but the posteriors have 8 points\./,
    )
  })

  test('a damaged file that is called X', async () => {
    const files: Files = new Map([['X.npy', x(4).subarray(0, 200)]])
    expect(await refusal(open(files))).toMatch(/^bad-input: X\.npy /)
  })
})

describe('told', () => {
  test('a table that cannot be read beside one that can', async () => {
    const table = arrowFile({ X: vectors(posteriors(2, 0)) })
    const { rows, notes } = await open(
      new Map([
        ['a.arrow', table],
        ['b.arrow', table.subarray(0, 90)],
      ]),
    )
    expect(rows).toBe(2)
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/^b\.arrow.* It gives no rows\.$/)
  })

  test('files of one name', async () => {
    const [first] = sourcesOf(new Map([['X.npy', x(2)]]))
    const [second] = sourcesOf(new Map([['X.npy', x(3)]]))
    const { rows, notes } = await openUnlabelled([first!, second!])
    expect([rows, notes]).toEqual([3, ['2 files are called X.npy: only the last one is read.']])
  })
})

test('an archive with several arrays of posteriors and attributes for none of them in particular', async () => {
  const archive = npzFile({
    pdfs_a: x(2),
    pdfs_b: x(3, SEEDS.test),
    id: unicodeNpy(['a', 'b']),
    zgrid: encodeNpy('<f8', [WIDTH], zgridValues()),
  })
  const unlabelled = await open(new Map([['n.npz', archive]]))
  expect(names(unlabelled)).toEqual(['n.npz, column pdfs_a: 2', 'n.npz, column pdfs_b: 3'])
  expect(unlabelled.parts.map(({ ids, zgrid }) => [ids, zgrid?.file])).toEqual([
    [null, 'n.npz, column zgrid'],
    [null, 'n.npz, column zgrid'],
  ])
  expect(unlabelled.notes).toEqual([
    'n.npz, column id is not used: it is not clear to which of several arrays of posteriors this id belongs. Put each into a folder of its own with what belongs to it.',
  ])
})
