import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, test } from 'vitest'
import type { ReadProgress } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import { archiveDataset } from './archive.ts'
import type { RowReader } from './dataset.ts'
import { type MemoryOptions, memoryScratch } from './memory-scratch.fixture.ts'
import { savedDataset, writtenFiles } from './saved-tree.fixture.ts'
import type { Scratch } from './scratch.ts'
import { scanFiles, treeFiles, WIDTH } from './tree.fixture.ts'
import { removeLeftovers } from './unpack.ts'
import { contentBytes, datasetFiles } from './write-tree.ts'

const NAME = /^archive-[0-9a-f-]{36}\.zip$/
const CONTENTS = contentBytes(datasetFiles(savedDataset()))
/** contents, and a kilobyte for each of ten entries and the directory */
const MOST = CONTENTS + 11 * 1024
const COMMAND = 'The command `npm run data -- FOLDER --save OUT` writes the same files without a browser.'
const SAVED_BEFORE = 'An archive that was saved before makes room when the page is loaded again.'

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer())
}

async function unzip(blob: Blob) {
  const reader = new ZipReader(new Uint8ArrayReader(await bytesOf(blob)), { checkSignature: true })
  const files = new Map<string, Uint8Array>()
  const entries = []
  for (const entry of await reader.getEntries()) {
    if (entry.directory) throw new Error(`Expected files alone, got the folder ${entry.filename}`)
    files.set(entry.filename, await entry.getData(new Uint8ArrayWriter()))
    entries.push(entry)
  }
  return { files, entries }
}

/** A megabyte: blocks have 16 rows. */
const BLOCK_ROW_BYTES = 4 * 2 ** 18

/** Rows in blocks of 16: 40 in TRAIN, one in the others; `onRead` may fail or abort. */
function blocks(onRead: (start: number, count: number) => void, train = 40) {
  return (_: number, split: SplitName): RowReader => ({
    rows: split === 'train' ? train : 1,
    width: BLOCK_ROW_BYTES / 4,
    blockRows: 16,
    read: async (start, count) => onRead(start, count),
  })
}

describe('a small archive', () => {
  test('is a Blob in memory that holds the tree, stored and checked', async () => {
    const scratch = memoryScratch()
    const blob = await archiveDataset(savedDataset(), { scratch })
    expect(blob.type).toBe('application/zip')
    expect(scratch.files.size).toBe(0)
    const { files, entries } = await unzip(blob)
    expect(files).toEqual(await writtenFiles(savedDataset()))
    for (const { compressionMethod, uncompressedSize, compressedSize, zip64 } of entries) {
      expect(compressionMethod).toBe(0)
      expect(compressedSize).toBe(uncompressedSize)
      expect(zip64).toBe(false)
    }
  })

  test('is the same for the same data, byte by byte', async () => {
    const [first, second] = [await archiveDataset(savedDataset()), await archiveDataset(savedDataset())]
    expect(await bytesOf(second)).toEqual(await bytesOf(first))
  })

  test('opens as the data that were saved', async () => {
    const dataset = await scanFiles(treeFiles('Success2/unbalanced'))
    const again = await scanFiles((await unzip(await archiveDataset(dataset))).files)
    expect(again.report.fingerprint).toBe(dataset.report.fingerprint)
    expect(again.report).toMatchObject({ target: 'Success2', balance: 'unbalanced' })
    expect(again.splits.train.attributes).toEqual(dataset.splits.train.attributes)
  })

  test('needs no more memory than was allowed, headers included', async () => {
    expect(Math.abs((await archiveDataset(savedDataset())).size - CONTENTS)).toBeLessThan(11 * 1024)
    const scratch = memoryScratch()
    await archiveDataset(savedDataset(), { scratch, memoryBytes: MOST })
    expect(scratch.files.size).toBe(0)
    await archiveDataset(savedDataset(), { scratch, memoryBytes: MOST - 1 })
    expect(scratch.files.size).toBe(1)
  })
})

