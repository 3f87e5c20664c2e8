import { describe, expect, test } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { type ByteSource, bytesSource } from '../formats/source.ts'
import { npyWith } from '../formats/zip/zip.fixture.ts'
import { findDatasets } from './find-datasets.ts'
import { openDataset } from './open.ts'
import {
  arrowFile,
  describe as describeFinding,
  npzFile,
  outcome,
  perSplit,
  replaced,
  splitColumns,
} from './table.fixture.ts'
import { posteriors, sourcesOf, treeFiles } from './tree.fixture.ts'

const tables = () => perSplit('arrow', (split) => arrowFile(splitColumns(split)))
const gone = () => new DOMException('A requested file could not be found.', 'NotFoundError')

/** A source that cannot be read, and how often that was tried. */
function unreadable(name: string, thrown: () => unknown = gone) {
  const source = {
    name,
    byteLength: 1000,
    reads: 0,
    slice: (): Promise<never> => {
      source.reads++
      return Promise.reject(thrown())
    },
  }
  return source
}

async function findingsOf(sources: readonly ByteSource[]): Promise<string[]> {
  return (await findDatasets(sources)).discovery.findings.map(describeFinding)
}

describe('what is looked into', () => {
  test.each(['._TRAIN.arrow', 'a/.DS_Store', '__MACOSX/TRAIN.npz', 'Thumbs.db', 'desktop.ini'])(
    'not litter: %s',
    async (name) => {
      const source = unreadable(name)
      const { discovery, assignments } = await findDatasets([...sourcesOf(tables()), source])
      expect(source.reads).toBe(0)
      expect([...assignments.keys()]).toEqual(['.'])
      expect(discovery.ignored).toEqual([name])
      expect(discovery.findings).toEqual([])
    },
  )

  test.each(['README.md', 'plot.PNG', 'notes/log.txt', 'processData.py', 'report.pdf', 'a.csv', 'b.json'])(
    'not documents: %s',
    async (name) => {
      const source = unreadable(name)
      const { discovery, assignments } = await findDatasets([...sourcesOf(tables()), source])
      expect(source.reads).toBe(0)
      expect([...assignments.keys()]).toEqual(['.'])
      expect(discovery.ignored).toEqual([name])
      expect(discovery.findings).toEqual([])
    },
  )

  test('a document that is called X is', async () => {
    const files = treeFiles()
    const path = 'DeltaZ/balanced/TRAIN/X.npy'
    const renamed = replaced(files, { [path]: null, 'DeltaZ/balanced/TRAIN/X.txt': files.get(path)! })
    expect(await outcome(renamed)).toEqual([])
  })

  test('nothing but first bytes of an array', async () => {
    const reads: [string, number, number][] = []
    const sources = sourcesOf(treeFiles()).map((source) => ({
      ...source,
      slice: (start: number, end: number) => {
        reads.push([source.name, start, end])
        return source.slice(start, end)
      },
    }))
    await findDatasets(sources)
    expect(reads.map(([name]) => name)).toEqual(sources.map(({ name }) => name))
    for (const [, start, end] of reads) expect([start, end <= 512]).toEqual([0, true])
  })

  test('eight files at a time, every one of them', async () => {
    let [open, most, count] = [0, 0, 0]
    const bytes = arrowFile(splitColumns('train'))
    const sources = Array.from({ length: 40 }, (_, i): ByteSource => {
      const source = bytesSource(bytes, `t${i}.arrow`)
      let first = true
      return {
        ...source,
        slice: async (start, end) => {
          if (!first) return source.slice(start, end)
          first = false
          count++
          most = Math.max(most, ++open)
          await new Promise((resolve) => setTimeout(resolve, 1))
          open--
          return source.slice(start, end)
        },
      }
    })
    const { discovery } = await findDatasets(sources)
    expect([most, count]).toEqual([8, 40])
    expect(discovery.tables.map(({ path }) => path)).toEqual(sources.map(({ name }) => name))
    expect(discovery.candidates).toHaveLength(40)
  })
})

