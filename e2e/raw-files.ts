// Objects that a journey draws itself, and so can count: as the raw arrays of LAM-Redshift on disk, or as a pre-split tree.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRng } from '../src/core/rng.ts'
import type { Attributes } from '../src/core/targets.ts'
import { referenceZgrid } from '../src/core/zgrid.ts'
import { encodeNpy, encodeObjectNpy } from '../src/formats/npy-write.ts'
import { countLabels } from './own-counts.ts'

/** Posteriors on one grid, with what is known of each object. */
export interface Objects {
  readonly points: number
  /** float32 values */
  readonly zgrid: Float64Array
  /** ln p(z), `[object, z]` */
  readonly lnP: Float32Array<ArrayBuffer>
  readonly attributes: readonly ObjectAttributes[]
}

/** Attributes without gaps; a test may put anything into a status. */
export interface ObjectAttributes extends Attributes {
  readonly redshift: number
  readonly deltaZ: number
  readonly status: string
  readonly logEvidence: number
  readonly flag: number
}

/** abs(DeltaZ) from here on is wrong, whatever the threshold of a target is. */
const WRONG = 1e-3
const FLAGS = { right: [3, 4, 4, 3.5, 2], wrong: [1, 1, 2, 9] } as const

/**
 * Draws objects: a narrow peak at the estimate where abs(DeltaZ) is small, three broad ones on a plateau else, and noise, so
 * that no two posteriors are equal. abs(DeltaZ) is even in its logarithm from 1e-5 to 0.1.
 */
export function drawObjects(rows: number, points: number, seed = 1): Objects {
  const rng = createRng(seed, 'journey')
  const zgrid = referenceZgrid(points)
  const lnP = new Float32Array(rows * points)
  const attributes = Array.from({ length: rows }, (_, row): ObjectAttributes => {
    const place = rng.int(points)
    const size = 10 ** (-5 + 4 * rng.uniform())
    const isWrong = size >= WRONG
    const curve = lnP.subarray(row * points, (row + 1) * points)
    const peaks = isWrong ? [place, rng.int(points), rng.int(points)] : [place]
    drawCurve(curve, peaks, isWrong ? points / 24 : points / 96, isWrong ? -9 : -25)
    for (let i = 0; i < points; i++) curve[i]! += 0.5 * rng.uniform()
    const flags = isWrong ? FLAGS.wrong : FLAGS.right
    return {
      redshift: zgrid[place]!,
      deltaZ: rng.uniform() < 0.5 ? size : -size,
      status: isWrong ? (rng.uniform() < 0.6 ? 'spurious' : 'mismatch') : 'success',
      logEvidence: -3000 * rng.uniform(),
      flag: flags[rng.int(flags.length)]!,
    }
  })
  return { points, zgrid, lnP, attributes }
}

/** Gaussian peaks of ln p, the highest of them at each point, on a plateau. */
function drawCurve(curve: Float32Array, peaks: readonly number[], width: number, plateau: number): void {
  for (let i = 0; i < curve.length; i++) {
    curve[i] = Math.max(plateau, ...peaks.map((peak) => -0.5 * ((i - peak) / width) ** 2))
  }
}

/** Posteriors of some objects, in the order of `rows`. */
export function curvesOf({ lnP, points }: Objects, rows: readonly number[]): Float32Array<ArrayBuffer> {
  const curves = new Float32Array(rows.length * points)
  rows.forEach((row, i) => {
    curves.set(lnP.subarray(row * points, (row + 1) * points), i * points)
  })
  return curves
}

/** Class of the target DeltaZ. */
export function isWrong(objects: Objects, row: number, threshold: number): number {
  return Math.abs(objects.attributes[row]!.deltaZ) < threshold ? 0 : 1
}

export function countBy(
  { attributes }: Objects,
  classes: number,
  classOf: (row: number) => number,
): number[] {
  return countLabels(
    attributes.map((_, row) => classOf(row)),
    classes,
  )
}

/** Numbers below `rows` in a chance order. */
export function shuffled(rows: number, name: string): number[] {
  const order = Uint32Array.from({ length: rows }, (_, row) => row)
  createRng(3, name).shuffle(order)
  return [...order]
}

/** Writes `pdfs32.npy`, `attributes32.npy` and `zgrid32.npy`. */
export async function writeRaw(
  directory: string,
  { points, zgrid, lnP, attributes }: Objects,
): Promise<void> {
  await mkdir(directory, { recursive: true })
  await Promise.all([
    writeFile(join(directory, 'pdfs32.npy'), encodeNpy('<f4', [attributes.length, points], lnP)),
    writeFile(join(directory, 'attributes32.npy'), attributeTable(attributes)),
    writeFile(join(directory, 'zgrid32.npy'), encodeNpy('<f4', [points], zgrid)),
  ])
}

/** Rows of each split. */
export type TreeRows = Readonly<Record<'TRAIN' | 'VALID' | 'TEST', readonly number[]>>

/**
 * Writes `DeltaZ/BALANCE/SPLIT/{X,Y,attributes}.npy` and `zgrid32.npy` beside `DeltaZ`.
 * @param labelOf class of an object
 */
export async function writeSplits(
  directory: string,
  balance: 'balanced' | 'unbalanced',
  objects: Objects,
  splits: TreeRows,
  labelOf: (row: number) => number,
): Promise<void> {
  for (const [split, rows] of Object.entries(splits)) {
    const folder = join(directory, 'DeltaZ', balance, split)
    await mkdir(folder, { recursive: true })
    const x = encodeNpy('<f4', [rows.length, objects.points], curvesOf(objects, rows))
    await writeFile(join(folder, 'X.npy'), x)
    await writeFile(join(folder, 'Y.npy'), encodeNpy('<i8', [rows.length], rows.map(labelOf)))
    await writeFile(
      join(folder, 'attributes.npy'),
      attributeTable(rows.map((row) => objects.attributes[row]!)),
    )
  }
  await writeFile(join(directory, 'zgrid32.npy'), encodeNpy('<f4', [objects.points], objects.zgrid))
}

/** Columns as LAM-Redshift has them: 1 redshift, 3 DeltaZ, 5 status, 6 log-evidence, the last one the flag. */
function attributeTable(attributes: readonly ObjectAttributes[]): Uint8Array {
  return encodeObjectNpy(
    attributes.map(({ redshift, deltaZ, status, logEvidence, flag }) => [
      0,
      redshift,
      0,
      deltaZ,
      0,
      status,
      logEvidence,
      0,
      flag,
    ]),
  )
}
