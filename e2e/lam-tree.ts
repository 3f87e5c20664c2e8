// A pre-split tree on disk as LAM-Redshift has it: labels and attributes written by NumPy, and an X.npy of the real width
// with a posterior for each of these rows.

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRng } from '../src/core/rng.ts'
import { openNpy, readNumbers, readObjects } from '../src/formats/npy.ts'
import { encodeNpy } from '../src/formats/npy-write.ts'
import { bytesSource } from '../src/formats/source.ts'

const FIXTURES = join(import.meta.dirname, '..', 'reference', 'fixtures', 'journey')
export const POINTS = 17_908
export const SPLIT_FOLDERS = ['TRAIN', 'VALID', 'TEST'] as const
/** Objects per class of DeltaZ, as reference/make_journey_fixtures.py draws them. */
export type SplitFolder = (typeof SPLIT_FOLDERS)[number]

async function readNpy(path: string) {
  const source = bytesSource(await readFile(path), path)
  return { source, file: await openNpy(source) }
}

/** ln p(z): a narrow peak at the estimate where it is right; several broad ones on a plateau where it is wrong. */
function posterior(out: Float32Array, zIndex: number, isWrong: boolean, seed: string): void {
  const rng = createRng(1, seed)
  const peaks = isWrong ? 4 : 1
  out.fill(isWrong ? -18 : -45)
  for (let peak = 0; peak < peaks; peak++) {
    const center = peak === 0 ? zIndex : rng.int(POINTS)
    const width = isWrong ? 60 + rng.int(200) : 4 + rng.int(8)
    const height = 5 - 2 * peak * rng.uniform()
    for (let i = Math.max(0, center - 6 * width); i < Math.min(POINTS, center + 6 * width); i++) {
      out[i] = Math.max(out[i]!, height - ((i - center) / width) ** 2 / 2)
    }
  }
  for (let i = 0; i < POINTS; i++) out[i]! += 0.3 * (rng.uniform() - 0.5)
}

/** Writes DIR/DeltaZ/unbalanced/{TRAIN,VALID,TEST}/{X,Y,attributes}.npy and DIR/DeltaZ/zgrid32.npy; returns the counts. */
export async function writeLamTree(directory: string): Promise<Record<SplitFolder, number[]>> {
  const zgrid = Float32Array.from({ length: POINTS }, (_, i) => Math.expm1(i * 1e-4))
  const indexOf = new Map(Array.from(zgrid, (z, i) => [z, i]))
  const counts = {} as Record<SplitFolder, number[]>
  for (const split of SPLIT_FOLDERS) {
    const folder = join(directory, 'DeltaZ', 'unbalanced', split)
    await mkdir(folder, { recursive: true })
    for (const name of ['Y.npy', 'attributes.npy']) {
      await copyFile(join(FIXTURES, split, name), join(folder, name))
    }
    const y = await readNpy(join(folder, 'Y.npy'))
    const labels = await readNumbers(y.file, y.source)
    const attributes = await readNpy(join(folder, 'attributes.npy'))
    const objects = await readObjects(attributes.file, attributes.source)
    const columns = objects.length / labels.length
    const x = new Float32Array(labels.length * POINTS)
    labels.forEach((label, row) => {
      const zIndex = indexOf.get(Number(objects[row * columns + 1]))
      if (zIndex === undefined) throw new Error(`Row ${row} of ${split}: its redshift is not on the grid`)
      posterior(x.subarray(row * POINTS, (row + 1) * POINTS), zIndex, label === 1, `${split} ${row}`)
    })
    await writeFile(join(folder, 'X.npy'), encodeNpy('<f4', [labels.length, POINTS], x))
    const wrong = labels.reduce((total, label) => total + label, 0)
    counts[split] = [labels.length - wrong, wrong]
  }
  await writeFile(join(directory, 'DeltaZ', 'zgrid32.npy'), encodeNpy('<f4', [POINTS], zgrid))
  return counts
}