describe('files that cannot be opened', () => {
  test('an array that is gone is told when it is read', async () => {
    const thrown = gone()
    const path = 'DeltaZ/balanced/TEST/X.npy'
    const sources = sourcesOf(treeFiles()).map((source) =>
      source.name === path ? unreadable(path, () => thrown) : source,
    )
    const { discovery, assignments, files } = await findDatasets(sources)
    expect(discovery.findings).toEqual([])
    await expect(openDataset(assignments.get('DeltaZ/balanced')!, files)).rejects.toBe(thrown)
  })

  test('a table that is gone is told at once: no name gives it a part', async () => {
    const sources = sourcesOf(replaced(tables(), { 'TRAIN.arrow': null }))
    expect(await findingsOf([unreadable('TRAIN.arrow', gone), ...sources])).toEqual([
      'block unreadable: TRAIN.arrow cannot be read: A requested file could not be found. The file was changed, moved or removed after it was chosen. Choose it again.',
      'block missing-split: The chosen files lack TRAIN; found VALID.arrow and TEST.arrow. A data set is TRAIN, VALID and TEST with X and Y each.',
    ])
    const changed = new StudioError(
      'file-gone',
      'TRAIN.arrow gave 3 bytes from position 0; expected 512',
      'Choose it again.',
    )
    expect(await findingsOf([unreadable('TRAIN.arrow', () => changed), ...sources])).toEqual([
      'block unreadable: TRAIN.arrow cannot be read: TRAIN.arrow gave 3 bytes from position 0; expected 512. Choose it again.',
      'block missing-split: The chosen files lack TRAIN; found VALID.arrow and TEST.arrow. A data set is TRAIN, VALID and TEST with X and Y each.',
    ])
    // beside a data set it stops nobody
    expect(await findingsOf([...sourcesOf(tables()), unreadable('old.fits', gone)])).toEqual([
      'warning unreadable: old.fits cannot be read: A requested file could not be found. The file was changed, moved or removed after it was chosen. Choose it again.',
    ])
  })

  test('broken tables block where nothing else is found', async () => {
    expect(await findingsOf([bytesSource(new Uint8Array(0), 'all.arrow')])).toEqual([
      'block unreadable: all.arrow is empty (0 bytes). Copy or download it again.',
    ])
    const { discovery } = await findDatasets([
      bytesSource(arrowFile(splitColumns('train')).slice(0, -9), 'all.arrow'),
    ])
    expect(discovery.findings.map(({ severity, code, file }) => [severity, code, file])).toEqual([
      ['block', 'unreadable', 'all.arrow'],
    ])
    expect(discovery.ignored).toEqual(['all.arrow'])
  })

  test('beside a usable data set they are warnings, and left out', async () => {
    const files = replaced(tables(), {
      'more/all.npz': npzFile(splitColumns('train')).slice(0, 100),
      'old.h5': new TextEncoder().encode('\x89HDF'),
      'old.tar': new Uint8Array(600),
    })
    const { discovery, assignments } = await findDatasets(sourcesOf(files))
    expect([...assignments.keys()]).toEqual(['.'])
    expect(discovery.findings.map(({ severity, code, file }) => [severity, code, file]).sort()).toEqual([
      ['warning', 'unreadable', 'more/all.npz'],
      ['warning', 'unreadable', 'old.h5'],
      ['warning', 'unreadable', 'old.tar'],
    ])
    expect(discovery.ignored.toSorted()).toEqual(['more/all.npz', 'old.h5', 'old.tar'])
  })

  test('formats that are no table here are named', async () => {
    const hdf5 = Uint8Array.from('\x89HDF\r\n\x1a\n', (letter) => letter.charCodeAt(0))
    expect(await findingsOf([bytesSource(hdf5, 'data.hdf5')])).toEqual([
      'block unreadable: data.hdf5 is an HDF5 file. HDF5 is not read yet. Save the data as NPY, NPZ, Arrow, Parquet or FITS.',
    ])
    expect(await findingsOf([bytesSource(encodeNpy('<f4', [6, 8], posteriors(6, 0)), 'TRAIN.npz')])).toEqual([
      'block unreadable: TRAIN.npz is a NumPy array (NPY). Call it by what it holds: X.npy, Y.npy, attributes.npy or zgrid.npy.',
    ])
    expect(await findingsOf([bytesSource(new TextEncoder().encode('{"a": 1}'), 'data.parquet')])).toEqual([
      'block unreadable: data.parquet is a JSON file. Save the data as NPY, NPZ, Arrow, Parquet or FITS.',
    ])
    expect(await findingsOf([bytesSource(new Uint8Array(30), 'data.fits')])).toEqual([
      'block unreadable: data.fits is no table: its first bytes are not those of Arrow, NPZ, Parquet or FITS. Copy or write it again.',
    ])
  })

  test('a known part whose contents are no table is left to be read', async () => {
    expect(await findingsOf([bytesSource(new Uint8Array(30), 'X_train.npz')])).toEqual([
      'block missing-split: The chosen files lack Y of TRAIN, VALID and TEST; found X_train.npz. A data set is TRAIN, VALID and TEST with X and Y each.',
    ])
  })
})

