// A `.keras` file: a ZIP archive of a configuration and an HDF5 file with the weights, and beside them our card where this
// studio wrote it. Sizes are checked before anything is expanded.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { shortNames } from '../../core/keras/weight-layers.ts'
import { type ByteSource, blobSource } from '../../formats/source.ts'
import { readZipDirectory, type ZipEntry } from '../../formats/zip/directory.ts'
import { locateEntry, requireReadable } from '../../formats/zip/entry.ts'
import { inflate, verifyStored } from '../../formats/zip/inflate.ts'
import { CARD_FILE } from './write-keras.ts'

/** What an archive holds. */
export interface KerasArchive {
  /** text of `config.json` */
  readonly config: string
  /** text of our card; `null` in a file of Keras' own */
  readonly card: string | null
  readonly weights: Blob
}

const CONFIG_ENTRY = 'config.json'
const WEIGHTS_ENTRY = 'model.weights.h5'
const MOST_TEXT_BYTES = 16 * 2 ** 20
const MOST_WEIGHTS_BYTES = 2 ** 30
const HINT = 'Save it again with model.save("network.keras").'

/**
 * Reads an archive.
 * @throws StudioError `bad-input` for one that is damaged, excessive, or not of Keras, with what is missing
 */
export async function readKerasArchive(blob: Blob, name: string): Promise<KerasArchive> {
  const source = blobSource(blob, name)
  try {
    const entries = new Map((await readZipDirectory(source)).map((entry) => [entry.name, entry]))
    const card = entries.get(CARD_FILE)
    return {
      config: await readText(source, required(entries, CONFIG_ENTRY, name)),
      card: card === undefined ? null : await readText(source, card),
      weights: await readBlob(blob, source, required(entries, WEIGHTS_ENTRY, name), MOST_WEIGHTS_BYTES),
    }
  } catch (thrown) {
    // the readers of archives speak of NumPy's
    throw thrown instanceof StudioError && thrown.code === 'bad-input'
      ? new StudioError('bad-input', thrown.message, HINT, { cause: thrown })
      : thrown
  }
}

function required(entries: ReadonlyMap<string, ZipEntry>, entry: string, name: string): ZipEntry {
  const found = entries.get(entry)
  if (found !== undefined) return found
  const names = shortNames([...entries.keys()])
  throw new StudioError(
    'bad-input',
    `${name} is a ZIP archive without ${entry}: it holds ${names || 'nothing'}`,
    HINT,
  )
}

async function readText(source: ByteSource, entry: ZipEntry): Promise<string> {
  const bytes = await readBytes(source, entry, MOST_TEXT_BYTES)
  return new TextDecoder().decode(bytes)
}

async function locate(source: ByteSource, entry: ZipEntry, most: number): Promise<ByteSource> {
  const title = `${source.name}, ${entry.name}`
  requireReadable(entry, title)
  if (entry.size > most) {
    throw new StudioError(
      'bad-input',
      `${title} has ${formatInteger(entry.size)} bytes; expected at most ${formatInteger(most)}`,
      HINT,
    )
  }
  return locateEntry(source, entry, title)
}

/** The bytes of an entry, verified. */
async function readBytes(
  source: ByteSource,
  entry: ZipEntry,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await locate(source, entry, most)
  if (entry.method === 0) {
    await verifyStored(packed, entry)
    return packed.slice(0, packed.byteLength)
  }
  const bytes = new Uint8Array(entry.size)
  let filled = 0
  for await (const chunk of inflate(packed, entry)) {
    if (filled + chunk.length > entry.size) throw otherLength(packed, entry)
    bytes.set(chunk, filled)
    filled += chunk.length
  }
  if (filled !== entry.size) throw otherLength(packed, entry)
  return bytes
}

function otherLength({ name }: ByteSource, { size }: ZipEntry): StudioError {
  return new StudioError(
    'bad-input',
    `${name} is damaged: it expands to another length than ${formatInteger(size)} bytes, as the archive says`,
    HINT,
  )
}

/** An entry as a file of its own: a stored one, as Keras has it, is a part of the archive and takes no memory. */
async function readBlob(blob: Blob, source: ByteSource, entry: ZipEntry, most: number): Promise<Blob> {
  if (entry.method !== 0) return new Blob([await readBytes(source, entry, most)])
  const stored = await locate(source, entry, most)
  await verifyStored(stored, entry)
  const start = await dataStart(source, entry)
  return blob.slice(start, start + stored.byteLength)
}

/** Behind the local header, whose length it says itself; `locateEntry` has checked it. */
async function dataStart(source: ByteSource, { offset }: ZipEntry): Promise<number> {
  const header = await source.slice(offset, offset + 30)
  const view = new DataView(header.buffer)
  return offset + 30 + view.getUint16(26, true) + view.getUint16(28, true)
}
