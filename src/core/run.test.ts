import { describe, expect, test } from 'vitest'
import { describeModel } from './models.ts'
import { planTraining } from './plan.ts'
import { plainPreparation, plainSummary } from './preparation.ts'
import type { RunEvent, RunState } from './run.ts'
import { foldRun, hasEnded, runProgress } from './run.ts'

const EARLY = [
  [30, 10],
  [20, 20],
]
const VALIDATION = [
  [5, 1],
  [2, 4],
]
const BEST = [
  [38, 2],
  [5, 35],
]

const started: RunEvent = {
  type: 'runStarted',
  at: 1_795_000_000_000,
  settings: {
    model: 'CNN3',
    input: 'logPDF',
    epochs: 2,
    batchSize: 20,
    seed: 1,
    schedule: 'exponential',
    backend: 'auto',
    patience: 10,
    dropout: 0,
    redshift: 'value',
    classWeights: 'none',
    memoryLimit: null,
  },
  dataset: {
    name: 'DeltaZ/unbalanced',
    fingerprint: 'a1b2',
    testFingerprint: '7e57f00d',
    target: 'DeltaZ',
    classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
    counts: { train: [40, 40], validation: [6, 6], test: [10, 10] },
    natural: [30, 10],
    overruled: [],
    preparation: plainPreparation('drawn'),
    planned: plainSummary(['Deltaz<1e-3', 'Deltaz>=1e-3'], ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'], {
      train: [40, 40],
      validation: [6, 6],
      test: [10, 10],
    }),
  },
  plan: planTraining({
    description: describeModel('CNN3', 64, 2),
    batchSize: 20,
    trainRows: 80,
    activationBudget: 1e9,
    dataBytes: 0,
  }),
  modelSummary: 'Model: "sequential"',
  backend: 'wasm',
  adapter: 'SIMD, 2 threads',
}

function batchEnded(epoch: number, batch: number): RunEvent {
  const progress = { samples: batch * 20, samplesPerSecond: 100, secondsLeft: 8 - batch }
  return { type: 'batchEnded', epoch, batch, loss: 0.7, acc: 0.5, ...progress }
}

function epochEnded(epoch: number, valLoss: number, improved: boolean): RunEvent {
  return {
    type: 'epochEnded',
    epoch,
    loss: valLoss - 0.05,
    acc: 0.6,
    valLoss,
    valAcc: 0.75,
    learningRate: 1e-4,
    confusionTrain: EARLY,
    confusionValidation: VALIDATION,
    improved,
    seconds: 3,
  }
}

type Evaluated = Extract<RunEvent, { type: 'evaluated' }>

const TEST_ROWS = { fingerprint: '7e57', labels: '0'.repeat(10), predicted: '0'.repeat(10) }
const NATURAL_ROWS = { ...TEST_ROWS, fingerprint: '9a7e' }
const trainEvaluated: Evaluated = {
  type: 'evaluated',
  split: 'train',
  confusion: BEST,
  loss: 0.3,
  acc: 73 / 80,
  rows: null,
}
const testEvaluated: Evaluated = {
  type: 'evaluated',
  split: 'test',
  confusion: [
    [9, 1],
    [2, 8],
  ],
  loss: 0.4,
  acc: 0.85,
  rows: TEST_ROWS,
}
const naturalEvaluated: Evaluated = {
  type: 'evaluated',
  split: 'natural',
  confusion: [
    [27, 3],
    [1, 9],
  ],
  loss: 0.35,
  acc: 0.9,
  rows: NATURAL_ROWS,
}

function fold(events: readonly RunEvent[], from: RunState | null = null): RunState {
  const state = events.reduce<RunState | null>(foldRun, from)
  if (state === null) throw new Error('No events')
  return state
}

const firstEpoch: readonly RunEvent[] = [
  started,
  { type: 'epochStarted', epoch: 1, learningRate: 1e-4 },
  batchEnded(1, 1),
  batchEnded(1, 2),
  batchEnded(1, 3),
  batchEnded(1, 4),
  epochEnded(1, 0.6, true),
]

