import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { classificationReport, confusionMatrix } from '../core/metrics.ts'
import { describeModel } from '../core/models.ts'
import { planTraining } from '../core/plan.ts'
import { buildReport } from '../core/report.ts'
import { createRng } from '../core/rng.ts'
import { foldRun, type RunEvent, type RunSettings, type RunState } from '../core/run.ts'
import { addLogits, emptyTally, tallyMeans } from '../core/tally.ts'
import type { Attributes } from '../core/targets.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { memoryDataset } from '../data/memory-dataset.ts'
import { type Device, openDevice } from './device.ts'
import { train } from './train.ts'
import type { TrainContext } from './train-context.ts'

/** The optimiser step whose logits come out as NaN; 0 for none. */
const broken = { step: 0 }
vi.mock('./trainer.ts', async (original) => {
  const actual = await original<typeof import('./trainer.ts')>()
  const accumulate: typeof actual.accumulate = (trainer, ...rest) => {
    const output = actual.accumulate(trainer, ...rest)
    return trainer.step + 1 === broken.step ? tf.tidy(() => tf.mul(output, Number.NaN)) : output
  }
  return { ...actual, accumulate }
})

function startWasm(): Promise<Device> {
  return openDevice('wasm', { gpu: undefined, wasm: { threads: 1, isolated: false } })
}

beforeAll(async () => {
  await startWasm()
})

const WIDTH = 40
const SETTINGS: RunSettings = {
  model: 'CNN3',
  input: 'logPDF',
  epochs: 3,
  batchSize: 8,
  seed: 1,
  schedule: 'exponential',
  backend: 'wasm',
  patience: 10,
  dropout: 0,
  redshift: 'value',
  classWeights: 'none',
  memoryLimit: null,
}

/** Class 0 has one peak, class 1 is flat. */
async function peaks(rows: Record<'train' | 'validation' | 'test', number>): Promise<Dataset> {
  const splits = Object.fromEntries(
    Object.entries(rows).map(([split, count]) => {
      const rng = createRng(1, split)
      const labels = Uint8Array.from({ length: count }, (_, row) => row % 2)
      const posteriors = Float32Array.from({ length: count * WIDTH }, (_, i) => {
        const isPeak = labels[Math.floor(i / WIDTH)] === 0 && i % WIDTH === 20
        return (isPeak ? 4 : -4) + rng.uniform()
      })
      return [split, { posteriors, labels, attributes: null }]
    }),
  ) as unknown as Parameters<typeof memoryDataset>[0]['splits']
  return memoryDataset({ name: 'peaks', target: 'DeltaZ', width: WIDTH, splits, zgrid: null })
}

interface RunOptions {
  readonly settings?: Partial<RunSettings>
  readonly microBatchSize?: number
  readonly device?: Partial<Device>
  readonly predicted?: TrainContext['predicted']
  /** called with each event */
  readonly watch?: (event: RunEvent, stop: () => void, abandon: () => void) => void
}

async function run(
  dataset: Dataset,
  { settings = {}, microBatchSize, device, predicted, watch }: RunOptions = {},
): Promise<{ state: RunState; events: RunEvent[] }> {
  const all = { ...SETTINGS, ...settings }
  const wasm = await startWasm()
  const [stop, abandon] = [new AbortController(), new AbortController()]
  const plan = planTraining({
    description: describeModel(all.model, WIDTH, 2),
    batchSize: all.batchSize,
    trainRows: dataset.splits.train.x.rows,
    activationBudget: 1e9,
    dataBytes: 0,
    ...(microBatchSize === undefined ? {} : { microBatchSize }),
  })
  const events: RunEvent[] = []
  let state: RunState | null = null
  let time = 0
  const context = {
    dataset,
    device: { ...wasm, ...device },
    plan,
    signals: { stop: stop.signal, abandon: abandon.signal },
    // every look at the clock takes 60 ms, so that some steps are read together and some alone
    now: () => {
      time += 60
      return time
    },
    yieldToEvents: async () => {},
    ...(predicted === undefined ? {} : { predicted }),
  }
  for await (const event of train(all, context)) {
    events.push(event)
    state = foldRun(state, event)
    watch?.(
      event,
      () => stop.abort(),
      () => abandon.abort(),
    )
  }
  return { state: state!, events }
}

const rows = { train: 22, validation: 9, test: 10 }

