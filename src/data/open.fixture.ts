// What the tests of opening a plain NPY tree share: the tree with some files replaced.

import { encodeNpy } from '../formats/npy-write.ts'
import { type Files, posteriors, ROWS, treeFiles, WIDTH } from './tree.fixture.ts'

/** The folder of the splits. */
export const BASE = 'DeltaZ/balanced'

/** The tree with some files replaced, or removed by `null`. */
export function changed(replaced: Readonly<Record<string, Uint8Array | null>>, base = BASE): Files {
  const files = treeFiles(base)
  for (const [path, bytes] of Object.entries(replaced)) {
    const full = path.startsWith('zgrid') ? path : `${base}/${path}`
    if (bytes === null) files.delete(full)
    else files.set(full, bytes)
  }
  return files
}

/** TRAIN's posteriors with one value replaced. */
export function trainWith(
  ...changes: readonly (readonly [row: number, point: number, value: number])[]
): Uint8Array {
  const values = posteriors(ROWS.train, 0)
  for (const [row, point, value] of changes) values[row * WIDTH + point] = value
  return encodeNpy('<f4', [ROWS.train, WIDTH], values)
}
