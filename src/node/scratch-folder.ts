// The studio's storage for commands: a temporary folder of this process, made when it is needed and removed at the end.

import { constants, openAsBlob, rmSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import {
  requireScratchName,
  type Scratch,
  type ScratchEntry,
  type ScratchFile,
  scratchFull,
  scratchGone,
} from '../data/scratch.ts'

/** A scratch that ends with the command. */
export interface ScratchFolder extends Scratch {
  /** Closes all files and removes the folder; used again, it makes a new one. The end of the process does it too. */
  close(): Promise<void>
}

/**
 * A folder of its own below `parent`. A process that is killed leaves it behind.
 * @param parent the system's folder for temporary files unless given, which TMPDIR names
 */
export function scratchFolder(parent: string = tmpdir()): ScratchFolder {
  let making: Promise<string> | null = null
  let path: string | null = null
  const handles = new Set<FileHandle>()

  function removeNow(): void {
    if (path !== null) rmSync(path, { recursive: true, force: true })
  }

  async function make(): Promise<string> {
    path = await attempt(parent, () => mkdtemp(join(parent, 'redshift-studio-scratch-')))
    process.once('exit', removeNow)
    return path
  }

  function folder(): Promise<string> {
    making ??= make().catch((thrown: unknown) => {
      making = null
      throw thrown
    })
    return making
  }

  function openFile(name: string, handle: FileHandle, byteLength: number): ScratchFile {
    handles.add(handle)
    return scratchFile(name, handle, byteLength, () => handles.delete(handle))
  }

  async function list(): Promise<ScratchEntry[]> {
    if (path === null) return []
    const from = path
    const names = await attempt(from, () => readdir(from))
    const entries = names.map(async (name) => {
      const state = await stat(join(from, name)).catch(absent)
      return state === null ? [] : [{ name, byteLength: state.size }]
    })
    return (await Promise.all(entries)).flat()
  }

  return {
    kind: 'folder',
    open: async (name) => {
      requireScratchName(name)
      const target = join(await folder(), name)
      return attempt(name, async () => {
        const handle = await open(target, constants.O_RDWR | constants.O_CREAT)
        return openFile(name, handle, (await handle.stat()).size)
      })
    },
    read: async (name) => {
      requireScratchName(name)
      if (path === null) return null
      const target = join(path, name)
      return attempt(name, async () => {
        const handle = await open(target, 'r').catch(absent)
        return handle === null ? null : openFile(name, handle, (await handle.stat()).size)
      })
    },
    blob: async (name) => {
      requireScratchName(name)
      if (path === null) return null
      const target = join(path, name)
      const state = await attempt(name, () => stat(target).catch(absent))
      if (state === null) return null
      if (state.size > MOST_BLOB_BYTES) throw tooLargeForBlob(name, state.size)
      return attempt(name, () => openAsBlob(target))
    },
    list,
    remove: async (name) => {
      requireScratchName(name)
      const target = path === null ? null : join(path, name)
      if (target !== null) await attempt(name, () => rm(target, { force: true }))
    },
    space: async () => {
      const usage = (await list()).reduce((sum, { byteLength }) => sum + byteLength, 0)
      const { bavail, bsize } = await attempt(parent, () => statfs(parent))
      return { usage, quota: usage + bavail * bsize }
    },
    close: async () => {
      await making?.catch(() => {})
      for (const handle of handles) await handle.close()
      handles.clear()
      if (path !== null) await rm(path, { recursive: true, force: true })
      process.off('exit', removeNow)
      making = null
      path = null
    },
  }
}

/** Node.js 20 takes the size of larger files modulo 2^32, and says nothing. */
const MOST_BLOB_BYTES = 2 ** 32 - 1

function tooLargeForBlob(name: string, bytes: number): StudioError {
  return new StudioError(
    'bad-input',
    `${name} has ${formatInteger(bytes)} bytes; Node.js gives away ${formatInteger(MOST_BLOB_BYTES)} as a Blob at most.`,
    'Save the files into a folder instead.',
  )
}

function scratchFile(name: string, handle: FileHandle, size: number, onClose: () => void): ScratchFile {
  let byteLength = size
  let closed = false
  return {
    get byteLength() {
      return byteLength
    },
    read: async (out, at) => {
      const { length } = out
      let got = 0
      while (got < length) {
        const { bytesRead } = await attempt(name, () => handle.read(out, got, length - got, at + got))
        if (bytesRead === 0) throw scratchGone(name, { at, length, got })
        got += bytesRead
      }
    },
    write: async (bytes, at) => {
      const { length } = bytes
      let written = 0
      const room = (cause?: unknown) => scratchFull('folder', name, { at, length, written }, cause)
      while (written < length) {
        const left = length - written
        const { bytesWritten } = await attempt(
          name,
          () => handle.write(bytes, written, left, at + written),
          room,
        )
        if (bytesWritten === 0) throw room()
        written += bytesWritten
        byteLength = Math.max(byteLength, at + written)
      }
    },
    // the folder does not outlive the process: nothing is kept for after a crash
    flush: async () => {},
    close: async () => {
      if (closed) return
      closed = true
      onClose()
      await handle.close()
    },
  }
}

/** Calls the system; its errors become the studio's. */
async function attempt<T>(
  name: string,
  act: () => Promise<T>,
  full: (cause: unknown) => StudioError = (cause) =>
    scratchFull('folder', name, { at: 0, length: 0, written: 0 }, cause),
): Promise<T> {
  try {
    return await act()
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : ''
    if (code === 'ENOSPC' || code === 'EDQUOT') throw full(thrown)
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new StudioError(
      'bad-input',
      `${name} in the folder for temporary files cannot be used: ${reason}`,
      'Check its permissions, or set TMPDIR to another folder.',
      { cause: thrown },
    )
  }
}

function absent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
  throw thrown
}
