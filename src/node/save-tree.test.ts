import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import * as files from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ReadProgress } from '../core/dataset-report.ts'
import type { RowReader } from '../data/dataset.ts'
import { savedDataset, writtenFiles } from '../data/saved-tree.fixture.ts'
import { type Files, scanFiles, treeFiles } from '../data/tree.fixture.ts'
import { contentBytes, datasetFiles } from '../data/write-tree.ts'
import { temporaryFolder } from './console.fixture.ts'
import { saveTree } from './save-tree.ts'

let folder: ReturnType<typeof temporaryFolder>

beforeEach(() => {
  folder = temporaryFolder()
})

afterEach(() => {
  vi.restoreAllMocks()
  folder.remove()
})

const BYTES = contentBytes(datasetFiles(savedDataset()))

/** Everything below a folder, sorted; folders end with a slash. */
function namesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1) + (entry.isFile() ? '' : '/'))
    .sort()
}

function filesBelow(path: string): Files {
  const names = namesBelow(path).filter((name) => !name.endsWith('/'))
  return new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(path, name)))]))
}

describe('a tree in a folder', () => {
  test('holds the files of the data set, and no others', async () => {
    const out = join(folder.path, 'a/b')
    const seen: ReadProgress[] = []
    const saved = await saveTree(savedDataset(), out, { onProgress: (progress) => seen.push(progress) })
    const expected = await writtenFiles(savedDataset())
    expect(saved).toEqual({ paths: [...expected.keys()], bytes: BYTES })
    expect(filesBelow(out)).toEqual(new Map([...expected].sort(([a], [b]) => (a < b ? -1 : 1))))
    expect(seen[0]).toEqual({ phase: 'write', file: 'DeltaZ/balanced/TRAIN/X.npy', done: 128, total: BYTES })
    expect(seen.at(-1)).toEqual({ phase: 'write', file: 'zgrid.npy', done: BYTES, total: BYTES })
  })

  test('opens as the data that were saved', async () => {
    const dataset = await scanFiles(treeFiles('Success3/unbalanced'))
    await saveTree(dataset, folder.path)
    const again = await scanFiles(filesBelow(folder.path))
    expect(again.report.fingerprint).toBe(dataset.report.fingerprint)
    expect(again.report).toMatchObject({ target: 'Success3', balance: 'unbalanced' })
    expect(again.splits.validation.attributes).toEqual(dataset.splits.validation.attributes)
  })

  test('lies beside other files and other trees', async () => {
    writeFileSync(join(folder.path, 'notes.txt'), 'mine')
    await saveTree(savedDataset({ balance: 'unbalanced', zgrid: null }), folder.path)
    await saveTree(savedDataset(), folder.path)
    expect(readFileSync(join(folder.path, 'notes.txt'), 'utf8')).toBe('mine')
    expect(filesBelow(folder.path).size).toBe(1 + 9 + 10)
  })

  test('is written block by block: the next one is read when one is written', async () => {
    const sizes: number[] = []
    const path = join(folder.path, 'DeltaZ/balanced/TRAIN/X.npy')
    const width = 2 ** 20
    const x = (rows: number, split: string): RowReader => ({
      rows,
      width,
      read: async () => {
        if (split === 'train') sizes.push((await files.stat(`${path}.partial`)).size)
      },
    })
    await saveTree(savedDataset({ x }), folder.path)
    // blocks of 4 rows of 4 MB
    expect(sizes).toEqual([128, 128 + 4 * 4 * width])
    expect((await files.stat(path)).size).toBe(128 + 6 * 4 * width)
  })
})

describe('files of the tree that exist', () => {
  test('are named, five at most, and left alone', async () => {
    await saveTree(savedDataset(), folder.path)
    const before = filesBelow(folder.path)
    await expect(saveTree(savedDataset(), folder.path)).rejects.toMatchObject({
      code: 'bad-input',
      message: `${folder.path} holds 10 files of this tree already: DeltaZ/balanced/TRAIN/X.npy, DeltaZ/balanced/TRAIN/Y.npy, DeltaZ/balanced/TRAIN/attributes.npy, DeltaZ/balanced/VALID/X.npy, DeltaZ/balanced/VALID/Y.npy and 5 more.`,
      hint: 'Choose another folder, or remove them first.',
    })
    expect(filesBelow(folder.path)).toEqual(before)
  })

  test('are refused one by one, also where a link leads nowhere', async () => {
    symlinkSync('nowhere', join(folder.path, 'zgrid.npy'))
    await expect(saveTree(savedDataset(), folder.path)).rejects.toMatchObject({
      code: 'bad-input',
      message: `${folder.path} holds 1 file of this tree already: zgrid.npy.`,
    })
    expect(namesBelow(folder.path)).toEqual(['zgrid.npy/'])
  })
})

