import { expect, test } from 'vitest'
import { describeModel } from '../core/models.ts'
import { planTraining } from '../core/plan.ts'
import { plainPreparation, plainSummary } from '../core/preparation.ts'
import { foldRun, type RunState } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { endLines, startLines, statusLine } from './run-text.ts'

const CLASSES = ['Deltaz<1e-3', 'Deltaz>=1e-3']
const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']
const COUNTS = { train: [1000, 1000], validation: [10, 10], test: [10, 10] }

/** A run of CNN3 on 17,908 points that has just started, with 18,348,706 parameters. */
function started(memoryLimit: number | null): RunState {
  return foldRun(null, {
    type: 'runStarted',
    at: 0,
    settings: { ...REFERENCE_SETTINGS, memoryLimit },
    dataset: {
      name: 'DeltaZ balanced',
      fingerprint: '9f3c1be2',
      testFingerprint: '7e57f00d',
      target: 'DeltaZ',
      classes: CLASSES,
      labels: LABELS,
      counts: COUNTS,
      natural: null,
      overruled: [],
      preparation: plainPreparation('given'),
      planned: plainSummary(CLASSES, LABELS, COUNTS),
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

test('with the rows at natural prevalence and the weights of classes', () => {
  const run = started(null)
  const counts = { ...COUNTS, train: [1500, 500] }
  const lines = startLines({
    ...run,
    settings: { ...run.settings, classWeights: 'balanced' },
    dataset: { ...run.dataset, counts, natural: [900, 334] },
  })
  expect(lines.slice(0, 2)).toEqual([
    'DeltaZ balanced: 2,000 train, 20 validation, 20 test, 1,234 natural test rows',
    'CNN3, 18,348,706 parameters, batch 128, logPDF, exponential, seed 1, class weights 0.67, 2.00',
  ])
})

test('the natural test is named while it is evaluated', () => {
  const evaluation = { split: 'natural', rows: 500, totalRows: 1234 } as const
  expect(statusLine({ ...started(null), evaluation })).toBe(
    'epoch 1 of 50, evaluating the natural test, 500 of 1,234 rows',
  )
  expect(statusLine({ ...started(null), evaluation: { ...evaluation, split: 'test' } })).toBe(
    'epoch 1 of 50, evaluating test, 500 of 1,234 rows',
  )
})

test('the end has the accuracies of the tests that there are', () => {
  const run = { ...started(null), status: 'finished', bestEpoch: 3, testAcc: 0.94, testLoss: 0.25 } as const
  expect(endLines(run)).toEqual([
    'finished: epoch 0 of 50 in 0.0 s, best epoch 3, test accuracy 94.00%, test loss 0.2500',
  ])
  expect(endLines({ ...run, natural: { matrix: [], loss: 0.3, acc: 0.9211, rows: null } })).toEqual([
    'finished: epoch 0 of 50 in 0.0 s, best epoch 3, accuracy 94.00% on the balanced test, 92.11% at natural prevalence, test loss 0.2500',
  ])
})

test('the control is fitted, and at the end stands beside the network with what that adds', () => {
  const evaluation = { split: 'control', rows: 120, totalRows: 2040 } as const
  expect(statusLine({ ...started(null), evaluation })).toBe(
    'epoch 1 of 50, fitting the control, 120 of 2,040 rows',
  )
  const rows = (predicted: string) => ({ fingerprint: '7e57f00d', labels: '0000011111', predicted })
  const control = {
    descriptors: ['Modes', 'Entropy'],
    trainRows: 2000,
    confusion: [
      [0, 5],
      [2, 3],
    ],
    loss: 0.7,
    acc: 0.3,
    rows: rows('1111100111'),
  }
  const run = { ...started(null), status: 'finished', testAcc: 0.9, testLoss: 0.25, control } as const
  const accuracy = 'finished: epoch 0 of 50 in 0.0 s, test accuracy 90.00% (control 30.00%), test loss 0.2500'
  const what = 'Control (logistic regression on 2 descriptors of each posterior, trained on 2,000 rows)'
  expect(endLines({ ...run, testRows: rows('0000011110') })).toEqual([
    accuracy,
    `${what}: 30.0\u00A0% of test right. These rows do not show that the network does better than the control: 90.0\u00A0% right against 30.0\u00A0%, a difference that chance explains (McNemar p = 0.070).`,
  ])
  expect(endLines({ ...run, testRows: rows('0000011111') })).toEqual([
    accuracy,
    `${what}: 30.0\u00A0% of test right. On these rows the network does better than the control: 100.0\u00A0% right against 30.0\u00A0%, more than chance explains (McNemar p = 0.016).`,
  ])
  expect(endLines(run)).toEqual([accuracy, `${what}: 30.0\u00A0% of test right.`])
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
