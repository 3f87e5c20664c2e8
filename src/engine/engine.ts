// The engine in-process: hands each job to the module that does it.

import { answerCard } from '../core/answer-card.ts'
import type { AppliedPredictions } from '../core/applied.ts'
import { StudioError } from '../core/errors.ts'
import type { ModelCard, TrainedModel } from '../core/model-card.ts'
import { describeModel, type ModelDescription } from '../core/models.ts'
import { planTraining, type TrainingPlan } from '../core/plan.ts'
import type { RunPredictions } from '../core/predictions.ts'
import type { BackendChoice, RunSettings } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { requireLogEvidence } from '../data/batches.ts'
import { READ_AHEAD_BYTES } from '../data/block-reads.ts'
import { blobSources, type Source } from '../data/chosen-files.ts'
import { fitControl } from '../data/control.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { encodeApplied } from '../data/encode-applied.ts'
import type { KerasFixture } from '../data/keras-fixture.ts'
import { encodeModel } from '../data/model-file/encode-model.ts'
import { readModel } from '../data/model-file/read-model.ts'
import { redshiftInput } from '../data/redshift.ts'
import { heldBytes } from '../data/row-reader.ts'
import type { Scratch } from '../data/scratch.ts'
import { openUnlabelled } from '../data/unlabelled.ts'
import { applyNetwork } from './apply.ts'
import { cardOfRun } from './card.ts'
import { checkDevice } from './check-device.ts'
import { createDatasets, type Datasets } from './datasets.ts'
import { type DeviceEnvironment, describeDevice, largestBufferOf, openDevice } from './device.ts'
import { estimateSeconds } from './estimate.ts'
import { createNetworkInUse } from './network-in-use.ts'
import { describePredictions, isWhole, predictDataset, requireComplete, requireFit } from './predictions.ts'
import { encodeReportFile, makeArchive, readReportFiles } from './reports.ts'
import { explain } from './saliency.ts'
import { type TrainContext, train } from './train.ts'
import { createTurns } from './turns.ts'
import type { ApplyOptions, Engine } from './types.ts'
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
export interface SourceEngine
  extends Omit<Engine, 'discover' | 'applyModel'>,
    Pick<Datasets, 'discover' | 'limitRows'> {
  applyModel(
    sources: readonly Source[],
    backend: BackendChoice,
    options?: ApplyOptions,
  ): Promise<AppliedPredictions>
  /** the network in use with its weights; `null` before there is one */
  trainedModel(): TrainedModel | null
}

/** An engine with no data, over the files that a browser hands out. */
export function createEngine(environment: EngineEnvironment): Engine {
  const engine = createSourceEngine(environment)
  return {
    ...engine,
    discover: (files, columns, signal) => engine.discover(blobSources(files), columns, signal),
    applyModel: (files, backend, options) => engine.applyModel(blobSources(files), backend, options),
  }
}

/** An engine with no data. */
export function createSourceEngine(environment: EngineEnvironment): SourceEngine {
  const { inUse: datasetInUse, width, ...datasets } = createDatasets(environment.openScratch)
  const inUse = createNetworkInUse(ACTIVATION_BUDGET)
  /** of the network in use, on the data set that they name */
  let known: RunPredictions | null = null
  const turns = createTurns()
  const { now, yieldToEvents } = environment

  function use(model: TrainedModel): ModelCard {
    inUse.replace(model)
    known = null
    return model.card
  }

  function requireModel(): TrainedModel {
    const { model } = inUse
    if (model !== null) return model
    throw new StudioError('bad-input', 'There is no network yet.', 'Train one, or load one from a file.')
  }

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
        inUse.letGo()
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
        inUse.letGo()
        const device = await openDevice(backend, environment)
        return checkDevice(device, await environment.loadFixtures(), options?.onProgress)
      }),
    modelInUse: async () => inUse.model?.card ?? null,
    trainedModel: () => inUse.model,
    loadModel: ({ path, file }) =>
      turns.run(async () => {
        const options = { created: new Date(now()).toISOString(), length: width() }
        return use(await readModel({ name: path, blob: file }, options))
      }),
    completeModel: (answers) =>
      turns.run(async () => {
        const { card, weights } = requireModel()
        return use({ card: answerCard(card, answers), weights })
      }),
    // it needs no device: the best weights so far can be saved while a run goes on
    saveModel: async (format, options) => encodeModel(requireModel(), format, options),
    predictions: (backend, options = {}) =>
      turns.run(async () => {
        const { card } = requireModel()
        const data = datasetInUse()
        if (known?.fingerprint === data.report.fingerprint) return known
        requireFit(card, data)
        const device = await openDevice(backend, environment)
        const { signal, onProgress } = options
        const logits = await predictDataset(inUse.open(device), data, device, {
          now,
          yieldToEvents,
          signal,
          onProgress,
        })
        const seed = card.training?.settings.seed ?? REFERENCE_SETTINGS.seed
        const control = await fitControl(data, { seed, now, yieldToEvents, signal, onProgress })
        known = describePredictions(card, data, logits, control)
        return known
      }),
    saliency: (request, backend, signal) =>
      turns.run(async () => {
        const data = datasetInUse()
        requireFit(requireModel().card, data)
        const device = await openDevice(backend, environment)
        return explain(inUse.open(device), data, request, { device, yieldToEvents, signal })
      }),
    applyModel: (sources, backend, { columns, signal, onProgress } = {}) =>
      turns.run(async () => {
        requireComplete(requireModel().card)
        const unlabelled = await openUnlabelled(sources, { columns, signal })
        const device = await openDevice(backend, environment)
        return applyNetwork(inUse.open(device), unlabelled, {
          device,
          now,
          yieldToEvents,
          signal,
          onProgress,
        })
      }),
    encodeApplied: async (applied, format, temperature) => encodeApplied(applied, format, temperature),
    readReports: readReportFiles,
    encodeReport: encodeReportFile,
    makeArchive,
    train: async function* (settings, signals) {
      const data = dataFor(datasetInUse(), settings)
      const endTurn = await turns.take()
      try {
        inUse.replace(null)
        known = null
        const device = await openDevice(settings.backend, environment)
        const plan = planRun(data, settings, device.largestBufferBytes)
        const keep = (weights: Float32Array[], epoch: number): void => {
          use({ card: cardOfRun(data, settings, epoch, now()), weights })
        }
        const predicted: TrainContext['predicted'] = (logits, control) => {
          // an evaluation that was skipped can be asked for later
          if (isWhole(logits, data)) known = describePredictions(requireModel().card, data, logits, control)
        }
        yield* train(settings, {
          dataset: data,
          device,
          plan,
          signals,
          keep,
          predicted,
          now,
          yieldToEvents,
        })
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
