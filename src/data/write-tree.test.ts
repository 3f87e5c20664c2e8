import { describe, expect, test } from 'vitest'
import { plainPreparation } from '../core/preparation.ts'
import type { SplitName } from '../core/split-names.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { RowReader } from './dataset.ts'
import { cachedReader, flooredReader, memoryRows } from './row-reader.ts'
import { savedDataset, savedPosteriors, writtenFiles } from './saved-tree.fixture.ts'
import { npyColumnOf, openFiles, ROWS, scanFiles, treeFiles, WIDTH, zgridValues } from './tree.fixture.ts'
import { contentBytes, datasetFiles } from './write-tree.ts'

const TRAIN = 'DeltaZ/balanced/TRAIN'

async function attributeCells(bytes: Uint8Array) {
  const column = await npyColumnOf(bytes, 'attributes.npy')
  return { shape: column.shape, cells: [...(await column.readAll()).values] }
}

describe('the files of a data set', () => {
  test('are those of a tree in the order of the splits, and their sizes are known', async () => {
    const dataset = savedDataset()
    const planned = datasetFiles(dataset)
    const files = await writtenFiles(dataset)
    expect(planned.map(({ path }) => path)).toEqual([
      ...['TRAIN', 'VALID', 'TEST'].flatMap((split) =>
        ['X', 'Y', 'attributes'].map((file) => `DeltaZ/balanced/${split}/${file}.npy`),
      ),
      'zgrid.npy',
    ])
    expect([...files].map(([path, { length }]) => [path, length])).toEqual(
      planned.map(({ path, byteLength }) => [path, byteLength]),
    )
    // headers of 128 bytes each; X of 14 rows of 8 float32, Y of 14 int64, 8 points of float64, and the tables
    const tables = planned.filter(({ path }) => path.endsWith('attributes.npy'))
    expect(tables).toHaveLength(3)
    expect(contentBytes(planned) - contentBytes(tables)).toBe(7 * 128 + 14 * 8 * 4 + 14 * 8 + 8 * 8)
  })

  test.each([
    ['balanced', 'DeltaZ/balanced/TRAIN/X.npy'],
    ['unbalanced', 'DeltaZ/unbalanced/TRAIN/X.npy'],
    [null, 'DeltaZ/unbalanced/TRAIN/X.npy'],
  ] as const)('lie in a folder that says the balance: %s', (balance, path) => {
    expect(datasetFiles(savedDataset({ balance }))[0]!.path).toBe(path)
  })

  test('leave out what is not there', () => {
    const dataset = savedDataset({
      zgrid: null,
      attributes: (_, split) => (split === 'test' ? null : []),
    })
    const paths = datasetFiles(dataset).map(({ path }) => path)
    expect(paths).toHaveLength(8)
    expect(paths).not.toContain('DeltaZ/balanced/TEST/attributes.npy')
    expect(paths).not.toContain('zgrid.npy')
  })

  test('hold labels as int64 and the grid as float64', async () => {
    const files = await writtenFiles(savedDataset())
    expect(files.get(`${TRAIN}/Y.npy`)).toEqual(encodeNpy('<i8', [6], [0, 1, 0, 1, 0, 1]))
    expect(files.get('zgrid.npy')).toEqual(encodeNpy('<f8', [WIDTH], zgridValues()))
  })

  test('refuse rows without a class, and name the first five', () => {
    const labels = (rows: number, split: SplitName) =>
      Array.from({ length: rows }, (_, row) => (split === 'validation' && row === 2 ? 255 : 0))
    expect(() => datasetFiles(savedDataset({ labels }))).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: 'VALID: 1 of 4 objects (25.0 %) has no class (row 2), which Y.npy cannot say.',
        hint: 'Drop the objects without a class first.',
      }),
    )
    const none = (rows: number) => new Array<number>(rows).fill(255)
    expect(() => datasetFiles(savedDataset({ labels: none }))).toThrow(
      'TRAIN: 6 of 6 objects (100.0 %) have no class (rows 0, 1, 2, 3, 4 ...), which Y.npy cannot say.',
    )
  })
})

describe('attributes', () => {
  test('stand in the columns of the reference, and the name of the object in the first', async () => {
    const attributes = (rows: number) =>
      Array.from({ length: rows }, (_, row) => ({
        redshift: 0.5 + row,
        deltaZ: -1e-4,
        status: 'success',
        logEvidence: -1234.5,
        flag: 3.5,
        ...(row === 0 ? { id: 'object é' } : row === 1 ? { id: null } : {}),
      }))
    const files = await writtenFiles(savedDataset({ attributes }))
    const { shape, cells } = await attributeCells(files.get('DeltaZ/balanced/VALID/attributes.npy')!)
    expect(shape).toEqual([4, 9])
    expect(cells.slice(0, 18)).toEqual([
      ...['object é', 0.5, null, -1e-4, null, 'success', -1234.5, null, 3.5],
      ...[null, 1.5, null, -1e-4, null, 'success', -1234.5, null, 3.5],
    ])
  })

  test('that are absent are None, and NaN stays NaN', async () => {
    const attributes = (rows: number) =>
      Array.from({ length: rows }, () => ({
        redshift: null,
        deltaZ: Number.NaN,
        status: null,
        logEvidence: null,
        flag: null,
      }))
    const files = await writtenFiles(savedDataset({ attributes }))
    const { cells } = await attributeCells(files.get(`${TRAIN}/attributes.npy`)!)
    expect(cells.slice(0, 9)).toEqual([null, null, null, Number.NaN, null, null, null, null, null])
  })
})

