// The engine in-process: keeps the chosen files and the data set in use, and hands each job to the module that does it.

import { type DatasetReport, type Discovery, SPLIT_NAMES } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { describeModel, type ModelDescription, modelWeights } from '../core/models.ts'
import { planTraining, type TrainingPlan } from '../core/plan.ts'
import type { RunSettings } from '../core/run.ts'
import { archiveDataset } from '../data/archive.ts'
import { requireLogEvidence } from '../data/batches.ts'
import { blobSources, type Source } from '../data/chosen-files.ts'
import type { Dataset } from '../data/dataset.ts'
import { type DatasetAssignment, discover } from '../data/discover.ts'
import type { KerasFixture } from '../data/keras-fixture.ts'
import { limitRows } from '../data/limit-rows.ts'
import { openDataset } from '../data/open.ts'
import { redshiftInput } from '../data/redshift.ts'
import { readerBytes } from '../data/row-reader.ts'
import { simulatedDataset } from '../data/simulated.ts'
import { checkDevice } from './check-device.ts'
import { type DeviceEnvironment, describeDevice, largestBufferOf, openDevice } from './device.ts'
import { estimateSeconds } from './estimate.ts'
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
  /** the Keras fixtures that a device is checked with, one per model */
  readonly loadFixtures: () => Promise<readonly KerasFixture[]>
}

/**
 * Bytes for the activations of one pass at most: more samples at a time are hardly faster, and browsers limit what a tab
 * may take.
 */
export const ACTIVATION_BUDGET = 600e6
const BYTES_PER_MEGABYTE = 1e6
/** Bytes of posteriors that stay in memory; larger data are read again each epoch. */
const CACHE_BYTES = 600e6
/** Points and classes of data that are not known yet: those of the reference's own. */
const EXPECTED = { length: 17_908, classes: 2 } as const

/** An engine over files that can be read by pieces, wherever they lie. */
export interface SourceEngine extends Omit<Engine, 'discover'> {
  /** Looks at names only; the sources are kept for `open`. Two of one name cannot be told apart: the later one counts. */
  discover(sources: readonly Source[]): Promise<Discovery>
  /** Keeps the first `count` rows of each split after a shuffle: the data set in use becomes a smaller one. */
  limitRows(count: number, seed: number): DatasetReport
}

/** An engine with no data, over the files that a browser hands out. */
export function createEngine(environment: EngineEnvironment): Engine {
  const engine = createSourceEngine(environment)
  return { ...engine, discover: (files) => engine.discover(blobSources(files)) }
}

/** An engine with no data. */
export function createSourceEngine(environment: EngineEnvironment): SourceEngine {
  let sources: ReadonlyMap<string, Source> = new Map()
  let assignments: ReadonlyMap<string, DatasetAssignment> = new Map()
  let dataset: Dataset | null = null
  let kept: KeptWeights | null = null
  const turns = createTurns()

  function datasetInUse(): Dataset {
    if (dataset === null) {
      throw new StudioError(
        'bad-input',
        'No data set is loaded.',
        'Choose a data folder or load the sample data.',
      )
    }
    return dataset
  }

  function use(next: Dataset): DatasetReport {
    dataset = next
    return next.report
  }

  return {
    describeDevice: () => describeDevice(environment),
    discover: async (files) => {
      sources = new Map(files.map((source) => [source.name, source]))
      const names = files.map(({ name, byteLength }) => ({ path: name, byteLength }))
      const { discovery, assignments: found } = discover(names)
      assignments = found
      return discovery
    },
    open: async (candidateId, target, options) => {
      const assignment = assignments.get(candidateId)
      if (assignment === undefined) {
        throw new StudioError(
          'bad-input',
          `There is no data set ${candidateId}.`,
          'Choose the data folder again.',
        )
      }
      return use(
        await openDataset(assignment, (path) => sources.get(path)!, {
          ...options,
          target: target ?? undefined,
          cacheBytes: CACHE_BYTES,
        }),
      )
    },
    limitRows: (count, seed) => use(limitRows(datasetInUse(), count, seed)),
    simulate: async (settings, options) => use(await simulatedDataset(settings, options)),
    saveDataset: (options) => archiveDataset(datasetInUse(), options),
    plan: async (settings) => {
      const data = datasetInUse()
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
        const data = datasetInUse()
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
              test: splits.test.x.rows,
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
    train: async function* (settings, signals) {
      const data = datasetInUse()
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
  const { splits, zgrid } = dataset
  const description = describeRun(dataset, settings)
  // data that lack what the network is to see are refused now, not when the run starts
  for (const split of SPLIT_NAMES) {
    if (description.needsRedshift) redshiftInput(splits[split], settings.redshift, zgrid)
    if (settings.input === 'logVraisemblance') requireLogEvidence(splits[split])
  }
  const bytes = Object.values(splits).reduce((total, { x }) => total + readerBytes(x), 0)
  return planTraining({
    description,
    ...limitsOf(settings),
    largestBufferBytes,
    trainRows: splits.train.x.rows,
    dataBytes: Math.min(bytes, CACHE_BYTES),
  })
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
