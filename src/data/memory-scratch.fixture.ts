// A scratch in memory for tests. It keeps a browser's rules, so that a handle left open is noticed: a file that is
// written is nobody else's, and an open one is not removed.

import {
  requireScratchName,
  type Scratch,
  type ScratchFile,
  scratchBusy,
  scratchFull,
  scratchGone,
} from './scratch.ts'

/** How a scratch in memory behaves. A test may change it on the way. */
export interface MemoryOptions {
  /** bytes that fit, which `space` says as well; without end unless given */
  quota?: number
  /** bytes that fit in truth, where `space` promises more */
  limit?: number
  /** answers a write in place of the storage: how many bytes it says that it stored. `null` is an ordinary write. */
  onWrite?: (name: string, bytes: Uint8Array, at: number) => number | null
}

/** A scratch in memory, and what lies in it. */
export interface MemoryScratch extends Scratch {
  /** contents, to look at and to damage */
  readonly files: Map<string, Uint8Array>
  readonly options: MemoryOptions
  /** names of the files that are open */
  openFiles(): string[]
}

/** Makes an empty scratch. */
export function memoryScratch(options: MemoryOptions = {}): MemoryScratch {
  const files = new Map<string, Uint8Array>()
  /** open handles by name: readers, or -1 for a writer */
  const holders = new Map<string, number>()

  function usage(): number {
    return [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  }

  function handle(name: string, writable: boolean): ScratchFile {
    let closed = false
    const requireOpen = (): void => {
      if (closed) throw new Error(`${name} is closed`)
    }
    return {
      get byteLength() {
        return files.get(name)!.length
      },
      read: async (out, at) => {
        requireOpen()
        const stored = files.get(name)!.subarray(at, at + out.length)
        if (stored.length < out.length) {
          throw scratchGone(name, { at, length: out.length, got: stored.length })
        }
        out.set(stored)
      },
      write: async (bytes, at) => {
        requireOpen()
        if (!writable) throw new Error(`${name} is open to read only`)
        const { length } = bytes
        const written = options.onWrite?.(name, bytes, at) ?? length
        const before = files.get(name)!
        const after = new Uint8Array(Math.max(before.length, at + length))
        const room = Math.min(
          options.limit ?? Number.POSITIVE_INFINITY,
          options.quota ?? Number.POSITIVE_INFINITY,
        )
        if (usage() - before.length + after.length > room) {
          throw scratchFull('memory', name, { at, length, written: 0 })
        }
        if (written !== length) throw scratchFull('memory', name, { at, length, written })
        after.set(before)
        after.set(bytes, at)
        files.set(name, after)
      },
      flush: async () => requireOpen(),
      close: async () => {
        if (closed) return
        closed = true
        const count = holders.get(name)! - 1
        if (!writable && count > 0) holders.set(name, count)
        else holders.delete(name)
      },
    }
  }

  async function read(name: string): Promise<ScratchFile | null> {
    requireScratchName(name)
    const readers = holders.get(name) ?? 0
    if (readers < 0) throw scratchBusy(name)
    if (!files.has(name)) return null
    holders.set(name, readers + 1)
    return handle(name, false)
  }

  return {
    kind: 'memory',
    files,
    options,
    openFiles: () => [...holders.keys()],
    open: async (name) => {
      requireScratchName(name)
      if (holders.has(name)) throw scratchBusy(name)
      if (!files.has(name)) files.set(name, new Uint8Array(0))
      holders.set(name, -1)
      return handle(name, true)
    },
    read,
    blob: async (name) =>
      (await read(name)) === null ? null : new Blob([Uint8Array.from(files.get(name)!)]),
    list: async () => [...files].map(([name, bytes]) => ({ name, byteLength: bytes.length })),
    remove: async (name) => {
      requireScratchName(name)
      if (holders.has(name)) throw scratchBusy(name)
      files.delete(name)
    },
    space: async () => (options.quota === undefined ? null : { usage: usage(), quota: options.quota }),
  }
}
