// The manifest of a copy in the studio's own storage: which data set it holds, and how far it has come. It lies beside
// the rows of each part, as JSON, and is believed only where the files agree.

import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { type BySplit, bySplit } from './by-split.ts'
import type { Dataset } from './dataset.ts'
import { isBusy, type Scratch } from './scratch.ts'

/** Something for each part of a data set. */
/** What a manifest says. */
export interface CopyManifest {
  readonly format: typeof FORMAT
  readonly version: typeof VERSION
  readonly fingerprint: string
  /** of the data set */
  readonly name: string
  /** values per row */
  readonly width: number
  readonly rows: BySplit<number>
  readonly doneRows: BySplit<number>
  /** date and time, ISO 8601 */
  readonly created: string
}

const FORMAT = 'redshift-studio-copy'
const VERSION = 1
/** More than a manifest with the longest name takes. */
const MOST_MANIFEST_BYTES = 2 ** 16
const MOST_TRIES = 20
const WAIT_MS = 10
const COPY_FILE = /^copy-([a-z0-9]+)(?:\.json|-(?:train|validation|test)\.f32)$/

/** The manifest of a data set whose copy is yet to be begun. */
export function manifestOf({ report, splits }: Dataset): CopyManifest {
  return {
    format: FORMAT,
    version: VERSION,
    fingerprint: report.fingerprint,
    name: report.name,
    width: splits.train.x.width,
    rows: bySplit((split) => splits[split].x.rows),
    doneRows: bySplit(() => 0),
    created: new Date().toISOString(),
  }
}

/** The stored manifest of a data set, and whether it and the files agree; `null` where none can be read. */
export async function findCopy(
  scratch: Scratch,
  { fingerprint, width, rows }: CopyManifest,
): Promise<{ readonly manifest: CopyManifest; readonly fits: boolean } | null> {
  const manifest = await readManifest(scratch, fingerprint)
  if (manifest === null) return null
  const same = manifest.width === width && SPLIT_NAMES.every((split) => manifest.rows[split] === rows[split])
  return { manifest, fits: same && (await fitsFiles(scratch, manifest)) }
}

/** Files may be longer than what is noted as done, but no shorter, nor longer than all. */
export async function fitsFiles(
  scratch: Scratch,
  { fingerprint, width, rows, doneRows }: CopyManifest,
): Promise<boolean> {
  const sizes = new Map((await scratch.list()).map(({ name, byteLength }) => [name, byteLength]))
  return SPLIT_NAMES.every((split) => {
    const size = sizes.get(fileName(fingerprint, split)) ?? 0
    return size >= 4 * doneRows[split] * width && size <= 4 * rows[split] * width
  })
}

/** Stores a manifest in place of the one before. */
export async function writeManifest(scratch: Scratch, manifest: CopyManifest): Promise<void> {
  const file = await whenFree(() => scratch.open(manifestName(manifest.fingerprint)))
  try {
    // files are not cut: blanks cover what is left of a longer text
    const text = JSON.stringify(manifest).padEnd(file.byteLength)
    await file.write(new TextEncoder().encode(text), 0)
    await file.flush()
  } finally {
    await file.close()
  }
}

/** The stored manifest of a data set; `null` where there is none, or none that can be read. */
export async function readManifest(scratch: Scratch, fingerprint: string): Promise<CopyManifest | null> {
  const file = await whenFree(() => scratch.read(manifestName(fingerprint)))
  if (file === null) return null
  try {
    if (file.byteLength > MOST_MANIFEST_BYTES) return null
    const bytes = new Uint8Array(file.byteLength)
    await file.read(bytes, 0)
    return parseManifest(new TextDecoder().decode(bytes), fingerprint)
  } finally {
    await file.close()
  }
}

/** Tries again for a moment: nobody holds a manifest for longer than it takes to read or write it. */
export async function whenFree<T>(open: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await open()
    } catch (thrown) {
      if (!isBusy(thrown) || tries === MOST_TRIES) throw thrown
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
    }
  }
}

/** Whether every row has been copied. */
export function isComplete({ rows, doneRows }: CopyManifest): boolean {
  return SPLIT_NAMES.every((split) => doneRows[split] === rows[split])
}

/** Name of the file with the rows of a part. */
export function fileName(fingerprint: string, split: SplitName): string {
  return `copy-${fingerprint}-${split}.f32`
}

/** Name of the file with the manifest. */
export function manifestName(fingerprint: string): string {
  return `copy-${fingerprint}.json`
}

/** Which data set a file belongs to, from its name; `undefined` for files that are no part of a copy. */
export function fingerprintOf(name: string): string | undefined {
  return COPY_FILE.exec(name)?.[1]
}

/** Checks and takes over field by field; `null` for anything that is no manifest of this version. */
function parseManifest(text: string, fingerprint: string): CopyManifest | null {
  const fields = asFields(parseJson(text))
  if (fields === null || fields.format !== FORMAT || fields.version !== VERSION) return null
  const { name, width, created } = fields
  const rows = asCounts(fields.rows)
  const doneRows = asCounts(fields.doneRows)
  if (fields.fingerprint !== fingerprint || typeof name !== 'string' || typeof created !== 'string')
    return null
  if (!isCount(width) || rows === null || doneRows === null) return null
  if (SPLIT_NAMES.some((split) => doneRows[split] > rows[split])) return null
  return { format: FORMAT, version: VERSION, fingerprint, name, width, rows, doneRows, created }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function asFields(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null
}

function asCounts(value: unknown): BySplit<number> | null {
  const { train, validation, test } = asFields(value) ?? {}
  return isCount(train) && isCount(validation) && isCount(test) ? { train, validation, test } : null
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
