// A folder with everything below it, as a browser would hand it out: paths begin with the folder's own name, which
// may tell the target or the balance.

import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { StudioError } from '../core/errors.ts'
import { type FileSource, fileSource, unreadable } from './file-source.ts'

/** The files of a folder; `close` ends all reading. */
export interface Folder {
  readonly sources: readonly FileSource[]
  close(): Promise<void>
}

/** A whole disk by mistake would be walked for minutes. */
const MOST_ENTRIES = 50_000

/**
 * Lists a folder and all folders below it, or takes a single file. Links are followed, each folder once; what is neither
 * file nor folder is left out. Nothing is opened yet.
 * @param path relative paths start from `workingFolder`
 * @throws StudioError `bad-input` if there is no such folder, a part of it may not be read, or it holds too much
 */
export async function openFolder(path: string, workingFolder: string, most = MOST_ENTRIES): Promise<Folder> {
  const root = resolve(workingFolder, path)
  const sources: FileSource[] = []
  const visited = new Set<string>()
  let entries = 0

  async function visit(at: string, name: string): Promise<void> {
    const state = await stat(at)
    if (state.isFile()) {
      sources.push(fileSource(at, name, state))
      return
    }
    const identity = `${state.dev}:${state.ino}`
    if (!state.isDirectory() || visited.has(identity)) return
    visited.add(identity)
    for (const entry of await list(at, name)) {
      entries++
      if (entries > most) {
        throw new StudioError(
          'bad-input',
          `${path} holds more than ${most} files and folders.`,
          'Choose the folder of the data set itself.',
        )
      }
      const below = join(at, entry)
      await visit(below, name === '' ? entry : `${name}/${entry}`).catch((thrown: unknown) => {
        // a link that leads nowhere is nobody's data
        if (!isMissing(thrown)) throw thrown
      })
    }
  }

  try {
    await visit(root, basename(root))
  } catch (thrown) {
    throw thrown instanceof StudioError ? thrown : unreadable(path, thrown)
  }
  return {
    sources,
    close: async () => {
      await Promise.all(sources.map((source) => source.close()))
    },
  }
}

async function list(path: string, name: string): Promise<string[]> {
  try {
    return (await readdir(path)).sort()
  } catch (thrown) {
    throw unreadable(name, thrown)
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}
