// Posteriors for a person to look at: single ones as their file holds them, and the mean of each class.

import type { ClassMean } from '../core/class-means.ts'
import { probabilities } from '../core/posterior.ts'
import { createRng } from '../core/rng.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { ScannedObjects } from './assemble.ts'
import { type ProgressOptions, stopIfAborted } from './cancel.ts'
import { chosenRows } from './chosen-rows.ts'
import { partAt, poolRows } from './pool.ts'
import { blockRowsOf } from './scan.ts'
import type { ArrangedDataset } from './split-dataset.ts'

/** Bytes of posteriors that are averaged whole: they are read in a second or two. */
const AVERAGED_WHOLE = 256e6
/** Objects per class that are averaged of larger data, where single rows are slow to read. */
const MEAN_OF = 500

/**
 * Posteriors of some objects, `[object, z]`, ln p as in the file: -inf stays.
 * @param rows numbers of the pool, in any order
 */
export async function readPosteriors(
  { source: { pool }, rowsOf }: ScannedObjects,
  rows: readonly number[],
): Promise<Float32Array<ArrayBuffer>> {
  const width = pool.parts[0]!.part.x.width
  const values = new Float32Array(rows.length * width)
  for (const [i, row] of rows.entries()) {
    const { part, from } = partAt(pool, row)
    await rowsOf(part).read(row - from, 1, values.subarray(i * width, (i + 1) * width))
  }
  return values
}

/**
 * Mean posterior of each class over the objects of the three splits: all of them where they lie in memory or take less than
 * 256 MB, else 500 of each class, drawn by seed 1. Objects without a finite value do not count.
 */
export async function classMeans(
  { source: { pool }, rowsOf }: ScannedObjects,
  { arrangement: { plan, labelled } }: ArrangedDataset,
  { signal, onProgress }: ProgressOptions = {},
): Promise<readonly ClassMean[]> {
  const raw = poolRows(pool, rowsOf)
  const { width } = raw
  const members = labelled.classes.map((): number[] => [])
  for (const split of SPLIT_NAMES) {
    for (const row of plan.rows[split]) members[labelled.labels[row]!]?.push(row)
  }
  const isSmall = raw.quick === true || 4 * width * raw.rows <= AVERAGED_WHOLE
  const taken = members.map((rows, label) => (isSmall ? rows : draw(rows, label)))
  const chosen = Uint32Array.from(taken.flat()).sort()
  const reader = chosenRows(raw, chosen)
  const means = members.map(() => new Float64Array(width))
  const objects = members.map(() => 0)
  const blockRows = blockRowsOf(width)
  const block = new Float32Array(Math.min(blockRows, chosen.length) * width)
  for (let start = 0; start < chosen.length; start += blockRows) {
    stopIfAborted(signal)
    const count = Math.min(blockRows, chosen.length - start)
    await reader.read(start, count, block)
    for (let i = 0; i < count; i++) {
      const mass = probabilities(block.subarray(i * width, (i + 1) * width))
      if (mass === null) continue
      const label = labelled.labels[chosen[start + i]!]!
      const mean = means[label]!
      for (let z = 0; z < width; z++) mean[z]! += mass[z]!
      objects[label]!++
    }
    const done = 4 * width * (start + count)
    onProgress?.({ phase: 'scan', file: raw.name, done, total: 4 * width * chosen.length })
  }
  return means.map((mean, label) => ({
    mean: mean.map((sum) => sum / Math.max(1, objects[label]!)),
    objects: objects[label]!,
    of: members[label]!.length,
  }))
}

function draw(rows: readonly number[], label: number): readonly number[] {
  if (rows.length <= MEAN_OF) return rows
  const order = Uint32Array.from(rows)
  createRng(1, `mean of class ${label}`).shuffle(order)
  return [...order.subarray(0, MEAN_OF)]
}
