// Weights as NumPy's NPZ: `np.load` gives the tensors by name, in the order of Keras' `get_weights()`.

import { BlobWriter, configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import { encodeNpy } from '../formats/npy-write.ts'

/** One tensor, float32, row-major. */
export interface NamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** The archive of some tensors, stored without compression; the same tensors give the same bytes. */
export async function archiveWeights(tensors: readonly NamedTensor[]): Promise<Blob> {
  // zip.js' own workers come from blob: URLs and do nothing for stored entries
  configure({ useWebWorkers: false })
  const writer = new ZipWriter(new BlobWriter('application/zip'), { level: 0, keepOrder: true })
  for (const { name, shape, values } of tensors) {
    const bytes = encodeNpy('<f4', shape, values)
    await writer.add(`${name}.npy`, new Uint8ArrayReader(bytes), { lastModDate: new Date(1980, 0, 1) })
  }
  return writer.close()
}