describe('a run', () => {
  test('counts every row once per epoch, short last batches included, and evaluates the best weights', async () => {
    const tensors = tf.memory().numTensors
    const { state, events } = await run(await peaks(rows))
    expect(tf.memory().numTensors).toBe(tensors)
    expect(state.status).toBe('finished')
    expect(state.history.loss).toHaveLength(3)
    expect(state.history.lr).toEqual([1e-4, 1e-4 * Math.exp(-0.1), 1e-4 * Math.exp(-0.2)])
    const sums = (matrix: readonly (readonly number[])[]) => matrix.map((row) => row[0]! + row[1]!)
    for (const event of events) {
      if (event.type !== 'epochEnded') continue
      expect(sums(event.confusionTrain)).toEqual([11, 11])
      expect(sums(event.confusionValidation)).toEqual([5, 4])
    }
    expect(state.train).toMatchObject({ origin: 'best-train' })
    expect(state.test).toMatchObject({ origin: 'best-test' })
    expect(sums(state.test!.matrix)).toEqual([5, 5])
    const report = buildReport(state, { studio: '0', created: '2026-01-01T00:00:00Z' })
    expect(report.report).toEqual(classificationReport(report.conf_matrix_test!))
  })

  test('learns', async () => {
    const { state } = await run(await peaks({ train: 64, validation: 16, test: 16 }), {
      settings: { epochs: 12 },
    })
    expect(state.testAcc).toBe(1)
    expect(state.history.valLoss.at(-1)!).toBeLessThan(state.history.valLoss[0]!)
  })

  test('looks at test after the last epoch only', async () => {
    const { events } = await run(await peaks(rows))
    const kinds = events.map((event) =>
      event.type === 'evaluationAdvanced' || event.type === 'evaluated' ? event.split : event.type,
    )
    expect(kinds.indexOf('test')).toBeGreaterThan(kinds.lastIndexOf('epochEnded'))
  })

  test('gives the same numbers for the same seed, and others for another', async () => {
    const dataset = await peaks(rows)
    const first = await run(dataset)
    const second = await run(dataset)
    const other = await run(dataset, { settings: { seed: 2 } })
    expect(second.state.history).toEqual(first.state.history)
    expect(other.state.history.loss).not.toEqual(first.state.history.loss)
  })

  test('reads the device once per progress message, weights apart', async () => {
    const dataset = await peaks({ train: 40, validation: 30, test: 30 })
    const read = vi.spyOn(tf.Tensor.prototype, 'data')
    const { events } = await run(dataset, { microBatchSize: 1 })
    const reads = read.mock.contexts.filter((tensor) => !(tensor instanceof tf.Variable)).length
    read.mockRestore()
    const messages = events.filter(
      (event) =>
        event.type === 'batchEnded' || (event.type === 'evaluationAdvanced' && event.split !== 'control'),
    )
    expect(reads).toBe(messages.length)
    // train and validation in each epoch, then train and test once more
    const passes = 3 * (40 + 30) + (40 + 30)
    expect(reads).toBeLessThan(0.75 * passes)
  })

  test.each([1, 3, 8])('in micro-batches of %i follows the run in whole batches', async (microBatchSize) => {
    const dataset = await peaks(rows)
    const whole = await run(dataset)
    const parts = await run(dataset, { microBatchSize })
    parts.state.history.loss.forEach((loss, i) => {
      expect(Math.abs(loss - whole.state.history.loss[i]!)).toBeLessThan(1e-5)
    })
    expect(parts.state.test).toEqual(whole.state.test)
  })
})

/** The same posteriors, with attributes of every row. */
async function knownPeaks(attributes: Partial<Attributes>): Promise<Dataset> {
  const dataset = await peaks(rows)
  const { train, validation, test } = dataset.splits
  const known = (split: SplitData) => withAttributes(split, attributes)
  return { ...dataset, splits: { train: known(train), validation: known(validation), test: known(test) } }
}

function withAttributes(split: SplitData, attributes: Partial<Attributes>): SplitData {
  const none = { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null }
  return { ...split, attributes: Array.from(split.labels, () => ({ ...none, ...attributes })) }
}

function withNatural(dataset: Dataset, natural: SplitData): Dataset {
  const planned = { ...dataset.report.planned, natural: { counts: [5, 5], excluded: 31, thinned: 7 } }
  return { ...dataset, natural, report: { ...dataset.report, planned } }
}

