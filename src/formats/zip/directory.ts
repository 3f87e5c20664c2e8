// What a ZIP archive says that it holds, read through zip.js and believed only within limits: nothing is expanded, and
// an archive that can be read in two ways is refused.

import {
  Reader,
  WARNING_MALFORMED_EXTRA_FIELD,
  WARNING_TRAILING_CENTRAL_DIRECTORY_DATA,
  WARNING_UNKNOWN_VERSION,
  WARNING_UNSORTED_CENTRAL_DIRECTORY,
  ZipReader,
} from '@zip.js/zip.js'
import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged, unclosed } from '../damage.ts'
import { decodeLatin1 } from '../numpy-values.ts'
import { RECOGNISE_BYTES, wrongFormat } from '../recognise.ts'
import { type ByteSource, sliceExactly } from '../source.ts'

/** An entry as the central directory describes it. */
export interface ZipEntry {
  /** as stored, with any path */
  readonly name: string
  /** the name's bytes, to compare with the local header */
  readonly nameBytes: Uint8Array
  readonly encrypted: boolean
  /** 0: stored, 8: deflated; others by number */
  readonly method: number
  readonly crc32: number
  /** bytes in the archive */
  readonly compressedSize: number
  /** bytes that they expand to, if this is true */
  readonly size: number
  /** position of the local header */
  readonly offset: number
  /** position where the next entry or the directory begins */
  readonly limit: number
}

const MOST_ENTRIES = 1000
/** Of one read by zip.js, which takes the directory's length from the file. 1,000 entries need some 100 KB. */
const MOST_DIRECTORY_BYTES = 16 * 2 ** 20
/** Local header without name and extra fields. */
const LOCAL_HEADER_BYTES = 30
/** Directory's entry without name, extra fields and comment. */
const DIRECTORY_ENTRY_BYTES = 46
/** What may follow the directory: its signature, and its end, for large archives twice. */
const BEHIND_DIRECTORY = ['PK\x05\x05', 'PK\x05\x06', 'PK\x06\x06']
/** Of zip.js' doubts, those that leave one way only to read an archive. What trails is looked at here. */
const ACCEPTED: readonly string[] = [
  WARNING_MALFORMED_EXTRA_FIELD,
  WARNING_TRAILING_CENTRAL_DIRECTORY_DATA,
  WARNING_UNKNOWN_VERSION,
  WARNING_UNSORTED_CENTRAL_DIRECTORY,
]
/** What zip.js says, in the words of a person. */
const REASONS: Readonly<Record<string, string>> = {
  'File format is not recognized': 'its directory lies outside the file',
  'Central directory header not found': 'an entry of its directory is missing',
}

/**
 * Reads the central directory.
 * @returns the entries in the directory's order, none of them read
 * @throws StudioError `bad-input` if this is no ZIP archive, or damaged, split, ambiguous (two entries of one name,
 *   entries that overlap) or of more than 1,000 entries
 */
export async function readZipDirectory(source: ByteSource): Promise<readonly ZipEntry[]> {
  await requireZip(source)
  const reader = new SourceReader(source)
  const entries: Omit<ZipEntry, 'limit'>[] = []
  const names = new Set<string>()
  // "strict" refuses Python's archives of 2 to 4 GB: they have the record of larger ones without pointing at it
  const zip = new ZipReader(reader, { strictness: 'balanced', filenameValidation: 'tolerant' })
  let directoryBytes = 0
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      const { filename: name, offset, compressedSize, encrypted } = entry
      if (entries.length === MOST_ENTRIES) throw refuse(source, 'has more than 1,000 entries', 'Split it up.')
      if (names.has(name)) throw refuse(source, `has two entries named ${shortName(name)}`, WRITE_AGAIN)
      if (entry.diskNumberStart !== 0) throw onePart(source)
      names.add(name)
      const texts = [entry.rawFilename, entry.rawExtraField, entry.rawComment]
      directoryBytes += texts.reduce((sum, { length }) => sum + length, DIRECTORY_ENTRY_BYTES)
      entries.push({
        name,
        nameBytes: entry.rawFilename,
        encrypted,
        method: entry.compressionMethod,
        crc32: entry.crc32 ?? 0,
        compressedSize,
        size: entry.uncompressedSize,
        offset,
      })
    }
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown
    // the file's own failure (it was removed, say) is no damage
    if (reader.failure !== undefined) throw reader.failure
    throw refusalOf(source, thrown)
  }
  const { directoryOffset = 0, directoryLength = 0, warnings = [] } = zip
  const doubt = warnings.find(({ reason }) => !ACCEPTED.includes(reason))
  if (doubt !== undefined) throw damaged(source.name, doubt.reason)
  await requireWhole(source, directoryOffset, directoryLength, directoryBytes)
  return withLimits(source, entries, directoryOffset)
}

