// A copy of a data set's posteriors in the studio's own storage, as plain float32 with the floor applied: read there,
// they need no conversion and no permission. A manifest says how far a copy has come; it is written behind the rows
// that it speaks of, so that a copy which was interrupted goes on where it stopped.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
import { type BySplit, bySplit } from './by-split.ts'
import { type ProgressOptions, stopIfAborted } from './cancel.ts'
import {
  fileName,
  findCopy,
  fingerprintOf,
  fitsFiles,
  isComplete,
  manifestName,
  manifestOf,
  readManifest,
  whenFree,
  writeManifest,
} from './copy-manifest.ts'
import type { Dataset, RowReader } from './dataset.ts'
import { SPLIT_LABELS } from './finding.ts'
import { cachedReader, forgetBlocks, heldBytes, passingReader, withUnfloored } from './row-reader.ts'
import { blockRowsOf } from './scan.ts'
import { bytesOf, freeBytes, isBusy, isFull, ROOM_HINTS, type Scratch, type ScratchFile } from './scratch.ts'

/** A data set that reads its copy, and holds the files of it open. */
export interface CopiedDataset extends Dataset {
  /** Lets go of the copy alone, so that it can be removed; it cannot be read afterwards, the data set itself can. */
  readonly close: () => Promise<void>
  /** lets go of the copy and of what the data set holds */
  readonly release: () => Promise<void>
}

/** Blocks between two manifests: a crash costs 128 MB of work. */
const BLOCKS_PER_MANIFEST = 8

/** Whether a data set has been copied. */
export async function copyState(scratch: Scratch, dataset: Dataset): Promise<Omit<CopyState, 'inUse'>> {
  const manifest = manifestOf(dataset)
  const totalBytes = bytesOfRows(manifest.rows, manifest.width)
  const found = await findCopy(scratch, manifest)
  if (!found?.fits) return { state: 'none', doneBytes: 0, totalBytes }
  const state = isComplete(found.manifest) ? 'complete' : 'partial'
  return { state, doneBytes: bytesOfRows(found.manifest.doneRows, manifest.width), totalBytes }
}

/**
 * Copies the posteriors of a data set, or completes a copy that was begun. If it is stopped or fails, what was copied
 * stays for the next time, unless there was no room for it.
 * @throws StudioError `bad-input` if there is too little room, or the copy reads back differently (it is removed);
 *   `cancelled` within one block of an abort; ScratchError `busy` if another tab uses it
 */
export async function makeCopy(
  scratch: Scratch,
  dataset: Dataset,
  { signal, onProgress }: ProgressOptions = {},
): Promise<void> {
  stopIfAborted(signal)
  const planned = manifestOf(dataset)
  const { fingerprint, width, rows } = planned
  const total = bytesOfRows(rows, width)
  const found = await findCopy(scratch, planned)
  if (found?.fits && isComplete(found.manifest)) return onProgress?.(progressOf('', total, total))
  if (!found?.fits) await removeCopy(scratch, fingerprint)
  const manifest = found?.fits ? found.manifest : planned
  await requireRoom(scratch, planned.name, total - bytesOfRows(manifest.doneRows, width))

  const doneRows = { ...manifest.doneRows }
  const save = (): Promise<void> => writeManifest(scratch, { ...manifest, doneRows })
  // all of them before anything is written: whoever holds them makes this copy
  const files = await openAll((split) => scratch.open(fileName(fingerprint, split)))
  try {
    await save()
    for (const split of SPLIT_NAMES) {
      const { x, name } = dataset.splits[split]
      let blocks = 0
      await copyRows(passingReader(x), files[split], doneRows[split], signal, async (done) => {
        const isLast = done === x.rows
        if (isLast) await verifyCopy(dataset, split, files[split])
        doneRows[split] = done
        if (isLast || ++blocks % BLOCKS_PER_MANIFEST === 0) {
          await files[split].flush()
          await save()
        }
        onProgress?.(progressOf(name ?? SPLIT_LABELS[split], bytesOfRows(doneRows, width), total))
      })
    }
  } catch (thrown) {
    if (thrown instanceof CopyDiffers || isFull(thrown)) {
      await closeAll(files)
      await removeCopy(scratch, fingerprint)
      if (thrown instanceof CopyDiffers) throw thrown
      throw new StudioError(
        'bad-input',
        `The copy of ${planned.name} needs ${formatInteger(total)} bytes; the room ended after ${formatInteger(bytesOfRows(doneRows, width))}. What there was of it was removed.`,
        ROOM_HINTS[scratch.kind],
        { cause: thrown },
      )
    }
    // the reason to stop matters more than whether this can be noted down
    await Promise.all(SPLIT_NAMES.map((split) => files[split].flush()))
      .then(save)
      .catch(() => {})
    throw thrown
  } finally {
    await closeAll(files)
  }
}

