// Reads an HDF5 file with the library alone, for tests of the writer.

import { loadH5wasm, withTemporaryFile } from './h5wasm.ts'
import type { Hdf5Dataset } from './tree.ts'

/** A file by the paths of what it holds, `/` first for the file itself. */
export interface ReadBack {
  /** by path, those that have any */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly datasets: Readonly<Record<string, Hdf5Dataset>>
  /** chunk of each dataset that is stored by pieces */
  readonly chunks: Readonly<Record<string, readonly number[]>>
  /** all paths, in alphabetical order */
  readonly paths: readonly string[]
}

/** Everything in a file. */
export async function readBack(bytes: Uint8Array): Promise<ReadBack> {
  const library = await loadH5wasm()
  return withTemporaryFile(library, (path) => {
    library.FS.writeFile(path, bytes)
    const file = new library.File(path, 'r')
    const attributes: Record<string, Record<string, unknown>> = {}
    const datasets: Record<string, Hdf5Dataset> = {}
    const chunks: Record<string, readonly number[]> = {}
    const paths = file.paths().sort()
    for (const name of ['/', ...paths]) {
      const item = file.get(name)
      if (!(item instanceof library.Group || item instanceof library.Dataset))
        throw new Error(`${name} is odd`)
      const read = Object.entries(item.attrs).map(([key, { value }]) => [key, value] as const)
      if (read.length > 0) attributes[name] = Object.fromEntries(read)
      if (item instanceof library.Group) continue
      const value = item.value as Float32Array | number
      if (item.dtype !== '<f') throw new Error(`${name} is ${item.dtype}`)
      datasets[name] = {
        shape: item.shape!,
        values: typeof value === 'number' ? Float32Array.of(value) : value,
      }
      if (item.metadata.chunks !== null) chunks[name] = item.metadata.chunks
    }
    file.close()
    return { attributes, datasets, chunks, paths }
  })
}
