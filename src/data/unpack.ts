// Compressed posteriors can only be read in order, and training reads them in any. So the one pass that scans them
// also keeps them, unpacked: in memory where they fit, else in the studio's storage.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { memoryRows } from './row-reader.ts'
import type { RawRows } from './scan.ts'
import { bytesOf, freeBytes, isFull, ROOM_HINTS, type Scratch, TEMPORARY } from './scratch.ts'

/** Where unpacked rows may go. */
export interface KeepOptions {
  /** rows that take no more than this stay in memory */
  readonly memoryBytes: number
  /** for all that is larger; `null` where there is none */
  readonly scratch: Scratch | null
  /** the file's name in messages; that of the rows unless given */
  readonly name?: string
}

/** Rows that are kept as they are read: once, from the first to the last. */
export interface KeptRows extends RawRows {
  /** whether they are kept in memory, where any row is quick */
  readonly inMemory: boolean
  /** The rows again, in any order, once the last one was read. They report no loss of range a second time. */
  finish(): Promise<RawRows>
  /** Gives the room back. What `finish` gave cannot be read afterwards. */
  discard(): Promise<void>
}

/** Holds the values of a file. */
interface Store {
  put(values: Float32Array, count: number, start: number): Promise<void>
  rows(): RawRows
  discard(): Promise<void>
}

/**
 * Passes rows through and keeps them. If a read fails, the caller discards.
 * @throws StudioError `bad-input` if they fit nowhere; so does a read that finds the room used up
 */
export async function keepRows(raw: RawRows, options: KeepOptions): Promise<KeptRows> {
  const { rows, width } = raw
  const bytes = 4 * rows * width
  const inMemory = bytes <= options.memoryBytes
  const store = inMemory ? memoryStore(raw) : await scratchStore(raw, bytes, options)
  let next = 0
  return {
    name: raw.name,
    rows,
    width,
    rowBytes: raw.rowBytes,
    inMemory,
    read: async (start, count, out) => {
      if (start !== next) throw new Error(`Expected to read on from row ${next} of ${raw.name}, got ${start}`)
      const rangeLoss = await raw.read(start, count, out)
      await store.put(out, count, start)
      next += count
      return rangeLoss
    },
    finish: async () => {
      if (next !== rows) throw new Error(`Expected all ${rows} rows of ${raw.name} to be read, got ${next}`)
      return store.rows()
    },
    discard: store.discard,
  }
}

/** Removes what earlier sessions left behind, as after a crash. What another tab works with stays. */
export async function removeLeftovers(scratch: Scratch): Promise<void> {
  const prefixes = Object.values(TEMPORARY)
  for (const { name } of await scratch.list()) {
    // a file that is open elsewhere cannot be removed, and what cannot be removed now can wait
    if (prefixes.some((prefix) => name.startsWith(prefix))) await scratch.remove(name).catch(() => {})
  }
}

function memoryStore({ name, rows, width }: RawRows): Store {
  let values = new Float32Array(rows * width)
  return {
    put: async (read, count, start) => values.set(read.subarray(0, count * width), start * width),
    rows: () => memoryRows(name, values, width),
    discard: async () => {
      values = new Float32Array(0)
    },
  }
}

async function scratchStore(raw: RawRows, bytes: number, options: KeepOptions): Promise<Store> {
  const { scratch, name = raw.name } = options
  const { width } = raw
  if (scratch === null)
    throw noRoom(name, bytes, options.memoryBytes, 'There is no storage for larger files here.')
  const free = await freeBytes(scratch)
  if (free < bytes) throw noRoom(name, bytes, free, ROOM_HINTS[scratch.kind])
  const stored = `${TEMPORARY.unpacked}${crypto.randomUUID()}.f32`
  // held until the end: an open file is safe from `removeLeftovers` of another tab
  const file = await scratch.open(stored)
  return {
    put: async (values, count, start) => {
      try {
        await file.write(bytesOf(values, count * width), 4 * start * width)
      } catch (thrown) {
        if (!isFull(thrown)) throw thrown
        throw noRoom(name, bytes, 4 * start * width, ROOM_HINTS[scratch.kind], thrown)
      }
    },
    rows: () => ({
      name: raw.name,
      rows: raw.rows,
      width,
      rowBytes: 4 * width,
      read: async (start, count, out) => {
        await file.read(bytesOf(out, count * width), 4 * start * width)
        return 0
      },
    }),
    discard: async () => {
      await file.close()
      await scratch.remove(stored)
    },
  }
}

function noRoom(name: string, bytes: number, room: number, hint: string, cause?: unknown): StudioError {
  return new StudioError(
    'bad-input',
    `${name} is compressed and takes ${formatInteger(bytes)} bytes unpacked; there is room for ${formatInteger(room)}.`,
    `Save it without compression. ${hint}`,
    { cause },
  )
}