describe('a large archive', () => {
  test('lies in the storage, and is the same', async () => {
    const scratch = memoryScratch({ quota: MOST })
    const blob = await archiveDataset(savedDataset(), { scratch, memoryBytes: 0 })
    expect(blob.type).toBe('application/zip')
    const [[name, stored]] = [...scratch.files] as [[string, Uint8Array]]
    expect(name).toMatch(NAME)
    expect(await bytesOf(blob)).toEqual(Uint8Array.from(stored))
    expect(await bytesOf(blob)).toEqual(await bytesOf(await archiveDataset(savedDataset())))
  })

  test('stays while the visit lasts, and is removed at the next one', async () => {
    const scratch = memoryScratch()
    await archiveDataset(savedDataset(), { scratch, memoryBytes: 0 })
    await removeLeftovers(scratch)
    const [[name, bytes]] = [...scratch.files] as [[string, Uint8Array]]
    expect(name).toMatch(NAME)
    const later = memoryScratch()
    later.files.set(name, bytes)
    await removeLeftovers(later)
    expect(later.files.size).toBe(0)
  })

  test('is written block by block', async () => {
    const scratch = memoryScratch()
    const file = await scratch.open('archive.zip')
    let [read, stored, most] = [0, 0, 0]
    const counting: Scratch = {
      ...scratch,
      // keeps nothing: what the archive itself holds in memory is tested
      open: async () => ({
        ...file,
        write: async ({ length }) => {
          await new Promise((resolve) => setTimeout(resolve))
          stored += length
        },
      }),
      blob: async () => ({ size: stored, slice: () => new Blob() }) as unknown as Blob,
    }
    const x = blocks((_, count) => {
      read += count * BLOCK_ROW_BYTES
      most = Math.max(most, read - stored)
    }, 120)
    await archiveDataset(savedDataset({ x }), { scratch: counting, memoryBytes: 0 })
    expect(read).toBe(122 * BLOCK_ROW_BYTES)
    expect(stored).toBeGreaterThan(read)
    // of TRAIN's eight blocks: one that is read, one that waits, and those on the way through zip.js
    expect(most / BLOCK_ROW_BYTES).toBeLessThanOrEqual(4 * 16)
  })
})

test('progress counts the bytes of all files', async () => {
  for (const memoryBytes of [1e9, 0]) {
    const seen: ReadProgress[] = []
    const onProgress = (progress: ReadProgress) => seen.push(progress)
    await archiveDataset(savedDataset(), { scratch: memoryScratch(), memoryBytes, onProgress })
    expect(seen[0]).toEqual({
      phase: 'write',
      file: 'DeltaZ/balanced/TRAIN/X.npy',
      done: 128,
      total: CONTENTS,
    })
    expect(seen.at(-1)).toEqual({ phase: 'write', file: 'zgrid.npy', done: CONTENTS, total: CONTENTS })
    expect(seen[1]!.done).toBe(128 + 4 * 6 * WIDTH)
  }
})

