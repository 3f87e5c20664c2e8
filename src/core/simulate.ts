// Sample data: redshift posteriors simulated from the physics of emission-line galaxies. The parts are in simulate/:
// lines and templates, population, instrument, exposure, redshift scan, judgement. Here they become a data set.

import { StudioError } from './errors.ts'
import { createSimulator, simulateObject } from './simulate/object.ts'
import { drawSplit, REFERENCE_SPLIT } from './split.ts'
import { SPLIT_NAMES, type SplitName } from './split-names.ts'
import type { Attributes } from './targets.ts'
import { REFERENCE_POINTS, zgridCoarseness } from './zgrid.ts'

/** What the visitor may choose about the sample. */
export interface SimulationSettings {
  /** objects over all three splits */
  readonly rows: number
  /** points of the redshift grid */
  readonly points: number
  readonly seed: number
}

/** Limits of the settings: fewer rows leave a split nearly empty, fewer points leave CNN3 nothing to look at. */
export const SIMULATION_LIMITS = {
  rows: { from: 20, to: 60_000 },
  points: { from: 64, to: REFERENCE_POINTS },
} as const

/** One split of a sample. */
export interface SimulatedSplit {
  /** `[row, z]`, row-major: ln p(z) per unit redshift; the trapezoidal integral of p over z is 1 */
  readonly posteriors: Float32Array<ArrayBuffer>
  /** one per row; labels follow from them by `TARGETS[target].classOf` */
  readonly attributes: readonly Attributes[]
  /** number of each row's object in the sample, from 0: no number occurs twice, in one split or in two */
  readonly objects: Uint32Array<ArrayBuffer>
}

/** A simulated sample at its natural class shares. */
export interface SimulatedDataset {
  /** redshift of each point; float32 values */
  readonly zgrid: Float64Array<ArrayBuffer>
  readonly splits: Readonly<Record<SplitName, SimulatedSplit>>
  /** how many times coarser than the reference's the grid is in ln(1+z) */
  readonly coarseness: number
}

/** Longest time between two moments in which the caller's thread may do other work, milliseconds. */
const SLICE_MS = 40

/**
 * Simulates a sample. The same settings give the same bits, and an object does not depend on the number of rows. True
 * redshifts lie on points of the grid, so that DeltaZ below the threshold means the right point on a coarse grid.
 * Lets the event loop run at least every 40 ms (or after each object that takes longer).
 * @param onProgress objects done and to do, after each slice
 * @throws StudioError `bad-input` for settings outside `SIMULATION_LIMITS`, `cancelled` when `signal` aborts
 */
export async function simulateDataset(
  settings: SimulationSettings,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<SimulatedDataset> {
  const { rows, points, seed } = settings
  checkSettings(settings)
  stopIfAborted(signal, 0, rows)
  const simulator = createSimulator(points, seed)
  const objects = drawSplit(rows, { ...REFERENCE_SPLIT, seed })
  const splits = {
    train: emptySplit(objects.train, points),
    validation: emptySplit(objects.validation, points),
    test: emptySplit(objects.test, points),
  }
  let done = 0
  let sliceStart = performance.now()
  for (const name of SPLIT_NAMES) {
    const { posteriors, attributes } = splits[name]
    for (const [row, object] of objects[name].entries()) {
      const simulated = simulateObject(simulator, object)
      posteriors.set(simulated.logPdf, row * points)
      attributes.push(simulated.attributes)
      done++
      if (performance.now() - sliceStart < SLICE_MS && done < rows) continue
      onProgress?.(done, rows)
      await new Promise((resolve) => setTimeout(resolve))
      stopIfAborted(signal, done, rows)
      sliceStart = performance.now()
    }
  }
  return { zgrid: simulator.zgrid, splits, coarseness: zgridCoarseness(points) }
}

function emptySplit(objects: Uint32Array<ArrayBuffer>, points: number) {
  const attributes: Attributes[] = []
  return { posteriors: new Float32Array(objects.length * points), attributes, objects }
}

function checkSettings({ rows, points, seed }: SimulationSettings): void {
  checkRange('rows', rows, SIMULATION_LIMITS.rows)
  checkRange('grid points', points, SIMULATION_LIMITS.points)
  if (!Number.isSafeInteger(seed)) {
    throw new StudioError(
      'bad-input',
      `The sample needs an integer as seed, got ${seed}`,
      'Choose another seed.',
    )
  }
}

function checkRange(name: string, value: number, { from, to }: { from: number; to: number }): void {
  if (Number.isInteger(value) && value >= from && value <= to) return
  throw new StudioError(
    'bad-input',
    `The sample needs an integer from ${from} to ${to} as number of ${name}, got ${value}`,
    `Choose another number of ${name}.`,
  )
}

function stopIfAborted(signal: AbortSignal | undefined, done: number, total: number): void {
  if (signal?.aborted) {
    throw new StudioError('cancelled', `The simulation was stopped after ${done} of ${total} objects`)
  }
}
