// Measures reading in a worker, from the files of a file input and with the browser's private file system.

import { blobSources } from '../../src/data/chosen-files.ts'
import { opfsScratch } from '../../src/worker/opfs-scratch.ts'
import { measureReading, type ReadingOptions } from './measure.ts'

export interface ReadingRequest extends Omit<ReadingOptions, 'scratch'> {
  readonly files: readonly { readonly path: string; readonly file: File }[]
}

self.onmessage = async ({ data }: MessageEvent<ReadingRequest>) => {
  try {
    self.postMessage(await measureReading(blobSources(data.files), { ...data, scratch: await opfsScratch() }))
  } catch (thrown) {
    self.postMessage({ error: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}