/**
 * The data set with readers of its copy: the same rows in the same blocks, so that every epoch has the same order.
 * @returns `null` if there is no complete copy, or another tab holds it. A copy whose files do not fit is removed.
 */
export async function copiedDataset(scratch: Scratch, dataset: Dataset): Promise<CopiedDataset | null> {
  const planned = manifestOf(dataset)
  const { fingerprint } = planned
  const found = await findCopy(scratch, planned)
  if (found === null) return null
  if (!found.fits) {
    await removeCopy(scratch, fingerprint).catch(ignoreBusy)
    return null
  }
  if (!isComplete(found.manifest)) return null
  try {
    const files = await openAll(async (split) => {
      const file = await scratch.read(fileName(fingerprint, split))
      if (file !== null) return file
      throw new StudioError(
        'file-gone',
        `The copy of ${planned.name} was removed.`,
        'Open the data set again.',
      )
    })
    const splits = bySplit((split) => {
      const data = dataset.splits[split]
      // rows in memory are quicker still
      if (data.x.blockRows === undefined) return data
      // what memory was given to the rows of the file is the copy's now
      // of the copy only what the file itself holds instead of the floor is lacking
      const x = withUnfloored(cachedReader(copyReader(data.x, files[split]), heldBytes(data.x)), data.x)
      forgetBlocks(data.x)
      return { ...data, x }
    })
    const close = () => closeAll(files)
    const release = async () => {
      await close()
      await dataset.release?.()
    }
    return { ...dataset, splits, close, release }
  } catch (thrown) {
    ignoreBusy(thrown)
    return null
  }
}

/**
 * Removes a copy, complete or not.
 * @throws ScratchError `busy` if it is open here or in another tab
 */
export async function removeCopy(scratch: Scratch, fingerprint: string): Promise<void> {
  // the manifest last: until then the copy can be found and removed
  for (const split of SPLIT_NAMES) await scratch.remove(fileName(fingerprint, split))
  await whenFree(() => scratch.remove(manifestName(fingerprint)))
}

/** All copies, also those that were begun or are damaged. */
export async function listCopies(scratch: Scratch): Promise<readonly StoredCopy[]> {
  const bytes = new Map<string, number>()
  for (const { name, byteLength } of await scratch.list()) {
    const fingerprint = fingerprintOf(name)
    if (fingerprint !== undefined) bytes.set(fingerprint, (bytes.get(fingerprint) ?? 0) + byteLength)
  }
  const copies: StoredCopy[] = []
  for (const [fingerprint, size] of bytes) {
    const manifest = await readManifest(scratch, fingerprint)
    const complete = manifest !== null && isComplete(manifest) && (await fitsFiles(scratch, manifest))
    copies.push({ fingerprint, name: manifest?.name ?? '', bytes: size, complete })
  }
  return copies
}

/** A copy that reads back differently must not stay, nor be completed. */
class CopyDiffers extends StudioError {}