describe('a full run', () => {
  test('before the first epoch nothing is known', () => {
    expect(fold([started])).toMatchObject({
      status: 'running',
      startedAt: 1_795_000_000_000,
      epoch: 0,
      bestEpoch: 0,
      train: null,
      test: null,
      batchLoss: null,
      history: { acc: [], loss: [], valAcc: [], valLoss: [], lr: [] },
    })
  })

  test('within an epoch the running means and the progress follow the batches', () => {
    const state = fold(firstEpoch.slice(0, 4))
    expect(state).toMatchObject({ epoch: 1, batch: 2, samples: 40, batchLoss: 0.7, batchAcc: 0.5 })
    expect(state).toMatchObject({ samplesPerSecond: 100, secondsLeft: 6, learningRate: 1e-4 })
    expect(runProgress(state)).toBe(0.25)
  })

  test("an epoch's matrices are named after what they were counted on", () => {
    const state = fold(firstEpoch)
    expect(state.train).toEqual({ matrix: EARLY, origin: 'epoch-train' })
    expect(state.test).toEqual({ matrix: VALIDATION, origin: 'epoch-validation' })
    expect(state.history).toEqual({
      acc: [0.6],
      loss: [0.6 - 0.05],
      valAcc: [0.75],
      valLoss: [0.6],
      lr: [1e-4],
    })
    expect(state).toMatchObject({ samples: 80, bestEpoch: 1, seconds: 3 })
    expect(runProgress(state)).toBe(0.5)
  })

  test('a worse epoch leaves the best one', () => {
    const state = fold([
      ...firstEpoch,
      { type: 'epochStarted', epoch: 2, learningRate: 9e-5 },
      epochEnded(2, 0.7, false),
    ])
    expect(state.bestEpoch).toBe(1)
    expect(state.history.valLoss).toEqual([0.6, 0.7])
    expect(state.seconds).toBe(6)
  })

  test('an epoch that starts forgets the progress of the one before', () => {
    const state = fold([...firstEpoch, { type: 'epochStarted', epoch: 2, learningRate: 9e-5 }])
    expect(state).toMatchObject({ epoch: 2, batch: 0, samples: 0, learningRate: 9e-5 })
    expect(runProgress(state)).toBe(0.5)
  })

  test('the validation within an epoch is a part of training', () => {
    const state = foldRun(fold(firstEpoch.slice(0, 6)), {
      type: 'evaluationAdvanced',
      split: 'validation',
      rows: 6,
      totalRows: 12,
    })
    expect(state.status).toBe('running')
    expect(state.evaluation).toEqual({ split: 'validation', rows: 6, totalRows: 12 })
    expect(runProgress(state)).toBe(0.5)
  })

  test('the evaluation replaces both matrices by exact ones', () => {
    const trained = [...firstEpoch, epochEnded(2, 0.5, true)]
    const advancing = fold([
      ...trained,
      { type: 'evaluationAdvanced', split: 'train', rows: 40, totalRows: 80 },
    ])
    expect(advancing.status).toBe('evaluating')
    expect(advancing.evaluation).toEqual({ split: 'train', rows: 40, totalRows: 80 })
    expect(advancing.test?.origin).toBe('epoch-validation')
    expect(runProgress(advancing)).toBe(1)

    const finished = fold(
      [
        trainEvaluated,
        testEvaluated,
        { type: 'runEnded', status: 'finished', stoppedEarly: false, seconds: 9 },
      ],
      advancing,
    )
    expect(finished.train).toEqual({ matrix: BEST, origin: 'best-train' })
    expect(finished.test).toEqual({ matrix: testEvaluated.confusion, origin: 'best-test' })
    expect(finished).toMatchObject({ status: 'finished', testLoss: 0.4, testAcc: 0.85, seconds: 9 })
    expect(finished.testRows).toEqual(TEST_ROWS)
    expect(finished).toMatchObject({ secondsLeft: 0, evaluation: null, error: null, bestEpoch: 2 })
    expect(runProgress(finished)).toBe(1)
  })
})

describe('the test at natural prevalence', () => {
  test('changes nothing of the balanced one', () => {
    const before = fold([...firstEpoch, trainEvaluated, testEvaluated])
    expect(before.natural).toBeNull()
    const advancing = foldRun(before, {
      type: 'evaluationAdvanced',
      split: 'natural',
      rows: 20,
      totalRows: 40,
    })
    expect(advancing).toEqual({
      ...before,
      status: 'evaluating',
      evaluation: { split: 'natural', rows: 20, totalRows: 40 },
    })
    expect(foldRun(advancing, naturalEvaluated)).toEqual({
      ...advancing,
      natural: { matrix: naturalEvaluated.confusion, loss: 0.35, acc: 0.9, rows: NATURAL_ROWS },
    })
  })

  test('is forgotten when a new run starts', () => {
    expect(fold([...firstEpoch, naturalEvaluated, started]).natural).toBeNull()
  })
})

