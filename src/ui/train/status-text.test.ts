import { describe, expect, test } from 'vitest'
import { endedRun, RUN } from '../test-data.ts'
import { announcement, outcomeText, pageTitle, progressText, setupText } from './status-text.ts'

describe('progressText', () => {
  test('names epoch, batch, rate and time left', () => {
    expect(progressText(RUN, false)).toBe('epoch 3 of 12, batch 1 of 4, 412 samples/s, 32 s left')
  })

  test('counts the first epoch before its first batch', () => {
    const start = { ...RUN, epoch: 0, batch: 0, samplesPerSecond: null, secondsLeft: null }
    expect(progressText(start, false)).toBe('epoch 1 of 12, starting')
  })

  test('keeps a decimal of a slow rate', () => {
    expect(progressText({ ...RUN, samplesPerSecond: 3.14 }, false)).toContain('3.1 samples/s')
  })

  test('tells validation at the end of an epoch, and only there', () => {
    const evaluation = { split: 'validation', rows: 40, totalRows: 1080 } as const
    expect(progressText({ ...RUN, batch: 4, evaluation }, false)).toContain('validation, 40 of 1,080 rows')
    expect(progressText({ ...RUN, evaluation }, false)).toContain('batch 1 of 4')
  })

  test('tells that it ends without the word for the end', () => {
    expect(progressText(RUN, true)).toBe('epoch 3 of 12, batch 1 of 4, ending after this step')
  })

  test('names the epoch of the weights that are evaluated', () => {
    const evaluation = { split: 'test', rows: 40, totalRows: 80 } as const
    expect(progressText({ ...RUN, status: 'evaluating', evaluation }, false)).toBe(
      'evaluating the best weights, of epoch 2 on test, 40 of 80 rows',
    )
    const natural = { ...evaluation, split: 'natural' } as const
    expect(progressText({ ...RUN, status: 'evaluating', evaluation: natural }, false)).toBe(
      'evaluating the best weights, of epoch 2 on the natural test, 40 of 80 rows',
    )
  })
})

test('the control has no weights: it is fitted', () => {
  const evaluation = { split: 'control', rows: 120, totalRows: 1080 } as const
  expect(progressText({ ...RUN, status: 'evaluating', evaluation }, false)).toBe(
    'fitting the control, a logistic regression, 120 of 1,080 rows',
  )
})

describe('setupText', () => {
  test('names weights of classes where there are any', () => {
    const settings = { ...RUN.settings, classWeights: 'balanced' } as const
    expect(setupText({ ...RUN, settings })).toBe(
      'CNN3 on DeltaZ, logPDF, seed 1, class weights balanced, wasm: SIMD, 2 threads',
    )
  })

  test.each([
    [{ model: 'CNN3' }, 'CNN3 on DeltaZ'],
    [{ model: 'CNN-GRU', dropout: 0.2 }, 'CNN-GRU, dropout 0.2 on DeltaZ'],
    [{ model: 'CNN-2inputs', redshift: 'index' }, 'CNN-2inputs, redshift as index on DeltaZ'],
  ] as const)('names the network and what is its own: %j', (settings, text) => {
    const run = { ...RUN, settings: { ...RUN.settings, ...settings } }
    expect(setupText(run)).toBe(`${text}, logPDF, seed 1, wasm: SIMD, 2 threads`)
  })
})

describe('outcomeText', () => {
  test('names epochs, time, best epoch and test', () => {
    expect(outcomeText(endedRun('finished'))).toBe(
      'epoch 2 of 12 in 42 s, best epoch 2, test accuracy 86.25%, test loss 0.3991',
    )
  })

  test('names the control beside the network', () => {
    const control = { descriptors: [], trainRows: 400, confusion: [], loss: 0.5, acc: 0.8125, rows: null }
    expect(outcomeText({ ...endedRun('finished'), control })).toBe(
      'epoch 2 of 12 in 42 s, best epoch 2, test accuracy 86.25% (control 81.25%), test loss 0.3991',
    )
  })

  test('names both accuracies where there is a test at natural prevalence', () => {
    const natural = { matrix: [], loss: 0.2, acc: 0.8412, rows: null }
    expect(outcomeText({ ...endedRun('finished'), natural })).toBe(
      'epoch 2 of 12 in 42 s, best epoch 2, accuracy 86.25% on the balanced test, 84.12% at natural prevalence, test loss 0.3991',
    )
  })

  test('an early end is told without the word "stopped", which is for the visitor', () => {
    const text = outcomeText({ ...endedRun('finished'), stoppedEarly: true })
    expect(text).toContain('no progress of the validation loss for 10 epochs')
    const impatient = {
      ...endedRun('finished'),
      stoppedEarly: true,
      settings: { ...RUN.settings, patience: 5 },
    }
    expect(outcomeText(impatient)).toContain('no progress of the validation loss for 5 epochs')
    expect(text).not.toMatch(/stopped|failed|error/)
  })
})

describe('pageTitle', () => {
  test.each([
    [null, 'Redshift Studio'],
    [RUN, '19% epoch 3/12 – Redshift Studio'],
    [{ ...RUN, status: 'evaluating' }, 'Evaluating – Redshift Studio'],
    [endedRun('finished'), 'Finished – Redshift Studio'],
    [endedRun('stopped'), 'Stopped – Redshift Studio'],
  ] as const)('%#', (run, title) => {
    expect(pageTitle(run)).toBe(title)
  })
})

describe('announcement', () => {
  test('changes when an epoch ends, not with a batch', () => {
    const text = 'Epoch 2 of 12: validation accuracy 70.00%, validation loss 0.6000.'
    expect(announcement(RUN)).toBe(text)
    expect(announcement({ ...RUN, batch: 3, samplesPerSecond: 99 })).toBe(text)
  })

  test('tells the end', () => {
    expect(announcement(endedRun('stopped'))).toMatch(/^Training stopped\. epoch 2 of 12 in 42 s/)
  })
})