describe('too little room', () => {
  test('no storage', async () => {
    await expect(archiveDataset(savedDataset(), { memoryBytes: 1000 })).rejects.toMatchObject({
      code: 'bad-input',
      message: `The archive of Saved needs ${MOST.toLocaleString('en')} bytes; without storage there is room for 1,000.`,
      hint: `Use a window that is not private, or another browser. ${COMMAND}`,
    })
  })

  test('in the storage, which is asked before anything is read', async () => {
    const scratch = memoryScratch({ quota: MOST - 1 })
    const x = (rows: number): RowReader => ({
      rows,
      width: WIDTH,
      read: () => Promise.reject(new Error('read')),
    })
    await expect(archiveDataset(savedDataset({ x }), { scratch, memoryBytes: 0 })).rejects.toMatchObject({
      code: 'bad-input',
      message: `The archive of Saved needs ${MOST.toLocaleString('en')} bytes; ${(MOST - 1).toLocaleString('en')} are free.`,
      hint: `Remove what is not needed. ${SAVED_BEFORE} ${COMMAND}`,
    })
    expect(scratch.files.size).toBe(0)
  })

  // a header of 57 bytes, X of 320, 16 of sizes and checksum, the next header, and Y of 176
  test.each<[string, MemoryOptions, number]>([
    ['an error', { limit: 500 }, 450],
    ['a bogus count', { onWrite: (_, __, at) => (at < 500 ? null : 0) }, 626],
  ])('found on the way by %s', async (_, options, written) => {
    const scratch = memoryScratch(options)
    await expect(archiveDataset(savedDataset(), { scratch, memoryBytes: 0 })).rejects.toMatchObject({
      code: 'bad-input',
      message: `The archive of Saved needs ${MOST.toLocaleString('en')} bytes; the room ended after ${written}. What there was of it was removed.`,
      hint: `Remove what is not needed. ${SAVED_BEFORE} ${COMMAND}`,
    })
    expect(scratch.files.size).toBe(0)
    expect(scratch.openFiles()).toEqual([])
  })
})

describe('nothing stays', () => {
  test.each([1e9, 0])('of an archive that is stopped, with %d bytes of memory', async (memoryBytes) => {
    const scratch = memoryScratch()
    const stop = new AbortController()
    const starts: number[] = []
    const x = blocks((start) => {
      starts.push(start)
      if (start === 16) stop.abort()
    })
    await expect(
      archiveDataset(savedDataset({ x }), { scratch, memoryBytes, signal: stop.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(starts).toEqual([0, 16])
    expect(scratch.files.size).toBe(0)
    expect(scratch.openFiles()).toEqual([])
  })

  test('of one that is stopped before it begins, or after its last byte', async () => {
    const scratch = memoryScratch()
    const early = AbortSignal.abort()
    await expect(archiveDataset(savedDataset(), { scratch, signal: early })).rejects.toMatchObject({
      code: 'cancelled',
    })
    const stop = new AbortController()
    const onProgress = ({ done, total }: ReadProgress) => {
      if (done === total) stop.abort()
    }
    await expect(
      archiveDataset(savedDataset(), { scratch, memoryBytes: 0, signal: stop.signal, onProgress }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(scratch.files.size).toBe(0)
    expect(scratch.openFiles()).toEqual([])
  })

  test('where posteriors cannot be read or the storage fails, and the error passes through', async () => {
    const gone = new Error('X.npy is gone')
    const x = blocks((start) => {
      if (start === 32) throw gone
    })
    for (const memoryBytes of [1e9, 0]) {
      const scratch = memoryScratch()
      await expect(archiveDataset(savedDataset({ x }), { scratch, memoryBytes })).rejects.toBe(gone)
      expect(scratch.files.size).toBe(0)
      expect(scratch.openFiles()).toEqual([])
    }
    const broken = new Error('the disk is broken')
    const scratch = memoryScratch({
      onWrite: () => {
        throw broken
      },
    })
    await expect(archiveDataset(savedDataset(), { scratch, memoryBytes: 0 })).rejects.toBe(broken)
    expect(scratch.files.size).toBe(0)
  })

  test('where the storage is cleared meanwhile', async () => {
    const { size } = await archiveDataset(savedDataset())
    for (const [blob, found] of [
      [null, 0],
      [new Blob(['rest']), 4],
    ] as const) {
      const scratch = memoryScratch()
      const cleared: Scratch = { ...scratch, blob: async () => blob }
      await expect(
        archiveDataset(savedDataset(), { scratch: cleared, memoryBytes: 0 }),
      ).rejects.toMatchObject({
        code: 'file-gone',
        message: `The archive of Saved has ${found} bytes in the storage; ${size.toLocaleString('en')} were written.`,
        hint: "The studio's storage was cleared. Save the data again.",
      })
      expect(scratch.files.size).toBe(0)
    }
  })
})