/** Copies rows from `from` on by blocks. `onBlock` gets the rows that are done after each. */
async function copyRows(
  x: RowReader,
  file: ScratchFile,
  from: number,
  signal: AbortSignal | undefined,
  onBlock: (done: number) => Promise<void>,
): Promise<void> {
  const { rows, width } = x
  const blockRows = blockRowsOfReader(x)
  const block = new Float32Array(Math.min(rows - from, blockRows) * width)
  for (let start = from; start < rows; start += blockRows) {
    stopIfAborted(signal)
    const count = Math.min(blockRows, rows - start)
    await x.read(start, count, block)
    await file.write(bytesOf(block, count * width), 4 * start * width)
    await onBlock(start + count)
  }
  stopIfAborted(signal)
}

/** Reads the first block, one in the middle and the last one from the source and from the copy, and compares bits. */
async function verifyCopy({ report, splits }: Dataset, split: SplitName, file: ScratchFile): Promise<void> {
  const { x } = splits[split]
  const { rows, width } = x
  const blockRows = blockRowsOfReader(x)
  const last = Math.ceil(rows / blockRows) - 1
  const expected = new Float32Array(Math.min(rows, blockRows) * width)
  const stored = new Float32Array(expected.length)
  for (const block of new Set([0, Math.floor(last / 2), last])) {
    const start = block * blockRows
    const count = Math.min(blockRows, rows - start)
    await x.read(start, count, expected)
    await file.read(bytesOf(stored, count * width), 4 * start * width)
    if (sameBits(expected, stored, count * width)) continue
    throw new CopyDiffers(
      'bad-input',
      `The copy of ${report.name} differs from ${splits[split].name ?? SPLIT_LABELS[split]} in rows ${formatInteger(start)} to ${formatInteger(start + count - 1)}. It was removed.`,
      'The file was changed while it was copied, or the disk is damaged. Open the data set again, then copy it again.',
    )
  }
}

function sameBits(a: Float32Array, b: Float32Array, length: number): boolean {
  const left = new Int32Array(a.buffer, a.byteOffset, length)
  const right = new Int32Array(b.buffer, b.byteOffset, length)
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return false
  return true
}

function copyReader({ rows, width, blockRows }: RowReader, file: ScratchFile): RowReader {
  return {
    rows,
    width,
    ...(blockRows === undefined ? {} : { blockRows }),
    read: (start, count, out) => file.read(bytesOf(out, count * width), 4 * start * width),
  }
}

async function requireRoom(scratch: Scratch, name: string, needed: number): Promise<void> {
  const free = await freeBytes(scratch)
  if (free >= needed) return
  throw new StudioError(
    'bad-input',
    `The copy of ${name} needs ${formatInteger(needed)} bytes; ${formatInteger(free)} are free.`,
    ROOM_HINTS[scratch.kind],
  )
}

function progressOf(file: string, done: number, total: number) {
  return { phase: 'write', file, done, total } as const
}

function bytesOfRows(rows: BySplit<number>, width: number): number {
  return SPLIT_NAMES.reduce((sum, split) => sum + 4 * width * rows[split], 0)
}

function blockRowsOfReader({ blockRows, width }: RowReader): number {
  return blockRows ?? blockRowsOf(width)
}

function ignoreBusy(thrown: unknown): void {
  if (!isBusy(thrown)) throw thrown
}

/** Opens a file per split, or none of them. */
async function openAll(open: (split: SplitName) => Promise<ScratchFile>): Promise<BySplit<ScratchFile>> {
  const files: Partial<Record<SplitName, ScratchFile>> = {}
  try {
    for (const split of SPLIT_NAMES) files[split] = await open(split)
  } catch (thrown) {
    await closeAll(files)
    throw thrown
  }
  return files as BySplit<ScratchFile>
}

async function closeAll(files: Partial<BySplit<ScratchFile>>): Promise<void> {
  for (const split of SPLIT_NAMES) await files[split]?.close()
}
