// How long a run will take: a measured step of the same network on shorter rows, scaled by length and rows. Cost is
// linear in the length for every layer, dense ones included.

import * as tf from '@tensorflow/tfjs-core'
import { createRng } from '../core/rng.ts'
import type { RunSettings } from '../core/run.ts'
import { createProbe, disposeProbe } from './probe.ts'
import { trainStep } from './trainer.ts'

/** Points of a probe's rows: long enough for kernels to reach their speed, short enough to be over in a moment. */
const PROBE_LENGTH = 512
const PROBE_ROWS = 16
/**
 * Steps at most, and milliseconds after which no other one is begun. Shaders and JavaScript are compiled during the first
 * ones, so the fastest of the later ones counts.
 */
const MOST_STEPS = 8
const PROBE_MS = 1000
/** Share of a training step that a forward pass alone takes. */
const FORWARD_SHARE = 1 / 3

/** Rows that a run trains on, validates on, and evaluates at the end. */
export interface EstimateRequest {
  readonly settings: RunSettings
  readonly length: number
  readonly classes: number
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number }
  /** samples of a pass, for a device on which kernels are chosen by them; a few do for the others */
  readonly passRows?: number
  /** milliseconds; any origin */
  readonly now: () => number
}

/**
 * Seconds of all epochs and the final evaluation, if the run does not stop early. Runs a few steps on the current backend:
 * the fastest after the first counts.
 */
export async function estimateSeconds({
  settings,
  length,
  classes,
  rows,
  passRows = PROBE_ROWS,
  now,
}: EstimateRequest): Promise<number> {
  const probeLength = Math.min(length, PROBE_LENGTH)
  const probeRows = Math.min(settings.batchSize, rows.train, passRows)
  const rng = createRng(1, 'probe')
  const probe = createProbe({
    settings,
    length: probeLength,
    classes,
    rows: probeRows,
    values: (count) => Float32Array.from({ length: count }, () => (rng.uniform() - 0.5) / 16),
  })
  try {
    let fastest = Number.POSITIVE_INFINITY
    let spent = 0
    for (let step = 0; step < MOST_STEPS && (spent < PROBE_MS || step < 2); step++) {
      const start = now()
      const outputs = trainStep(probe.trainer, [probe.batch], 1e-4)
      await outputs[0]!.data()
      tf.dispose(outputs)
      const milliseconds = now() - start
      spent += milliseconds
      if (step > 0) fastest = Math.min(fastest, milliseconds)
    }
    const perRow = ((fastest / 1000 / probeRows) * length) / probeLength
    const perEpoch = rows.train + FORWARD_SHARE * rows.validation
    return perRow * (settings.epochs * perEpoch + FORWARD_SHARE * (rows.train + rows.test))
  } finally {
    disposeProbe(probe)
  }
}