describe('the control', () => {
  const control = {
    descriptors: ['Modes', 'Entropy'],
    trainRows: 80,
    confusion: [
      [7, 3],
      [4, 6],
    ],
    loss: 0.6,
    acc: 0.65,
    rows: { ...TEST_ROWS, predicted: '1'.repeat(10) },
  }

  test('stands beside the network, whose numbers stay', () => {
    const before = fold([...firstEpoch, trainEvaluated, testEvaluated])
    expect(before.control).toBeNull()
    const fitting = foldRun(before, {
      type: 'evaluationAdvanced',
      split: 'control',
      rows: 40,
      totalRows: 112,
    })
    const evaluation = { split: 'control', rows: 40, totalRows: 112 }
    expect(fitting).toEqual({ ...before, status: 'evaluating', evaluation })
    // without the type of the event
    expect(foldRun(fitting, { type: 'controlEvaluated', ...control })).toStrictEqual({ ...fitting, control })
  })

  test('is forgotten when a new run starts', () => {
    expect(fold([...firstEpoch, { type: 'controlEvaluated', ...control }, started]).control).toBeNull()
  })
})

describe('dropped batch events', () => {
  test('change nothing once the epoch has ended', () => {
    const all = fold(firstEpoch)
    const without = fold(firstEpoch.filter(({ type }) => type !== 'batchEnded'))
    const live = { batchLoss: null, batchAcc: null, samplesPerSecond: null, secondsLeft: null }
    expect({ ...all, ...live }).toEqual(without)
    expect(runProgress(without)).toBe(0.5)
  })

  test('a late epochStarted is made up for by the batch', () => {
    expect(runProgress(fold([started, batchEnded(2, 2)]))).toBe(0.75)
  })
})

describe('other endings', () => {
  test('stopped in the second epoch: the history stays, the progress is where it was', () => {
    const state = fold([
      ...firstEpoch,
      batchEnded(2, 2),
      { type: 'runEnded', status: 'stopped', stoppedEarly: false, seconds: 4.5 },
    ])
    expect(state).toMatchObject({ status: 'stopped', stoppedEarly: false, seconds: 4.5, bestEpoch: 1 })
    expect(state.test?.origin).toBe('epoch-validation')
    expect(state.testLoss).toBeNull()
    expect(runProgress(state)).toBe(0.75)
  })

  test('stopped early is finished', () => {
    const state = fold([
      ...firstEpoch,
      trainEvaluated,
      testEvaluated,
      { type: 'runEnded', status: 'finished', stoppedEarly: true, seconds: 4 },
    ])
    expect(state).toMatchObject({ status: 'finished', stoppedEarly: true })
    expect(runProgress(state)).toBe(1)
  })

  test('a failure keeps the history and says why', () => {
    const error = { code: 'device', message: 'The GPU was lost.', hint: 'Train on wasm.' } as const
    const before = fold(firstEpoch)
    const state = foldRun(before, {
      type: 'runEnded',
      status: 'failed',
      stoppedEarly: false,
      seconds: 5,
      error,
    })
    expect(state.history).toEqual(before.history)
    expect(state.train).toEqual(before.train)
    expect(state).toMatchObject({ status: 'failed', error, bestEpoch: 1 })
  })
})

test('a new run starts from nothing', () => {
  expect(foldRun(fold(firstEpoch), started)).toEqual(fold([started]))
})

test('the state before an event is not changed', () => {
  const before = fold(firstEpoch)
  const copy = structuredClone(before)
  foldRun(before, epochEnded(2, 0.5, true))
  expect(before).toEqual(copy)
})

test('refuses an event before runStarted', () => {
  expect(() => foldRun(null, batchEnded(1, 1))).toThrow(
    new Error('Expected runStarted as the first event, got batchEnded'),
  )
})

test('only finished, stopped and failed runs have ended', () => {
  const statuses = ['running', 'evaluating', 'finished', 'stopped', 'failed'] as const
  expect(statuses.filter(hasEnded)).toEqual(['finished', 'stopped', 'failed'])
})