describe('posteriors', () => {
  test('are those of the files, not those with the floor', async () => {
    const dataset = savedDataset()
    const { x } = dataset.splits.train
    const read = new Float32Array(ROWS.train * WIDTH)
    await x.read(0, ROWS.train, read)
    expect(read[WIDTH]).toBe(-50)
    const files = await writtenFiles(dataset)
    expect(files.get(`${TRAIN}/X.npy`)).toEqual(encodeNpy('<f4', [6, 8], savedPosteriors('train')))
  })

  test('are read by blocks when they are asked for, past what a cache keeps', async () => {
    const width = 2 ** 20
    const reads: (readonly [split: string, start: number, count: number])[] = []
    const slow = (split: SplitName): RowReader => ({
      rows: 9,
      width,
      blockRows: 4,
      read: async (start, count, out) => {
        reads.push([split, start, count])
        for (let row = 0; row < count; row++) out[row * width] = start + row
      },
    })
    // room for one block: a part of the split is kept
    const x = (_: number, split: SplitName) => cachedReader(slow(split), 4 * 4 * width)
    const dataset = savedDataset({ x })
    const [first] = datasetFiles(dataset)
    expect(reads).toEqual([])
    expect(first!.byteLength).toBe(128 + 4 * 9 * width)
    const starts: number[] = []
    for await (const chunk of first!.chunks) {
      if (chunk.length > 128) starts.push(new Float32Array(chunk.buffer)[0]!)
    }
    expect(starts).toEqual([0, 4, 8])
    const all = [0, 4, 8].map((start) => ['train', start, start === 8 ? 1 : 4])
    expect(reads).toEqual(all)
    // had the first block been kept, it would not be read again
    await dataset.splits.train.x.read(0, 4, new Float32Array(4 * width))
    expect(reads).toEqual([...all, ['train', 0, 4]])
  })

  test('without -inf come from the reader, floor or none', async () => {
    const values = savedPosteriors('train').map((value) => Math.max(value, -9))
    const x = (rows: number) => flooredReader(memoryRows('X', values.slice(0, rows * WIDTH), WIDTH), null)
    const files = await writtenFiles(savedDataset({ x }))
    expect(files.get(`${TRAIN}/X.npy`)).toEqual(encodeNpy('<f4', [6, 8], values))
  })
})

describe('opened again', () => {
  test('they give the same fingerprint, attributes and grid, also where -inf lies in X', async () => {
    const files = treeFiles()
    files.set(`${TRAIN}/X.npy`, encodeNpy('<f4', [6, 8], savedPosteriors('train')))
    // kept in memory, and read from the files each time
    for (const cacheBytes of [1e9, 0]) {
      const dataset = await scanFiles(files, { cacheBytes })
      expect(dataset.report.splits.train.nonFinite).toEqual({ nan: 0, posInf: 0, negInf: 1 })
      const again = await scanFiles(await writtenFiles(dataset))
      expect(again.report).toMatchObject({
        target: 'DeltaZ',
        balance: 'balanced',
        layout: 'tree',
        fingerprint: dataset.report.fingerprint,
      })
      expect(again.report.splits.train.nonFinite).toEqual({ nan: 0, posInf: 0, negInf: 1 })
      expect(again.report.findings).toEqual(dataset.report.findings)
      expect(again.zgrid).toEqual(dataset.zgrid)
      for (const split of ['train', 'validation', 'test'] as const) {
        expect(again.splits[split].attributes).toEqual(dataset.splits[split].attributes)
        expect(again.splits[split].labels).toEqual(dataset.splits[split].labels)
      }
    }
  })

  test('undersampled objects are the balanced tree, and each keeps what is its own', async () => {
    const files = treeFiles('DeltaZ/unbalanced')
    files.set('DeltaZ/unbalanced/TRAIN/Y.npy', encodeNpy('<i8', [6], [0, 0, 0, 0, 1, 1]))
    const scanned = await (await openFiles(files)).scan()
    const dataset = scanned.prepare({ ...plainPreparation('given'), balancing: 'smallest' })
    const written = await writtenFiles(dataset)
    expect(written.has('DeltaZ/unbalanced/TRAIN/X.npy')).toBe(false)
    const again = await scanFiles(written)
    expect(again.report).toMatchObject({ balance: 'balanced', fingerprint: dataset.report.fingerprint })
    expect(again.report.splits.train.counts).toEqual([2, 2])
    expect(again.splits.train.attributes).toEqual(dataset.splits.train.attributes)
    expect(again.splits.train.attributes).toHaveLength(4)
  })

  test('attributes that are not known are still not known', async () => {
    const bare = savedDataset({
      attributes: (rows) =>
        Array.from({ length: rows }, (_, row) => ({
          redshift: null,
          deltaZ: row % 2 === 0 ? 1e-4 : 0.5,
          status: null,
          logEvidence: null,
          flag: null,
        })),
    })
    const again = await scanFiles(await writtenFiles(bare))
    expect(again.report.splits.test.attributes).toEqual(['deltaZ'])
    expect(again.splits.test.attributes).toEqual(bare.splits.test.attributes)
    expect(
      again.report.findings.map(({ code }) => code).filter((code) => code.startsWith('unknown')),
    ).toEqual([])
  })
})
