// The studio's own storage for what is too large for memory: a browser's private file system, a temporary folder, or
// memory in tests. Whoever stores something here need not know which.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'

/** One file, open. All positions are in bytes. */
export interface ScratchFile {
  /** grows as it is written */
  readonly byteLength: number
  /**
   * Fills `out` with the bytes from `at`.
   * @throws StudioError `file-gone` if there are fewer, or the storage was cleared
   */
  read(out: Uint8Array, at: number): Promise<void>
  /**
   * Writes all bytes at `at`, at most at the end of the file.
   * @throws ScratchError `full` if they do not fit
   */
  write(bytes: Uint8Array, at: number): Promise<void>
  /** What was written is safe from a crash afterwards. */
  flush(): Promise<void>
  /** Lets go of the file; a second call does nothing. */
  close(): Promise<void>
}

/** A place for files of the studio's own. Names are checked: letters a-z, digits, `.` and `-`. */
export interface Scratch {
  readonly kind: 'browser' | 'folder' | 'memory'
  /**
   * Opens a file to write and read; makes it if it is absent, and cuts nothing if it is there.
   * @throws ScratchError `busy` if it is open elsewhere, `full` if there is no room for another file
   */
  open(name: string): Promise<ScratchFile>
  /**
   * Opens a file to read only, several times at once where the platform can; `null` if it is absent.
   * @throws ScratchError `busy` if it is being written
   */
  read(name: string): Promise<ScratchFile | null>
  /**
   * A file as a Blob that is read from the storage when it is needed, not held in memory; `null` if the file is absent. It
   * stays open until the end of the visit, so that no other tab removes it meanwhile.
   * @throws ScratchError `busy` if it is being written
   */
  blob(name: string): Promise<Blob | null>
  list(): Promise<readonly ScratchEntry[]>
  /**
   * Removes a file if it is there.
   * @throws ScratchError `busy` if it is open
   */
  remove(name: string): Promise<void>
  /** Bytes in use, and how many there may be; `null` where nobody knows. */
  space(): Promise<ScratchSpace | null>
}

/** How names of files begin that are of no use after the visit that made them. */
export const TEMPORARY = { unpacked: 'unpacked-', archive: 'archive-' } as const

/** A stored file. */
export interface ScratchEntry {
  readonly name: string
  readonly byteLength: number
}

/** Room of a scratch, in bytes. */
export interface ScratchSpace {
  readonly usage: number
  readonly quota: number
}

/** A failure of the storage that callers answer: there is no more room, or somebody else holds the file. */
export class ScratchError extends StudioError {
  readonly reason: 'full' | 'busy'

  constructor(reason: ScratchError['reason'], message: string, hint: string, options?: ErrorOptions) {
    super('bad-input', message, hint, options)
    this.reason = reason
  }
}

/** What a person can do about too little room. */
export const ROOM_HINTS: Readonly<Record<Scratch['kind'], string>> = {
  browser:
    'Remove copies that are not needed and free disk space. A private window has little room: use another.',
  folder: 'Free disk space, or set TMPDIR to a folder on a larger disk.',
  memory: 'Remove what is not needed.',
}

/** Whether an error says that there is no more room. */
export function isFull(thrown: unknown): boolean {
  return thrown instanceof ScratchError && thrown.reason === 'full'
}

/** Whether an error says that a file is held elsewhere. */
export function isBusy(thrown: unknown): boolean {
  return thrown instanceof ScratchError && thrown.reason === 'busy'
}

/** The error for bytes that did not all go in; `written` is what the storage says of itself, however odd. */
export function scratchFull(
  kind: Scratch['kind'],
  name: string,
  { at, length, written }: { readonly at: number; readonly length: number; readonly written: number },
  cause?: unknown,
): ScratchError {
  const count = Number.isFinite(written) ? formatInteger(written) : String(written)
  return new ScratchError(
    'full',
    `${name}: ${count} of ${formatInteger(length)} bytes were stored at position ${formatInteger(at)}. There is no more room.`,
    ROOM_HINTS[kind],
    { cause },
  )
}

/** The error for a file that is open elsewhere. */
export function scratchBusy(name: string, cause?: unknown): ScratchError {
  return new ScratchError(
    'busy',
    `${name} is in use, perhaps in another tab.`,
    'Close the other tabs of the studio, or wait until they have ended their work.',
    { cause },
  )
}

/** The error for stored bytes that are no longer there. */
export function scratchGone(
  name: string,
  { at, length, got }: { readonly at: number; readonly length: number; readonly got: number },
  cause?: unknown,
): StudioError {
  return new StudioError(
    'file-gone',
    `${name} gave ${formatInteger(got)} bytes from position ${formatInteger(at)}; expected ${formatInteger(length)}.`,
    "The studio's storage was cleared. Open the data set again.",
    { cause },
  )
}

/** Refuses names that could mean another place: defects of the caller. */
export function requireScratchName(name: string): void {
  if (/^[a-z0-9][a-z0-9.-]{0,199}$/.test(name)) return
  throw new Error(`Expected a file name of a-z, 0-9, . and -, got ${JSON.stringify(name)}`)
}

/** Bytes that still fit; infinite where nobody knows. */
export async function freeBytes(scratch: Scratch): Promise<number> {
  const space = await scratch.space()
  return space === null ? Number.POSITIVE_INFINITY : Math.max(0, space.quota - space.usage)
}

/** The first `length` values as bytes, without a copy. */
export function bytesOf(values: Float32Array, length: number): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, 4 * length)
}
