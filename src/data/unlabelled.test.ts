import { describe, expect, test } from 'vitest'
import type { ColumnMapping } from '../core/column-roles.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { RawRows } from './scan.ts'
import { arrowFile, fixtureFiles, npzFile, objectColumns, vectors } from './table.fixture.ts'
import {
  attributesOf,
  attributeTable,
  type Files,
  posteriors,
  rawFiles,
  SEEDS,
  sourcesOf,
  treeFiles,
  unicodeNpy,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'
import { openUnlabelled, type Unlabelled } from './unlabelled.ts'

function open(files: Files, columns?: ColumnMapping): Promise<Unlabelled> {
  return openUnlabelled(sourcesOf(files), { columns })
}

function x(rows: number, seed = 0, width = WIDTH): Uint8Array {
  return encodeNpy('<f4', [rows, width], posteriors(rows, seed, width))
}

/** All rows, five at a time from the first to the last. */
async function valuesOf(raw: RawRows): Promise<Float32Array> {
  const values = new Float32Array(raw.rows * raw.width)
  for (let start = 0; start < raw.rows; start += 5) {
    await raw.read(start, Math.min(5, raw.rows - start), values.subarray(start * raw.width))
  }
  return values
}

async function allValues({ parts }: Unlabelled): Promise<number[]> {
  const values: number[] = []
  for (const part of parts) values.push(...(await valuesOf(part.x)))
  return values
}

function names({ parts }: Unlabelled): string[] {
  return parts.map(({ name, x: { rows } }) => `${name}: ${rows}`)
}

/** `message | hint` of a refusal. */
async function refusal(opening: Promise<Unlabelled>): Promise<string> {
  return opening.then(
    () => 'opened',
    ({ code, message, hint }) => `${code}: ${message} | ${hint}`,
  )
}

const SPLIT_FILES: readonly (readonly [variant: string, extension: string])[] = [
  ['arrow-float64', 'ipc'],
  ['arrow-per-split', 'arrow'],
  ['arrow-stream', 'arrows'],
  ['feather-lz4', 'feather'],
  ['fits-per-split', 'fits'],
  ['npz-per-split', 'npz'],
  ['parquet-per-split', 'parquet'],
]
const FORWARD = [
  'feather-lz4',
  'parquet-per-split',
  'npz-one-compressed',
  'arrow-zstd-one-file',
  'parquet-zstd-one-file',
]

describe('every format', () => {
  const tree = open(fixtureFiles('npy-tree'))

  test('the tree in the order TRAIN, VALID, TEST', async () => {
    const folder = 'DeltaZ/balanced'
    expect(names(await tree)).toEqual([
      `${folder}/TRAIN/X.npy: 48`,
      `${folder}/VALID/X.npy: 12`,
      `${folder}/TEST/X.npy: 12`,
    ])
    expect((await tree).notes).toEqual([])
    expect(await tree).toMatchObject({ rows: 72, width: 64 })
  })

  async function expectSame(variant: string): Promise<Unlabelled> {
    const unlabelled = await open(fixtureFiles(variant))
    expect(await allValues(unlabelled)).toEqual(await allValues(await tree))
    const all = (from: Unlabelled, name: 'redshift' | 'logEvidence') =>
      from.parts.flatMap((part) => [...part[name]!])
    for (const name of ['redshift', 'logEvidence'] as const) {
      expect(all(unlabelled, name)).toEqual(all(await tree, name))
    }
    for (const { zgrid } of unlabelled.parts)
      expect(zgrid?.values).toEqual((await tree).parts[0]!.zgrid!.values)
    for (const { x } of unlabelled.parts) expect(x.forward).toBe(FORWARD.includes(variant))
    expect(unlabelled.notes).toEqual([])
    return unlabelled
  }

  test.each(SPLIT_FILES)('%s', async (variant, extension) => {
    const unlabelled = await expectSame(variant)
    expect(names(unlabelled)).toEqual([
      `TRAIN.${extension}: 48`,
      `VALID.${extension}: 12`,
      `TEST.${extension}: 12`,
    ])
  })

  test.each([
    ['arrow-zstd-one-file', 'all.arrow'],
    ['fits-one-file', 'all.fits'],
    ['parquet-zstd-one-file', 'objects.parquet'],
  ])('%s: rows as they are, whatever their split', async (variant, file) => {
    const unlabelled = await open(fixtureFiles(variant))
    expect(names(unlabelled)).toEqual([`${file}: 72`])
    const { x, ids, redshift, zgrid } = unlabelled.parts[0]!
    expect(x.forward).toBe(FORWARD.includes(variant))
    // `obj-0050` is row 50 of the tree
    const places = ids!.map((id) => Number(id!.slice(4)))
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 72 }, (_, i) => i))
    const values = await allValues(await tree)
    const redshifts = (await tree).parts.flatMap((part) => [...part.redshift!])
    expect([...(await valuesOf(x))]).toEqual(
      places.flatMap((place) => values.slice(64 * place, 64 * place + 64)),
    )
    expect([...redshift!]).toEqual(places.map((place) => redshifts[place]))
    expect(zgrid?.values).toEqual((await tree).parts[0]!.zgrid!.values)
    expect(unlabelled.notes).toEqual([])
  })

  test('arrays of one archive', async () => {
    expect(names(await expectSame('npz-one-compressed'))).toEqual([
      'data.npz, column X_train: 48',
      'data.npz, column X_validation: 12',
      'data.npz, column X_test: 12',
    ])
  })

  test('mixed formats share the zgrid in the metadata of one', async () => {
    const { parts, rows } = await open(fixtureFiles('mixed'))
    expect(rows).toBe(72)
    expect(parts.map(({ name, zgrid }) => [name, zgrid?.file])).toEqual([
      ['TRAIN.arrow', 'TRAIN.arrow, metadata zgrid'],
      ['VALID.fits', 'TRAIN.arrow, metadata zgrid'],
      ['TEST/X.npy', 'TRAIN.arrow, metadata zgrid'],
    ])
  })
})

