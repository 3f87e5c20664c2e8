// A data set as one ZIP archive of the pre-split NPY tree: a plain download, and once unpacked the folder that the
// Python code base reads. Nothing is compressed, because posteriors hardly compress and writing should be fast.

import { BlobWriter, configure, ZipWriter } from '@zip.js/zip.js'
import { type ProgressOptions, stopIfAborted } from './cancel.ts'
import type { Dataset } from './dataset.ts'
import { readerBytes } from './row-reader.ts'
import { datasetFiles, type OutputFile } from './write-tree.ts'

/**
 * Writes the archive; `zgrid.npy` lies beside the target's folder.
 * @throws StudioError `cancelled` on abort
 */
export async function archiveDataset(
  dataset: Dataset,
  { signal, onProgress }: ProgressOptions = {},
): Promise<Blob> {
  // zip.js' own workers come from blob: URLs and do nothing for stored entries
  configure({ useWebWorkers: false })
  const writer = new ZipWriter(new BlobWriter('application/zip'), { level: 0, keepOrder: true })
  const total = Object.values(dataset.splits).reduce((bytes, { x }) => bytes + readerBytes(x), 0)
  let done = 0
  for (const file of datasetFiles(dataset)) {
    const advance = (bytes: number): void => {
      stopIfAborted(signal)
      done += bytes
      onProgress?.({ phase: 'write', file: file.path, done: Math.min(done, total), total })
    }
    await writer.add(file.path, streamOf(file, advance), { lastModDate: EPOCH })
  }
  return writer.close()
}

/** One date for every entry, so that the same data give the same archive. */
const EPOCH = new Date(1980, 0, 1)

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