describe('a test at natural prevalence', () => {
  test('is evaluated last, with the best weights, and every row once', async () => {
    const dataset = await peaks(rows)
    const { state, events } = await run(withNatural(dataset, dataset.splits.train), { microBatchSize: 3 })
    const evaluated = events.filter((event) => event.type === 'evaluated')
    expect(evaluated.map(({ split }) => split)).toEqual(['train', 'test', 'natural'])
    // the rows of TRAIN, so the same numbers
    expect(evaluated[2]).toEqual({ ...evaluated[0], split: 'natural', rows: evaluated[2]!.rows })
    expect(state.natural).toEqual({
      matrix: state.train!.matrix,
      loss: evaluated[0]!.loss,
      acc: evaluated[0]!.acc,
      rows: evaluated[2]!.rows,
    })
    const advanced = events.filter(
      (event) => event.type === 'evaluationAdvanced' && event.split === 'natural',
    )
    expect(advanced.at(-1)).toEqual({
      type: 'evaluationAdvanced',
      split: 'natural',
      rows: 22,
      totalRows: 22,
    })
    expect(state.dataset).toMatchObject({
      natural: [11, 11],
      planned: { natural: { excluded: 31, thinned: 7 } },
      preparation: dataset.report.preparation,
    })
    const { meta } = buildReport(state, { studio: '0', created: '2026-01-01T00:00:00Z' })
    expect(meta.naturalTest).toMatchObject({ counts: [11, 11], conf_matrix: state.natural!.matrix })
  })

  test('tells what became of each row of both tests, and of no row of train', async () => {
    const dataset = await peaks(rows)
    const { natural, test, train } = { ...dataset.splits, natural: dataset.splits.train }
    const { events, state } = await run(withNatural(dataset, natural), { microBatchSize: 3 })
    const evaluated = events.filter((event) => event.type === 'evaluated')
    expect(evaluated[0]!.rows).toBeNull()
    for (const [{ rows: outcomes, confusion }, { labels, fingerprint }] of [
      [evaluated[1]!, test],
      [evaluated[2]!, train],
    ] as const) {
      expect(outcomes!.fingerprint).toBe(fingerprint)
      expect(outcomes!.labels).toBe([...labels].join(''))
      const counted = confusionMatrix(
        [...outcomes!.labels].map(Number),
        [...outcomes!.predicted].map(Number),
        2,
      )
      expect(counted).toEqual(confusion)
    }
    expect(state.dataset.testFingerprint).toBe(test.fingerprint)
    expect(state.testRows).toBe(evaluated[1]!.rows)
  })

  test('changes nothing else', async () => {
    const dataset = await peaks(rows)
    const alone = await run(dataset)
    const beside = await run(withNatural(dataset, dataset.splits.validation))
    expect(alone.state).toMatchObject({ natural: null, dataset: { natural: null } })
    expect(beside.state.history).toEqual(alone.state.history)
    expect(beside.state.test).toEqual(alone.state.test)
    expect(alone.events.some((event) => 'split' in event && event.split === 'natural')).toBe(false)
  })

  test.each([
    [{ model: 'CNN-2inputs' }, { redshift: 0.5 }, { redshift: 4 }],
    [{ input: 'logVraisemblance' }, { logEvidence: 1 }, { logEvidence: 3 }],
  ] as const)('has the second input of its own rows: %j', async (settings, attributes, others) => {
    const dataset = await knownPeaks(attributes)
    const last = dataset.splits.test
    const same = await run(withNatural(dataset, last), { settings })
    expect(same.state.status).toBe('finished')
    expect(same.state.natural!.loss).toBe(same.state.testLoss)
    const other = await run(withNatural(dataset, withAttributes(last, others)), { settings })
    expect(other.state.testLoss).toBe(same.state.testLoss)
    expect(other.state.natural!.loss).not.toBe(other.state.testLoss)
  })

  test('after a stop it is evaluated as well; an abandon leaves it out', async () => {
    const dataset = await peaks(rows)
    const withTest = withNatural(dataset, dataset.splits.test)
    const stopped = await run(withTest, {
      watch: (event, stop) => {
        if (event.type === 'epochStarted' && event.epoch === 2) stop()
      },
    })
    expect(stopped.state.status).toBe('stopped')
    expect(stopped.state.natural!.loss).toBe(stopped.state.testLoss)
    const abandoned = await run(withTest, {
      watch: (event, _, abandon) => {
        if (event.type === 'evaluated' && event.split === 'test') abandon()
      },
    })
    expect(abandoned.state).toMatchObject({ status: 'stopped', test: { origin: 'best-test' }, natural: null })
  })
})

