// NumPy's NPZ: a ZIP archive with one NPY file per array. Stored arrays (np.savez) are read where they lie, row by row;
// deflated ones (np.savez_compressed) in order.

import { type ForwardSource, forwardSource } from '../forward.ts'
import { openNpy } from '../npy.ts'
import { npyColumn } from '../npy-column.ts'
import { UnsupportedType } from '../numpy-dtype.ts'
import type { ByteSource } from '../source.ts'
import { type Column, MOST_COLUMN_BYTES, type Table } from '../table.ts'
import { readZipDirectory, shortName, type ZipEntry } from './directory.ts'
import { locateEntry, requireReadable } from './entry.ts'
import { inflate, verifyStored } from './inflate.ts'

const SUFFIX = '.npy'
/** Of an array that is left out for its type, before this is believed: opening a file should not take long. */
const MOST_VERIFIED_BYTES = 64 * 2 ** 20
/** Directories by their name (attributes could hide an array), and what macOS adds to the archives that it makes. */
const LITTER = /\/$|^__MACOSX\/|(^|\/)(\.DS_Store$|\._)/
const PATH = /[/\\]|\.\.|^[A-Za-z]:/

/**
 * Reads the directory of an archive and the header of every array. Checksums are verified by `readAll`, and for deflated
 * arrays when their last row is read; rows of a stored array are read alone and not verified.
 * @returns one column per entry `name.npy`. Other entries, entries with a path, empty ones and arrays of types without
 *   meaning here (complex, dates, structured, longdouble) are left out with a note
 * @throws StudioError `bad-input` if this is no ZIP archive, or a damaged, encrypted, ambiguous or excessive one
 */
export async function openNpz(source: ByteSource): Promise<Table> {
  const columns: Column[] = []
  const notes: string[] = []
  for (const entry of await readZipDirectory(source)) {
    const isColumn = isArray(entry.name)
    const name = isColumn ? entry.name.slice(0, -SUFFIX.length) : entry.name
    const title = `${source.name}, ${isColumn ? 'column' : 'entry'} ${shortName(name)}`
    if (isColumn) requireReadable(entry, title)
    // also of what is left out, so that a damaged name does not make a column vanish
    const packed = await locateEntry(source, entry, title)
    if (!isColumn) {
      if (!LITTER.test(entry.name)) notes.push(whyLeftOut(entry))
      continue
    }
    try {
      columns.push(await openColumn(packed, entry, { name, file: source.name }))
    } catch (thrown) {
      if (!(thrown instanceof UnsupportedType)) throw thrown
      await verifySmall(packed, entry)
      notes.push(`${thrown.message}: left out`)
    }
  }
  const { name: file, byteLength } = source
  return { file, format: 'NPZ', byteLength, columns, metadata: new Map(), notes }
}

async function openColumn(
  packed: ByteSource,
  entry: ZipEntry,
  at: Pick<Column, 'name' | 'file'>,
): Promise<Column> {
  if (entry.size === 0) {
    throw new UnsupportedType(
      'bad-input',
      `${packed.name} is empty (0 bytes)`,
      'Write it again with np.savez.',
    )
  }
  const place = { ...at, byteLength: entry.compressedSize }
  return entry.method === 0
    ? openStored(packed, entry, { ...place, access: 'rows' })
    : openDeflated(packed, entry, { ...place, access: 'forward' })
}

type Place = Parameters<typeof npyColumn>[2]

async function openStored(stored: ByteSource, entry: ZipEntry, place: Place): Promise<Column> {
  const column = npyColumn(await openNpy(stored), stored, place)
  const readAll = async () => {
    // what is longer is refused by its size
    if (stored.byteLength <= MOST_COLUMN_BYTES) await verifyStored(stored, entry)
    return column.readAll()
  }
  return { ...column, readAll }
}

async function openDeflated(deflated: ByteSource, entry: ZipEntry, place: Place): Promise<Column> {
  const source = inflatedSource(deflated, entry)
  try {
    return npyColumn(await openNpy(source), source, place)
  } finally {
    // a decompressor for each of many columns would take much memory
    await source.close()
  }
}

function inflatedSource(deflated: ByteSource, entry: ZipEntry): ForwardSource {
  return forwardSource({
    name: deflated.name,
    byteLength: entry.size,
    start: () => inflate(deflated, entry),
    what: 'deflated',
  })
}

/** One flipped bit makes dates of integers: such a column must not vanish with a note. */
async function verifySmall(packed: ByteSource, entry: ZipEntry): Promise<void> {
  if (entry.size > MOST_VERIFIED_BYTES) return
  if (entry.method === 0) await verifyStored(packed, entry)
  // an empty range at the end reads up to it
  else await inflatedSource(packed, entry).slice(entry.size, entry.size)
}

function isArray(name: string): boolean {
  return name.endsWith(SUFFIX) && !PATH.test(name) && !LITTER.test(name)
}

function whyLeftOut({ name }: ZipEntry): string {
  return `${shortName(name)}: ${PATH.test(name) ? 'an entry with a path' : 'not an array (NPY)'}, left out`
}