/** An entry's name for messages, not longer than a line. */
export function shortName(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}...` : name
}

const WRITE_AGAIN = 'Write it again with np.savez.'

/** zip.js' view of a source. It may ask for any range: what a damaged file says decides. */
class SourceReader extends Reader<ByteSource> {
  failure: unknown
  private readonly source: ByteSource

  constructor(source: ByteSource) {
    super(source)
    this.source = source
    this.size = source.byteLength
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    const { source } = this
    const start = Math.min(Math.max(0, offset), source.byteLength)
    const end = Math.min(Math.max(start, offset + length), source.byteLength)
    if (end - start > MOST_DIRECTORY_BYTES) {
      throw damaged(
        source.name,
        `its directory has ${formatInteger(end - start)} bytes; expected at most ${formatInteger(MOST_DIRECTORY_BYTES)}`,
      )
    }
    try {
      return await sliceExactly(source, start, end)
    } catch (thrown) {
      this.failure = thrown
      throw thrown
    }
  }
}

/** zip.js finds archives behind other bytes too; here the first bytes decide what a file is. */
async function requireZip(source: ByteSource): Promise<void> {
  const head = await source.slice(0, Math.min(source.byteLength, RECOGNISE_BYTES))
  const magic = decodeLatin1(head.subarray(0, 4))
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return
  // the marks of a first part, and of one that turned out to be the only one
  if (magic === 'PK\x07\x08' || magic === 'PK00') {
    throw onePart(source)
  }
  throw wrongFormat(head, source.name, 'a ZIP archive (NPZ)', 'Write it with np.savez.')
}

/** Refuses a directory that lists more than its entries, or behind which something is hidden. */
async function requireWhole(source: ByteSource, start: number, length: number, read: number): Promise<void> {
  if (length !== read) {
    throw damaged(
      source.name,
      `its directory has ${formatInteger(length)} bytes, its entries take ${formatInteger(read)}`,
    )
  }
  const end = start + length
  const next = await source.slice(Math.min(end, source.byteLength), Math.min(end + 4, source.byteLength))
  if (!BEHIND_DIRECTORY.includes(decodeLatin1(next))) {
    throw damaged(source.name, 'something follows its directory')
  }
}

/** Adds where each entry must end. Archives that expand enormously let many entries share the same bytes. */
function withLimits(
  source: ByteSource,
  entries: readonly Omit<ZipEntry, 'limit'>[],
  directoryOffset: number,
): ZipEntry[] {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset)
  const limits = new Map(sorted.map((entry, i) => [entry, sorted[i + 1]?.offset ?? directoryOffset]))
  return entries.map((entry) => {
    const limit = limits.get(entry)!
    const least = entry.offset + LOCAL_HEADER_BYTES + entry.nameBytes.length + entry.compressedSize
    if (least > limit) {
      throw damaged(
        source.name,
        `the entry ${shortName(entry.name)} reaches to byte ${formatInteger(least)}, beyond the next one at ${formatInteger(limit)}`,
      )
    }
    return { ...entry, limit }
  })
}

function refusalOf(source: ByteSource, thrown: unknown): StudioError {
  const { message = '', reason } = thrown as { message?: string; reason?: string }
  if (message === 'End of central directory not found')
    return unclosed(source.name, 'a directory', source.byteLength)
  if (message === 'Split zip file') return onePart(source)
  return damaged(source.name, REASONS[message] ?? reason ?? (message || String(thrown)))
}

function onePart(source: ByteSource): StudioError {
  return refuse(source, 'is one part of several', 'Join the parts first.')
}

function refuse(source: ByteSource, what: string, hint: string): StudioError {
  return new StudioError('bad-input', `${source.name} ${what}`, hint)
}