describe('two files of one name', () => {
  test('are refused: none is more right than the other', async () => {
    const other = bytesSource(arrowFile(splitColumns('validation')), 'TRAIN.arrow')
    expect(await findingsOf([...sourcesOf(tables()), other])).toEqual([
      'block ambiguous-files: TRAIN.arrow, column X and TRAIN.arrow, column X both claim to be the X of TRAIN. Remove all but one.',
    ])
    const [array] = sourcesOf(treeFiles())
    expect(await findingsOf([...sourcesOf(treeFiles()), array!])).toEqual([
      'block ambiguous-files: DeltaZ/balanced/TRAIN/X.npy and DeltaZ/balanced/TRAIN/X.npy both claim to be the X of TRAIN. Remove all but one.',
    ])
  })
})

test('what a table left out is said', async () => {
  const archive = npzFile({ ...splitColumns('train'), when: complexNpy() })
  expect(await findingsOf(sourcesOf(replaced(tables(), { 'TRAIN.arrow': archive })))).toEqual([
    'info left-out: TRAIN.arrow, column when holds complex numbers (type <c8); expected real numbers, text or objects: left out',
  ])
})

test("the visitor's columns reach the search", async () => {
  const { X, label, ...rest } = splitColumns('train')
  const source = bytesSource(arrowFile({ lnp: X, prior: X, cls: label, ...rest }), 'all.arrow')
  expect(await findingsOf([source])).toHaveLength(1)
  const { assignments } = await findDatasets([source], { X: 'lnp', label: 'cls' })
  expect(assignments.get('all.arrow')!.parts).toMatchObject({
    whole: { x: 'all.arrow, column lnp', y: 'all.arrow, column cls' },
  })
})

test('columns and metadata by what discovery called them', async () => {
  const { files } = await findDatasets([
    ...sourcesOf(perSplit('arrow', (split) => arrowFile(splitColumns(split), { zgrid: '0 1 2' }))),
    bytesSource(encodeNpy('<f8', [2], [1, 2]), 'zgrid.npy'),
  ])
  expect(await files.column('VALID.arrow, column X')).toMatchObject({ file: 'VALID.arrow', shape: [4, 8] })
  expect(await files.column('zgrid.npy')).toMatchObject({ title: 'zgrid.npy', shape: [2], type: '<f8' })
  expect([files.zgridText('TEST.arrow'), files.zgridText('zgrid.npy')]).toEqual(['0 1 2', ''])
})

function complexNpy(): Uint8Array {
  return npyWith("{'descr': '<c8', 'fortran_order': False, 'shape': (6,), }", new Uint8Array(48))
}