describe('a run that ends before its time', () => {
  test('stopped: the best weights are still evaluated', async () => {
    const { state } = await run(await peaks(rows), {
      watch: (event, stop) => {
        if (event.type === 'epochStarted' && event.epoch === 2) stop()
      },
    })
    expect(state.status).toBe('stopped')
    expect(state.history.loss).toHaveLength(1)
    expect(state.test?.origin).toBe('best-test')
  })

  test('stopped in the middle of a large step: at once, and nothing is left behind', async () => {
    const tensors = tf.memory().numTensors
    const { state, events } = await run(await peaks(rows), {
      microBatchSize: 1,
      watch: (event, stop) => {
        if (event.type === 'batchEnded' && event.epoch === 2 && event.samples > 8) stop()
      },
    })
    expect(state.status).toBe('stopped')
    expect(state.history.loss).toHaveLength(1)
    const last = events.findLast((event) => event.type === 'batchEnded')
    expect(last).toMatchObject({ epoch: 2, batch: 1 })
    expect(last!.samples).toBeLessThan(16)
    expect(tf.memory().numTensors).toBe(tensors)
  })

  test('stopped in the first epoch: nothing was learnt, nothing is shown', async () => {
    const { state } = await run(await peaks(rows), {
      watch: (event, stop) => {
        if (event.type === 'epochStarted') stop()
      },
    })
    expect(state.status).toBe('stopped')
    expect(state.history.loss).toEqual([])
    expect(state.test).toBeNull()
  })

  test('abandoned: without the evaluation', async () => {
    const { state } = await run(await peaks(rows), {
      watch: (event, stop, abandon) => {
        if (event.type !== 'epochStarted' || event.epoch !== 2) return
        stop()
        abandon()
      },
    })
    expect(state.status).toBe('stopped')
    expect(state.test?.origin).toBe('epoch-validation')
  })

  test('stopped while the finished run is evaluated: it is still finished', async () => {
    const { state } = await run(await peaks(rows), {
      watch: (event, stop) => {
        if (event.type === 'evaluated' && event.split === 'train') stop()
      },
    })
    expect(state.status).toBe('finished')
    expect(state.test?.origin).toBe('best-test')
  })

  test('abandoned while the control is fitted: finished without it', async () => {
    const { state, events } = await run(await peaks(rows), {
      watch: (event, _, abandon) => {
        if (event.type === 'evaluationAdvanced' && event.split === 'control') abandon()
      },
    })
    expect(events.some((event) => event.type === 'evaluationAdvanced' && event.split === 'control')).toBe(
      true,
    )
    expect(state).toMatchObject({ status: 'finished', error: null, control: null })
    expect(state.test?.origin).toBe('best-test')
  })

  test('early, after `patience` epochs without progress', async () => {
    // labels that say nothing: the validation loss soon stops falling
    const dataset = await peaks({ train: 16, validation: 8, test: 8 })
    dataset.splits.validation.labels.reverse()
    const { state } = await run(dataset, { settings: { epochs: 60, patience: 2 } })
    expect(state.stoppedEarly).toBe(true)
    expect(state.status).toBe('finished')
    expect(state.history.loss).toHaveLength(state.bestEpoch + 2)
  })

  test('the logits that it leaves are those of its best weights, of validation too', async () => {
    const dataset = await peaks({ train: 16, validation: 8, test: 8 })
    dataset.splits.validation.labels.reverse()
    const lossOf: Record<string, number> = {}
    const { state } = await run(dataset, {
      settings: { epochs: 60, patience: 2 },
      predicted: (logits) => {
        for (const [split, values] of logits) {
          const { labels } = dataset.splits[split as 'validation' | 'train' | 'test']
          const tally = emptyTally(2)
          addLogits(tally, values, labels, labels.length)
          lossOf[split] = tallyMeans(tally).loss
        }
      },
    })
    const { valLoss } = state.history
    expect(Object.keys(lossOf).sort()).toEqual(['test', 'train', 'validation'])
    expect(lossOf.validation).toBeCloseTo(valLoss[state.bestEpoch - 1]!, 6)
    expect(lossOf.test).toBeCloseTo(state.testLoss!, 6)
    expect(valLoss.at(-1)).toBeGreaterThan(lossOf.validation! + 1e-5)
  })

  test('failed by a loss that is not finite: batch and rows are named', async () => {
    broken.step = 2
    const { state } = await run(await peaks(rows))
    broken.step = 0
    expect(state.status).toBe('failed')
    expect(state.error?.code).toBe('non-finite')
    expect(state.error?.message).toMatch(
      /^The loss became NaN or infinite in training, epoch 1, batch 2, first at rows \d+, \d+, \d+, \d+, \d+\.$/,
    )
    expect(state.history.loss).toEqual([])
  })

  test('failed by the device: what was computed after the error is not shown', async () => {
    let checks = 0
    const { state } = await run(await peaks(rows), {
      device: {
        check: () => {
          checks++
          if (checks > 4) throw new Error('The GPU was lost')
        },
      },
    })
    expect(state.status).toBe('failed')
    expect(state.error?.message).toBe('The GPU was lost')
    expect(state.history.loss.length).toBeLessThan(3)
    expect(state.test?.origin ?? 'epoch-validation').toBe('epoch-validation')
    const report = buildReport(state, { studio: '0', created: '2026-01-01T00:00:00Z' })
    expect(report.conf_matrix_test).toBeNull()
    expect(report.meta.status).toBe('failed')
  })
})
