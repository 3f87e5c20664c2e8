// What a run is set to unless somebody chooses otherwise: the reference's own values.

import { MODEL_SPECS, type ModelId } from './models.ts'
import type { RunSettings } from './run.ts'

/** Settings of `main.py`: batch 128, seed 1, patience 10. */
export const REFERENCE_SETTINGS: RunSettings = {
  model: 'CNN3',
  input: 'logPDF',
  epochs: 50,
  batchSize: 128,
  seed: 1,
  schedule: 'exponential',
  backend: 'auto',
  patience: 10,
  dropout: 0,
  redshift: 'value',
  classWeights: 'none',
  memoryLimit: null,
}

/** Megabytes (1e6 bytes) that a memory limit may have. */
export const MEMORY_LIMIT_RANGE = { least: 50, most: 1_000_000 } as const

/** Megabytes of posteriors that stay in memory after they were read; larger data are read again in each epoch. */
export const KEPT_IN_MEMORY = { least: 0, most: 8000, usual: 600 } as const

/**
 * What changes with the model: `main_CNN_2inputs.py` reduces the rate on plateaus and stops after 5 epochs without
 * progress, and CNN-GRU has a dropout layer.
 */
export function modelDefaults(
  model: ModelId,
): Pick<RunSettings, 'model' | 'schedule' | 'patience' | 'dropout'> {
  const hasOwnScript = model === 'CNN-2inputs'
  return {
    model,
    schedule: hasOwnScript ? 'plateau' : REFERENCE_SETTINGS.schedule,
    patience: hasOwnScript ? 5 : REFERENCE_SETTINGS.patience,
    dropout: MODEL_SPECS[model].dropout ?? 0,
  }
}
