// The engine in-process: hands each job to the module that does it.

import { StudioError } from '../core/errors.ts'
import { describeModel, type ModelDescription, modelWeights } from '../core/models.ts'
import { planTraining, type TrainingPlan } from '../core/plan.ts'
import type { RunSettings } from '../core/run.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { requireLogEvidence } from '../data/batches.ts'
import { READ_AHEAD_BYTES } from '../data/block-reads.ts'
import { blobSources } from '../data/chosen-files.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import type { KerasFixture } from '../data/keras-fixture.ts'
import { redshiftInput } from '../data/redshift.ts'
import { heldBytes } from '../data/row-reader.ts'
import type { Scratch } from '../data/scratch.ts'
import { checkDevice } from './check-device.ts'
import { createDatasets, type Datasets } from './datasets.ts'
import { type DeviceEnvironment, describeDevice, largestBufferOf, openDevice } from './device.ts'
import { estimateSeconds } from './estimate.ts'
import { encodeReportFile, makeArchive, readReportFiles } from './reports.ts'
import { train } from './train.ts'
import { createTurns } from './turns.ts'
import type { Engine, KeptWeights } from './types.ts'
import { warmUp } from './warm-up.ts'

/** The place where an engine runs. */
export interface EngineEnvironment extends DeviceEnvironment {
  /** milliseconds since 1970 */
  readonly now: () => number
  /** resolves after waiting messages were handled; must not be slowed down in hidden tabs */
  readonly yieldToEvents: () => Promise<void>
  /** storage for posteriors that are too large for memory; `null` where there is none */
  readonly openScratch: () => Promise<Scratch | null>
  /** the Keras fixtures that a device is checked with, one per model */
  readonly loadFixtures: () => Promise<readonly KerasFixture[]>
}

/**
 * Bytes for the activations of one pass at most: more samples at a time are hardly faster, and browsers limit what a tab
 * may take.
 */
export const ACTIVATION_BUDGET = 600e6
const BYTES_PER_MEGABYTE = 1e6
/** Points and classes of data that are not known yet: those of the reference's own. */
const EXPECTED = { length: 17_908, classes: 2 } as const

/** An engine over files that can be read by pieces, wherever they lie. */
export interface SourceEngine extends Omit<Engine, 'discover'>, Pick<Datasets, 'discover' | 'limitRows'> {}

/** An engine with no data, over the files that a browser hands out. */
export function createEngine(environment: EngineEnvironment): Engine {
  const engine = createSourceEngine(environment)
  return {
    ...engine,
    discover: (files, columns, signal) => engine.discover(blobSources(files), columns, signal),
  }
}

/** An engine with no data. */
export function createSourceEngine(environment: EngineEnvironment): SourceEngine {
  const { inUse: datasetInUse, ...datasets } = createDatasets(environment.openScratch)
  let kept: KeptWeights | null = null
  const turns = createTurns()

  return {
    ...datasets,
    describeDevice: () => describeDevice(environment),
    plan: async (settings) => {
      const data = dataFor(datasetInUse(), settings)
      return planRun(data, settings, await largestBufferOf(settings.backend, environment))
    },
    warmUp: (settings, length = EXPECTED.length) =>
      turns
        .run(async () => {
          const device = await openDevice(settings.backend, environment)
          const { webgpu } = await describeDevice(environment)
          await warmUp({
            settings,
            length,
            plan: planExpected(length, settings, device.largestBufferBytes),
            backend: device.backend,
            isSoftware: webgpu.fallback,
            yieldToEvents: environment.yieldToEvents,
          })
        })
        // nobody asked for it: what is wrong is said by the run, and to those who start one
        .catch(() => {}),
    estimate: (settings) =>
      turns.run(async () => {
        const data = dataFor(datasetInUse(), settings)
        const { report, splits } = data
        const device = await openDevice(settings.backend, environment)
        const passRows = () => planRun(data, settings, device.largestBufferBytes).microBatchSize
        const probe = () =>
          estimateSeconds({
            settings,
            length: report.width,
            classes: report.classes.length,
            rows: {
              train: splits.train.x.rows,
              validation: splits.validation.x.rows,
              test: splits.test.x.rows + (data.natural?.x.rows ?? 0),
            },
            ...(device.tune && { passRows: passRows() }),
            now: environment.now,
          })
        const seconds = await probe()
        // the probe has used the kernels of a run; with other variants of them it takes another time
        return (await device.tune?.(environment.now)) ? probe() : seconds
      }),
    checkDevice: (backend, options) =>
      turns.run(async () => {
        const device = await openDevice(backend, environment)
        return checkDevice(device, await environment.loadFixtures(), options?.onProgress)
      }),
    keptWeights: async () => kept,
    readReports: readReportFiles,
    encodeReport: encodeReportFile,
    makeArchive,
    train: async function* (settings, signals) {
      const data = dataFor(datasetInUse(), settings)
      kept = null
      const endTurn = await turns.take()
      try {
        const device = await openDevice(settings.backend, environment)
        const plan = planRun(data, settings, device.largestBufferBytes)
        const { now, yieldToEvents } = environment
        const specs = modelWeights(describeRun(data, settings))
        const keep = (weights: Float32Array[], epoch: number): void => {
          const tensors = weights.map((values, i) => ({ ...specs[i]!, values }))
          kept = { model: settings.model, epoch, tensors }
        }
        yield* train(settings, { dataset: data, device, plan, signals, keep, now, yieldToEvents })
      } finally {
        endTurn()
      }
    },
  }
}