describe('nothing stays', () => {
  test('of a tree that is stopped, but for what was there before', async () => {
    mkdirSync(join(folder.path, 'DeltaZ'))
    writeFileSync(join(folder.path, 'DeltaZ/notes.txt'), 'mine')
    const stop = new AbortController()
    const seen: string[] = []
    const onProgress = ({ file }: ReadProgress) => {
      seen.push(file)
      if (file === 'DeltaZ/balanced/VALID/X.npy') stop.abort()
    }
    await expect(
      saveTree(savedDataset(), folder.path, { signal: stop.signal, onProgress }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen.at(-1)).toBe('DeltaZ/balanced/VALID/X.npy')
    expect(seen).toContain('DeltaZ/balanced/TRAIN/attributes.npy')
    expect(namesBelow(folder.path)).toEqual(['DeltaZ/', 'DeltaZ/notes.txt'])
  })

  test('of one that is stopped before it begins, or after its last byte', async () => {
    const out = join(folder.path, 'out')
    const early = { signal: AbortSignal.abort() }
    await expect(saveTree(savedDataset(), out, early)).rejects.toMatchObject({ code: 'cancelled' })
    const stop = new AbortController()
    const onProgress = ({ done, total }: ReadProgress) => {
      if (done === total) stop.abort()
    }
    await expect(saveTree(savedDataset(), out, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(namesBelow(folder.path)).toEqual([])
  })

  test('where posteriors cannot be read, and the error passes through', async () => {
    const gone = new Error('X.npy is gone')
    const x = (rows: number, split: string): RowReader => ({
      rows,
      width: 2,
      read: async () => {
        if (split === 'test') throw gone
      },
    })
    const out = join(folder.path, 'a/b')
    await expect(saveTree(savedDataset({ x }), out)).rejects.toBe(gone)
    expect(namesBelow(folder.path)).toEqual([])
  })
})

describe('where it cannot be written', () => {
  test('a file in place of the folder', async () => {
    const out = join(folder.path, 'out')
    writeFileSync(out, 'mine')
    await expect(saveTree(savedDataset(), out)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/\/out cannot be written: ENOTDIR: not a directory/),
      hint: 'Check its permissions, or choose another folder.',
    })
    expect(readFileSync(out, 'utf8')).toBe('mine')
  })

  test('too little room, which is asked before anything is written', async () => {
    const width = 2 ** 46
    const x = (rows: number): RowReader => ({ rows, width, read: () => Promise.reject(new Error('read')) })
    const out = join(folder.path, 'out')
    const needed = 14 * 4 * width + BYTES - 14 * 4 * 8
    const saving = saveTree(savedDataset({ x }), out)
    await expect(saving).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(
        new RegExp(`/out: the tree needs ${needed.toLocaleString('en')} bytes; [\\d,]+ are free\\.$`),
      ),
      hint: 'Free disk space, or choose a folder on a larger disk.',
    })
    expect(existsSync(out)).toBe(false)
  })

  test('a disk that fills up', async () => {
    const probe = await files.open(join(folder.path, 'probe'), 'w')
    const prototype: files.FileHandle = Object.getPrototypeOf(probe)
    await probe.close()
    const appendFile = prototype.appendFile
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    })
    let calls = 0
    vi.spyOn(prototype, 'appendFile').mockImplementation(function (this: files.FileHandle, data) {
      calls++
      return calls > 3 ? Promise.reject(full) : appendFile.call(this, data)
    })
    const out = join(folder.path, 'out')
    await expect(saveTree(savedDataset(), out)).rejects.toMatchObject({
      code: 'bad-input',
      // X.npy of 128 + 192 bytes, Y.npy of 128 + 48
      message: `${out}: the tree needs ${BYTES.toLocaleString('en')} bytes; the room ended after 496. What there was of it was removed.`,
      hint: 'Free disk space, or choose a folder on a larger disk.',
      cause: full,
    })
    expect(namesBelow(folder.path)).toEqual(['probe'])
  })
})
