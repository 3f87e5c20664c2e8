// A data set as one ZIP archive of the pre-split NPY tree: a plain download, and once unpacked the folder that the
// Python code base reads. Nothing is compressed, because posteriors hardly compress and writing should be fast. A large
// archive goes into the studio's storage block by block, and the browser copies it from there: memory never holds it.

import { BlobWriter, configure, ZipWriter } from '@zip.js/zip.js'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { type ProgressOptions, stopIfAborted } from './cancel.ts'
import type { Dataset } from './dataset.ts'
import { ENTRY_DATE } from './files-archive.ts'
import { freeBytes, isFull, ROOM_HINTS, type Scratch, TEMPORARY } from './scratch.ts'
import { contentBytes, datasetFiles, type OutputFile } from './write-tree.ts'

/** Reporting, stopping, and where a large archive goes. */
export interface ArchiveOptions extends ProgressOptions {
  /** for what memory should not hold; `null` where there is none */
  readonly scratch?: Scratch | null | undefined
  /** bytes that may be made in memory */
  readonly memoryBytes?: number
}

const MEMORY_BYTES = 256e6
/** Headers of one entry take less. */
const ENTRY_BYTES = 1024
const TYPE = 'application/zip'

/**
 * Writes the archive; `zgrid.npy` lies beside the target's folder. A large one lies in `scratch` until the next visit
 * (`removeLeftovers`), and the Blob reads it there. If writing fails or is stopped, nothing stays.
 * @throws StudioError `cancelled` within a few blocks of an abort, `bad-input` if it is too large for memory and there is no
 *   storage or no room in it, or a row has no class
 */
export async function archiveDataset(
  dataset: Dataset,
  { scratch = null, memoryBytes = MEMORY_BYTES, ...progress }: ArchiveOptions = {},
): Promise<Blob> {
  stopIfAborted(progress.signal)
  const files = datasetFiles(dataset)
  const archive: Archive = {
    name: dataset.report.name,
    files,
    most: contentBytes(files) + ENTRY_BYTES * (files.length + 1),
    progress,
  }
  if (archive.most <= memoryBytes) {
    const blob = new BlobWriter(TYPE)
    await writeArchive(archive, blob)
    return blob.getData()
  }
  if (scratch !== null) return archiveInScratch(archive, scratch)
  throw new StudioError(
    'bad-input',
    `The archive of ${archive.name} needs ${formatInteger(archive.most)} bytes; without storage there is room for ${formatInteger(memoryBytes)}.`,
    `Use a window that is not private, or another browser. ${COMMAND_HINT}`,
  )
}

const COMMAND_HINT =
  'The command `npm run data -- FOLDER --save OUT` writes the same files without a browser.'

/** What is to be written. */
interface Archive {
  /** of the data set, for messages */
  readonly name: string
  readonly files: readonly OutputFile[]
  /** bytes that it takes at most */
  readonly most: number
  readonly progress: ProgressOptions
}

async function archiveInScratch(archive: Archive, scratch: Scratch): Promise<Blob> {
  const { name, most } = archive
  const needs = `The archive of ${name} needs ${formatInteger(most)} bytes`
  const hint = `${ROOM_HINTS[scratch.kind]} An archive that was saved before makes room when the page is loaded again. ${COMMAND_HINT}`
  const free = await freeBytes(scratch)
  if (free < most) throw new StudioError('bad-input', `${needs}; ${formatInteger(free)} are free.`, hint)
  const stored = `${TEMPORARY.archive}${crypto.randomUUID()}.zip`
  const file = await scratch.open(stored)
  let written = 0
  try {
    const sink = new WritableStream<Uint8Array>({
      write: async (bytes) => {
        await file.write(bytes, written)
        written += bytes.length
      },
    })
    await writeArchive(archive, sink)
    await file.flush()
    await file.close()
    const blob = await scratch.blob(stored)
    if (blob?.size !== written) throw cleared(name, blob?.size ?? 0, written)
    return blob.slice(0, written, TYPE)
  } catch (thrown) {
    await file.close().catch(() => {})
    // what cannot be removed now is removed at the next visit
    await scratch.remove(stored).catch(() => {})
    if (!isFull(thrown)) throw thrown
    const ended = `the room ended after ${formatInteger(written)}. What there was of it was removed.`
    throw new StudioError('bad-input', `${needs}; ${ended}`, hint, { cause: thrown })
  }
}

function cleared(name: string, size: number, written: number): StudioError {
  return new StudioError(
    'file-gone',
    `The archive of ${name} has ${formatInteger(size)} bytes in the storage; ${formatInteger(written)} were written.`,
    "The studio's storage was cleared. Save the data again.",
  )
}

/** Writes all entries and the directory. */
async function writeArchive(
  { files, progress: { signal, onProgress } }: Archive,
  sink: BlobWriter | WritableStream<Uint8Array>,
): Promise<void> {
  // zip.js' own workers come from blob: URLs and do nothing for stored entries
  configure({ useWebWorkers: false })
  const writer = new ZipWriter(sink, { level: 0, keepOrder: true })
  const total = contentBytes(files)
  let done = 0
  for (const file of files) {
    const { path, byteLength } = file
    const advance = (bytes: number): void => {
      stopIfAborted(signal)
      done += bytes
      onProgress?.({ phase: 'write', file: path, done, total })
    }
    // with its size an entry has the form for large ones only where it is one
    await writer.add(path, streamOf(file, advance), { ...ENTRY_DATE, uncompressedSize: byteLength })
  }
  await writer.close()
  stopIfAborted(signal)
}

function streamOf(
  file: OutputFile,
  advance: (bytes: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = file.chunks[Symbol.asyncIterator]()
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await chunks.next()
      if (done) controller.close()
      else {
        advance(value.byteLength)
        controller.enqueue(value)
      }
    },
  })
}