function describeRun({ report }: Dataset, settings: RunSettings): ModelDescription {
  return describeModel(settings.model, report.width, report.classes.length, settings)
}

/** @param largestBufferBytes of the backend that the settings choose */
function planRun(
  dataset: Dataset,
  settings: RunSettings,
  largestBufferBytes: number | undefined,
): TrainingPlan {
  const { splits } = dataset
  const description = describeRun(dataset, settings)
  // data that lack what the network is to see are refused now, not when the run starts
  for (const split of SPLIT_NAMES) requireInputs(splits[split], dataset, settings)
  return planTraining({
    description,
    ...limitsOf(settings),
    largestBufferBytes,
    trainRows: splits.train.x.rows,
    dataBytes: dataBytes(dataset),
  })
}

/** @throws StudioError `bad-input` where rows lack what the network is to see */
function requireInputs(data: SplitData, dataset: Dataset, settings: RunSettings): void {
  if (describeRun(dataset, settings).needsRedshift) redshiftInput(data, settings.redshift, dataset.zgrid)
  if (settings.input === 'logVraisemblance') requireLogEvidence(data)
}

/** The data without a test at natural prevalence whose rows lack what the network is to see: that stops nobody. */
function dataFor(dataset: Dataset, settings: RunSettings): Dataset {
  const { natural, ...others } = dataset
  if (natural === undefined) return dataset
  try {
    requireInputs(natural, dataset, settings)
    return dataset
  } catch (thrown) {
    if (thrown instanceof StudioError && thrown.code === 'bad-input') return others
    throw thrown
  }
}

/** The splits, and the rows at natural prevalence where there are some. */
function allData({ splits, natural }: Dataset): readonly SplitData[] {
  return [...SPLIT_NAMES.map((split) => splits[split]), ...(natural === undefined ? [] : [natural])]
}

/** Memory for posteriors: what is kept, and what is read ahead where rows come in blocks. */
function dataBytes(dataset: Dataset): number {
  const readers = allData(dataset).map(({ x }) => x)
  const ahead = readers.some(({ blockRows }) => blockRows !== undefined) ? READ_AHEAD_BYTES : 0
  return readers.reduce((total, reader) => total + heldBytes(reader), ahead)
}

/** The plan of a run on data that are not known yet, with rows enough for a whole batch. */
function planExpected(
  length: number,
  settings: RunSettings,
  largestBufferBytes: number | undefined,
): TrainingPlan {
  return planTraining({
    description: describeModel(settings.model, length, EXPECTED.classes, settings),
    ...limitsOf(settings),
    largestBufferBytes,
    trainRows: settings.batchSize,
    dataBytes: 0,
  })
}

function limitsOf({ batchSize, memoryLimit }: RunSettings) {
  return {
    batchSize,
    activationBudget: ACTIVATION_BUDGET,
    memoryLimitBytes: memoryLimit === null ? null : memoryLimit * BYTES_PER_MEGABYTE,
  }
}
