// A network of a run's model on rows of no data, to measure a device or to prepare it.

import { describeModel, modelWeights, size } from '../core/models.ts'
import type { RunSettings } from '../core/run.ts'
import { createNetwork, disposeNetwork } from './model.ts'
import { createTrainer, disposeTrainer, type MicroBatch, type Trainer } from './trainer.ts'

/** What a probe is made from. */
export interface ProbeRequest {
  readonly settings: RunSettings
  /** points per row */
  readonly length: number
  readonly classes: number
  readonly rows: number
  /** divides the width of every layer but the last; 1 if absent */
  readonly scale?: number
  /** so many float32 values, for the rows and for each weight */
  readonly values: (count: number) => Float32Array
}

/** A trainer with its network, and a batch that it can train on. */
export interface Probe {
  readonly trainer: Trainer
  readonly batch: MicroBatch
}

/**
 * A probe on the current backend.
 * @throws StudioError `bad-input` for a length that is too short for the model
 */
export function createProbe({ settings, length, classes, rows, scale = 1, values }: ProbeRequest): Probe {
  const description = describeModel(settings.model, length, classes, { dropout: settings.dropout, scale })
  const weights = modelWeights(description).map(({ shape }) => values(size(shape)))
  return {
    trainer: createTrainer(createNetwork(description, weights, 1)),
    batch: {
      x: values(rows * length),
      labels: new Uint8Array(rows),
      redshift: description.needsRedshift ? new Float32Array(rows) : null,
      rows,
    },
  }
}

/** Frees the probe's tensors. */
export function disposeProbe({ trainer }: Probe): void {
  disposeTrainer(trainer)
  disposeNetwork(trainer.network)
}
