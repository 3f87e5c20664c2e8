// Writes a data set into a folder as the pre-split NPY tree. Nothing that lies there is written over, a file has its name
// only once it is complete, and when writing fails or is stopped, nothing of the tree stays.

import { lstat, mkdir, open, rename, rm, rmdir, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { type ProgressOptions, stopIfAborted } from '../data/cancel.ts'
import type { Dataset } from '../data/dataset.ts'
import { formatList, plural, ROWS_SHOWN } from '../data/finding.ts'
import { contentBytes, datasetFiles, type OutputFile } from '../data/write-tree.ts'

/** What was written. */
export interface SavedTree {
  /** below the folder, `/` between names, in the order in which they were written */
  readonly paths: readonly string[]
  /** of all files together */
  readonly bytes: number
}

/**
 * Writes the files of `datasetFiles` below a folder, which is made if it is absent, one block at a time.
 * @param folder relative paths start from the working folder of the process
 * @throws StudioError `cancelled` within one block of an abort; `bad-input` if a file of the tree exists already, there is too
 *   little room, the folder cannot be written, or a row has no class
 */
export async function saveTree(
  dataset: Dataset,
  folder: string,
  { signal, onProgress }: ProgressOptions = {},
): Promise<SavedTree> {
  stopIfAborted(signal)
  const files = datasetFiles(dataset)
  const bytes = contentBytes(files)
  const root = resolve(folder)
  const made = { files: [] as string[], folders: [] as string[] }
  let done = 0
  try {
    await refuseExisting(root, folder, files)
    await makeFolder(root, made.folders)
    await requireRoom(root, folder, bytes)
    for (const file of files) {
      const target = join(root, file.path)
      await makeFolder(dirname(target), made.folders)
      const partial = `${target}.partial`
      made.files.push(partial)
      await writeFile(partial, file, (length) => {
        stopIfAborted(signal)
        done += length
        onProgress?.({ phase: 'write', file: file.path, done, total: bytes })
      })
      made.files.push(target)
      await rename(partial, target)
    }
    stopIfAborted(signal)
  } catch (thrown) {
    await removeAll(made)
    throw explain(thrown, folder, done, bytes)
  }
  return { paths: files.map(({ path }) => path), bytes }
}

/** Each block is written before the next one is read. */
async function writeFile(
  path: string,
  { chunks }: OutputFile,
  advance: (bytes: number) => void,
): Promise<void> {
  const handle = await open(path, 'w')
  try {
    for await (const chunk of chunks) {
      // goes on from where it stopped, also after a short write
      await handle.appendFile(chunk)
      advance(chunk.byteLength)
    }
  } finally {
    await handle.close()
  }
}

async function refuseExisting(root: string, folder: string, files: readonly OutputFile[]): Promise<void> {
  const existing: string[] = []
  for (const { path } of files) {
    const state = await lstat(join(root, path)).catch(absent)
    if (state !== null) existing.push(path)
  }
  if (existing.length === 0) return
  const shown = existing.slice(0, ROWS_SHOWN)
  const more = existing.length - shown.length
  const names = formatList(more === 0 ? shown : [...shown, `${formatInteger(more)} more`])
  throw new StudioError(
    'bad-input',
    `${folder} holds ${plural(existing.length, 'file')} of this tree already: ${names}.`,
    'Choose another folder, or remove them first.',
  )
}

async function requireRoom(root: string, folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(root)
  const free = bavail * bsize
  if (free >= bytes) return
  throw new StudioError(
    'bad-input',
    `${folder}: the tree needs ${formatInteger(bytes)} bytes; ${formatInteger(free)} are free.`,
    ROOM_HINT,
  )
}

const ROOM_HINT = 'Free disk space, or choose a folder on a larger disk.'

/** Makes a folder and those above it, and notes down what it made. */
async function makeFolder(path: string, made: string[]): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  const topDown: string[] = []
  for (let at = path; at.length >= first.length; at = dirname(at)) topDown.unshift(at)
  made.push(...topDown)
}

/** A folder that somebody put a file into meanwhile stays. */
async function removeAll({ files, folders }: { files: readonly string[]; folders: readonly string[] }) {
  for (const file of files) await rm(file, { force: true }).catch(() => {})
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => {})
}

/** The system's errors become the studio's. */
function explain(thrown: unknown, folder: string, done: number, bytes: number): unknown {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return thrown
  if (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT') {
    return new StudioError(
      'bad-input',
      `${folder}: the tree needs ${formatInteger(bytes)} bytes; the room ended after ${formatInteger(done)}. What there was of it was removed.`,
      ROOM_HINT,
      { cause: thrown },
    )
  }
  return new StudioError(
    'bad-input',
    `${folder} cannot be written: ${thrown.message}`,
    'Check its permissions, or choose another folder.',
    { cause: thrown },
  )
}

function absent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
  throw thrown
}