describe('what holds posteriors', () => {
  test('labels and other attributes are passed over, broken ones too', async () => {
    const files = treeFiles()
    files.set('DeltaZ/balanced/TRAIN/Y.npy', new TextEncoder().encode('<html>'))
    const { rows, notes } = await open(files)
    expect([rows, notes]).toEqual([14, []])
  })

  test('posteriors alone, of any name, in the order in which people count', async () => {
    const files: Files = new Map([
      ['night10.npy', x(2)],
      ['night9.npy', x(3)],
      ['b/night1.npy', x(1)],
      ['zgrid.npy', encodeNpy('<f8', [WIDTH], zgridValues())],
    ])
    const unlabelled = await open(files)
    expect(names(unlabelled)).toEqual(['b/night1.npy: 1', 'night9.npy: 3', 'night10.npy: 2'])
    for (const { zgrid, ids, redshift, logEvidence } of unlabelled.parts) {
      expect([zgrid?.file, ids, redshift, logEvidence]).toEqual(['zgrid.npy', null, null, null])
    }
    expect(unlabelled.notes).toEqual([])
  })

  test('arrays of any name give way to those that are called posteriors, and a note says so', async () => {
    const unlabelled = await open(
      new Map([
        ['pdfs32.npy', x(2)],
        ['night.npy', x(3)],
        ['few.npy', x(3, 0, 5)],
      ]),
    )
    expect(names(unlabelled)).toEqual(['pdfs32.npy: 2'])
    expect(unlabelled.notes).toEqual([
      'night.npy (<f4, (3, 8)) gives no rows: neither names nor shapes say that it holds posteriors. Say which column or file holds posteriors under "Columns" in the page, or with --columns X=NAME.',
    ])
  })

  test('a chosen file', async () => {
    const files: Files = new Map([
      ['pdfs32.npy', x(2)],
      ['night.npy', x(3)],
    ])
    expect(names(await open(files, { X: 'night.npy' }))).toEqual(['night.npy: 3'])
  })

  test('chosen columns', async () => {
    const table = arrowFile({
      lnp: vectors(posteriors(3, 0)),
      spectrum: vectors(posteriors(3, 50)),
      name: ['a', 'b', null],
      zz: [0.5, null, 1],
    })
    const columns = { X: 'lnp', id: 'name', redshift: 'zz' }
    const { parts } = await open(new Map([['t.arrow', table]]), columns)
    expect(parts[0]).toMatchObject({
      name: 't.arrow',
      ids: ['a', 'b', null],
      redshift: Float64Array.of(0.5, Number.NaN, 1),
    })
    expect([...(await valuesOf(parts[0]!.x))]).toEqual([...posteriors(3, 0)])
  })

  test('the only vector of a table, of each table', async () => {
    const table = (seed: number) => arrowFile({ lnp: vectors(posteriors(2, seed)), id: ['a', 'b'] })
    const unlabelled = await open(
      new Map([
        ['2.arrow', table(2)],
        ['1.arrow', table(1)],
      ]),
    )
    expect(names(unlabelled)).toEqual(['1.arrow: 2', '2.arrow: 2'])
    expect(await allValues(unlabelled)).toEqual([...posteriors(2, 1), ...posteriors(2, 2)])
  })

  test('litter, pictures and texts are nothing', async () => {
    const files: Files = new Map([
      ['x.npy', x(1)],
      ['._x.npy', new Uint8Array(3)],
      ['plot.png', new Uint8Array(3)],
      ['pdf.txt', new Uint8Array(3)],
    ])
    const unlabelled = await open(files)
    expect([names(unlabelled), unlabelled.notes]).toEqual([['x.npy: 1'], []])
  })
})

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
      '2.arrow, column id: names of objects above 2^53 look alike as numbers, so they are left out. Store them as text to find one object in two splits.',
    ])
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
      'bad-input: The chosen files differ in redshift points per row: a/X.npy has 8 and b/X.npy has 1,200. | A network takes posteriors on one grid: choose the files of one grid, or say under "Columns" (--columns X=NAME) what holds the posteriors.',
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

  test('a column that no file has', async () => {
    expect(await refusal(open(new Map([['night.npy', x(3)]]), { X: 'lnp' }))).toBe(
      'bad-input: Nothing among the chosen files is known to hold posteriors: night.npy (<f4, (3, 8)). | Say which column or file holds posteriors under "Columns" in the page, or with --columns X=NAME.',
    )
  })

  test('no files, and no rows', async () => {
    expect(await refusal(open(new Map()))).toContain('bad-input: No data files were chosen. |')
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

test('stops when it is told to', async () => {
  const abort = new AbortController()
  abort.abort()
  const opening = openUnlabelled(sourcesOf(treeFiles()), { signal: abort.signal })
  await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
})

test('columns of objects are those that data sets have', async () => {
  const { parts } = await open(new Map([['t.arrow', arrowFile(objectColumns(4, 7))]]))
  expect(parts[0]!.ids).toEqual(['obj-7', 'obj-8', 'obj-9', 'obj-10'])
  expect([...parts[0]!.logEvidence!]).toEqual([-107, -108, -109, -110])
})
