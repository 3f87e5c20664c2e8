// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { droppedFiles, inputFiles } from './dropped-files.ts'

function fileEntry(path: string): FileSystemEntry {
  const file = new File(['x'], path.split('/').at(-1)!)
  const entry = {
    isFile: true,
    isDirectory: false,
    fullPath: path,
    file: (done: (file: File) => void) => done(file),
  }
  return entry as unknown as FileSystemEntry
}

/** A folder whose reader gives its entries in parts of `partSize`, as browsers do by 100. */
function folderEntry(path: string, children: readonly FileSystemEntry[], partSize = 2): FileSystemEntry {
  const createReader = () => {
    let at = 0
    return {
      readEntries: (done: (entries: FileSystemEntry[]) => void) => {
        done(children.slice(at, at + partSize))
        at += partSize
      },
    }
  }
  return { isFile: false, isDirectory: true, fullPath: path, createReader } as unknown as FileSystemEntry
}

function transfer(items: readonly object[]): DataTransfer {
  return { items } as unknown as DataTransfer
}

describe('droppedFiles', () => {
  test('walks folders at any depth and reads every part of a folder', async () => {
    const tree = folderEntry('/data', [
      fileEntry('/data/zgrid.npy'),
      folderEntry(
        '/data/TRAIN',
        ['X', 'Y', 'attributes'].map((name) => fileEntry(`/data/TRAIN/${name}.npy`)),
      ),
      folderEntry('/data/TEST', []),
    ])
    const files = await droppedFiles(transfer([{ kind: 'file', webkitGetAsEntry: () => tree }]))
    expect(files.map(({ path }) => path)).toEqual([
      'data/zgrid.npy',
      'data/TRAIN/X.npy',
      'data/TRAIN/Y.npy',
      'data/TRAIN/attributes.npy',
    ])
  })

  test('takes files where there are no entries, and leaves text alone', async () => {
    const file = new File(['x'], 'X.npy')
    const files = await droppedFiles(
      transfer([
        { kind: 'string', webkitGetAsEntry: () => null },
        { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => file },
      ]),
    )
    expect(files).toEqual([{ path: 'X.npy', file }])
  })
})

test('inputFiles keep the path inside a chosen folder', () => {
  const inFolder = new File(['x'], 'X.npy')
  Object.defineProperty(inFolder, 'webkitRelativePath', { value: 'data/TRAIN/X.npy' })
  expect(inputFiles([inFolder, new File(['y'], 'Y.npy')]).map(({ path }) => path)).toEqual([
    'data/TRAIN/X.npy',
    'Y.npy',
  ])
})
