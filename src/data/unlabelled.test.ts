// Unlabelled posteriors: in every format, in the order of the rows, and what among the files holds them.

import { describe, expect, test } from 'vitest'
import { encodeNpy } from '../formats/npy-write.ts'
import type { RawRows } from './scan.ts'
import { arrowFile, fixtureFiles, objectColumns, vectors } from './table.fixture.ts'
import { type Files, posteriors, sourcesOf, treeFiles, WIDTH, zgridValues } from './tree.fixture.ts'
import { names, open, x } from './unlabelled.fixture.ts'
import { openUnlabelled, type Unlabelled } from './unlabelled.ts'

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
