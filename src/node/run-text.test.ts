import { expect, test } from 'vitest'
import { describeModel } from '../core/models.ts'
import { planTraining } from '../core/plan.ts'
import { foldRun, type RunState } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { startLines } from './run-text.ts'

/** A run of CNN3 on 17,908 points that has just started, with 18,348,706 parameters. */
function started(memoryLimit: number | null): RunState {
  return foldRun(null, {
    type: 'runStarted',
    at: 0,
    settings: { ...REFERENCE_SETTINGS, memoryLimit },
    dataset: {
      name: 'DeltaZ balanced',
      fingerprint: '9f3c1be2',
      target: 'DeltaZ',
      classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
      labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
      counts: { train: [1000, 1000], validation: [10, 10], test: [10, 10] },
    },
    plan: planTraining({
      description: describeModel('CNN3', 17_908, 2),
      batchSize: 128,
      trainRows: 2000,
      activationBudget: 600e6,
      memoryLimitBytes: memoryLimit === null ? null : memoryLimit * 1e6,
      dataBytes: 0,
    }),
    modelSummary: '',
    backend: 'wasm',
    adapter: 'CPU',
  })
}

test('a run says what it is', () => {
  expect(startLines(started(null))).toEqual([
    'DeltaZ balanced: 2,000 train, 20 validation, 20 test rows',
    'CNN3, 18,348,706 parameters, batch 128, logPDF, exponential, seed 1',
    'wasm: CPU',
  ])
})

test('and which limit it exceeds', () => {
  // 5 copies of the parameters are 366,974,120 bytes; a sample takes 4 x 17,908 for its input, 9 bytes for each of
  // 8,950 x 32, 4,472 x 64 and 2,235 x 128 pooled values, and 20 for each of 98 dense ones: 7,801,784 bytes
  expect(startLines(started(374))).toEqual([
    ...startLines(started(null)),
    'warning: This run needs at least 375 MB, and the memory limit is 374 MB. It can be started all the same, and then takes more. Choose a smaller model, shorter data or a higher limit.',
  ])
  expect(startLines(started(375))).toHaveLength(3)
})
