import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { expect, test } from 'vitest'
import { openNpy, readFloatRows } from '../formats/npy.ts'
import { bytesSource } from '../formats/source.ts'
import { archiveWeights } from './weights-archive.ts'

test('one NPY file per tensor, in order', async () => {
  const tensors = [
    { name: 'conv1d/kernel', shape: [2, 1, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
    { name: 'conv1d/bias', shape: [3], values: Float32Array.of(0, -1, 0.5) },
  ]
  const reader = new ZipReader(new BlobReader(await archiveWeights(tensors)))
  const entries = await reader.getEntries()
  expect(entries.map(({ filename }) => filename)).toEqual(['conv1d/kernel.npy', 'conv1d/bias.npy'])
  for (const [i, entry] of entries.entries()) {
    if (entry.directory) throw new Error(`Expected a file, got the folder ${entry.filename}`)
    const source = bytesSource(await entry.getData(new Uint8ArrayWriter()), entry.filename)
    const file = await openNpy(source)
    const { shape, values } = tensors[i]!
    expect(file).toMatchObject({ shape, dtype: { descr: '<f4' } })
    const read = new Float32Array(values.length)
    await readFloatRows(file, source, 0, shape[0]!, read)
    expect(read).toEqual(values)
  }
})
