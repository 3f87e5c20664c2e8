// Posteriors whose answer is known: class 0 has one peak, class 1 the same and a second one of a third of the height. The
// highest point is 0 in every row, and the floor is uneven and lies elsewhere in every row, so that nothing but the second peak
// tells them apart.

import { createRng } from '../core/rng.ts'
import type { SplitName } from '../core/split-names.ts'
import { bySplit, mapSplits } from './by-split.ts'
import type { Dataset } from './dataset.ts'
import { memoryDataset } from './memory-dataset.ts'

/** Points of a planted posterior. */
export const PLANTED_POINTS = 256
/** Standard deviation of a peak, in points. */
const PEAK_WIDTH = 2
const SECOND_HEIGHT = 1 / 3
/** Points that are kept free between the peaks, and between a peak and an end. */
const CLEARANCE = 16
/** ln p of the floor: its mean level over rows, how far a row's own lies from that at most, and the noise of points. */
const FLOOR = { level: -8, range: 3, noise: 0.5 } as const

/** Posteriors with their classes, and where their peaks are. */
export interface PlantedRows {
  /** ln p, [row, z] */
  readonly posteriors: Float32Array
  /** class per row: 0 and 1 by turns */
  readonly labels: Uint8Array
  /** point of the highest peak, per row */
  readonly first: Uint16Array
  /** point of the second peak, per row; for class 0 of the one that is not there */
  readonly second: Uint16Array
}

/**
 * Plants peaks at random points.
 * @param stream rows of another stream are other rows
 */
export function plantedRows(rows: number, seed: number, stream = ''): PlantedRows {
  const rng = createRng(seed, stream)
  const place = () => CLEARANCE + rng.int(PLANTED_POINTS - 2 * CLEARANCE)
  const posteriors = new Float32Array(rows * PLANTED_POINTS)
  const labels = Uint8Array.from({ length: rows }, (_, row) => row % 2)
  const first = new Uint16Array(rows)
  const second = new Uint16Array(rows)
  for (let row = 0; row < rows; row++) {
    first[row] = place()
    do second[row] = place()
    while (Math.abs(second[row]! - first[row]!) < 2 * CLEARANCE)
    const height = labels[row] === 1 ? SECOND_HEIGHT : 0
    const floor = FLOOR.level + FLOOR.range * (2 * rng.uniform() - 1)
    for (let z = 0; z < PLANTED_POINTS; z++) {
      const p = peak(z - first[row]!) + height * peak(z - second[row]!)
      posteriors[row * PLANTED_POINTS + z] = Math.log(p + Math.exp(floor + FLOOR.noise * rng.normal()))
    }
  }
  return { posteriors, labels, first, second }
}

function peak(distance: number): number {
  return Math.exp(-0.5 * (distance / PEAK_WIDTH) ** 2)
}

/** Planted rows as a data set without zgrid and attributes, and the rows of each split. */
export async function plantedDataset(
  rows: Readonly<Record<SplitName, number>>,
  seed: number,
): Promise<{ dataset: Dataset; planted: Readonly<Record<SplitName, PlantedRows>> }> {
  const planted = bySplit((split) => plantedRows(rows[split], seed, split))
  const dataset = await memoryDataset({
    name: 'planted',
    target: 'DeltaZ',
    width: PLANTED_POINTS,
    splits: mapSplits(planted, ({ posteriors, labels }) => ({ posteriors, labels, attributes: null })),
    zgrid: null,
  })
  return { dataset, planted }
}
