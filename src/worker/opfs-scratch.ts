// The browser's private file system as the studio's storage. Its quick, synchronous files exist in workers only.

import { StudioError } from '../core/errors.ts'
import {
  requireScratchName,
  type Scratch,
  type ScratchEntry,
  type ScratchFile,
  scratchBusy,
  scratchFull,
  scratchGone,
} from '../data/scratch.ts'

const FOLDER = 'redshift-studio'

/** What TypeScript's library for pages leaves out. Older browsers give promises where newer ones give values. */
interface SyncHandle {
  getSize(): number | Promise<number>
  read(out: Uint8Array, options: { at: number }): number
  write(bytes: Uint8Array, options: { at: number }): number
  flush(): void | Promise<void>
  close(): void | Promise<void>
}

interface SyncFile extends FileSystemFileHandle {
  createSyncAccessHandle(options: { mode: 'readwrite' | 'read-only' }): Promise<SyncHandle>
}

/**
 * The private file system of this origin, in a folder of the studio's own; `null` in browsers without it, on pages that
 * are not secure, and in private windows that refuse it.
 */
export async function opfsScratch(
  storage: StorageManager | undefined = navigator.storage,
): Promise<Scratch | null> {
  const folder = await openFolder(storage)
  if (storage === undefined || folder === null) return null
  /** of files that were given away as Blobs; without a reference the browser would close them */
  const lent: ScratchFile[] = []
  return {
    kind: 'browser',
    open: async (name) => {
      requireScratchName(name)
      const file = await attempt(name, () => folder.getFileHandle(name, { create: true }))
      return openFile(name, file, 'readwrite')
    },
    read: async (name) => {
      requireScratchName(name)
      const file = await attempt(name, () => folder.getFileHandle(name).catch(absent))
      // browsers that do not know the mode give an exclusive handle
      return file === null ? null : openFile(name, file, 'read-only')
    },
    blob: async (name) => {
      requireScratchName(name)
      const file = await attempt(name, () => folder.getFileHandle(name).catch(absent))
      if (file === null) return null
      lent.push(await openFile(name, file, 'read-only'))
      return attempt(name, () => file.getFile())
    },
    list: () => attempt(FOLDER, () => listFiles(folder)),
    remove: async (name) => {
      requireScratchName(name)
      await attempt(name, () => folder.removeEntry(name).catch(absent))
    },
    space: async () => {
      const { usage, quota } = await storage.estimate()
      return usage === undefined || quota === undefined ? null : { usage, quota }
    },
  }
}

async function openFolder(storage: StorageManager | undefined): Promise<FileSystemDirectoryHandle | null> {
  if (storage?.getDirectory === undefined) return null
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return null
  try {
    const root = await storage.getDirectory()
    return await root.getDirectoryHandle(FOLDER, { create: true })
  } catch {
    return null
  }
}

async function listFiles(folder: FileSystemDirectoryHandle): Promise<ScratchEntry[]> {
  const entries: ScratchEntry[] = []
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind !== 'file') continue
    // another tab may remove it meanwhile
    const file = await (handle as FileSystemFileHandle).getFile().catch(absent)
    if (file !== null) entries.push({ name, byteLength: file.size })
  }
  return entries
}

async function openFile(
  name: string,
  file: FileSystemFileHandle,
  mode: 'readwrite' | 'read-only',
): Promise<ScratchFile> {
  const handle = await attempt(name, () => (file as SyncFile).createSyncAccessHandle({ mode }))
  let byteLength = await handle.getSize()
  let closed = false
  return {
    get byteLength() {
      return byteLength
    },
    read: async (out, at) => {
      const { length } = out
      let got = 0
      try {
        got = handle.read(out, { at })
      } catch (thrown) {
        throw scratchGone(name, { at, length, got }, thrown)
      }
      if (got !== length) throw scratchGone(name, { at, length, got })
    },
    write: async (bytes, at) => {
      const { length } = bytes
      const written = await attempt(name, async () => handle.write(bytes, { at }), { at, length })
      // a private window that is full answers with a count that means nothing
      if (written !== length) throw scratchFull('browser', name, { at, length, written })
      byteLength = Math.max(byteLength, at + length)
    },
    flush: async () => attempt(name, async () => handle.flush()),
    close: async () => {
      if (closed) return
      closed = true
      await handle.close()
    },
  }
}

/** Does something with a file; the browser's errors become the studio's. */
async function attempt<T>(
  name: string,
  act: () => Promise<T>,
  { at, length } = { at: 0, length: 0 },
): Promise<T> {
  try {
    return await act()
  } catch (thrown) {
    switch (nameOf(thrown)) {
      case 'QuotaExceededError':
        throw scratchFull('browser', name, { at, length, written: 0 }, thrown)
      case 'NoModificationAllowedError':
        throw scratchBusy(name, thrown)
      default: {
        const reason = thrown instanceof Error ? thrown.message : String(thrown)
        throw new StudioError(
          'bad-input',
          `${name} in the browser's storage cannot be used: ${reason}`,
          'Load the page again. If that does not help, clear its data in the settings of the browser.',
          { cause: thrown },
        )
      }
    }
  }
}

function absent(thrown: unknown): null {
  if (nameOf(thrown) === 'NotFoundError') return null
  throw thrown
}

/** Browsers differ in whether these are `Error`s, never in their names. */
function nameOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : ''
}
