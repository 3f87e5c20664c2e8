// The calls of an engine about the network in use: which one that is, what it says of the data in use, where it looks, and what
// it answers about other posteriors.

import { answerCard } from '../core/answer-card.ts'
import type { AppliedPredictions } from '../core/applied.ts'
import { StudioError } from '../core/errors.ts'
import type { ModelCard, TrainedModel } from '../core/model-card.ts'
import type { RunPredictions } from '../core/predictions.ts'
import type { BackendChoice } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import type { Source } from '../data/chosen-files.ts'
import { type ControlResult, fitControl } from '../data/control.ts'
import type { Dataset } from '../data/dataset.ts'
import { encodeApplied } from '../data/encode-applied.ts'
import { encodeModel } from '../data/model-file/encode-model.ts'
import { readModel } from '../data/model-file/read-model.ts'
import { openUnlabelled } from '../data/unlabelled.ts'
import { applyNetwork } from './apply.ts'
import type { Datasets } from './datasets.ts'
import { type DeviceEnvironment, openDevice } from './device.ts'
import { createNetworkInUse } from './network-in-use.ts'
import { ACTIVATION_BUDGET } from './plan-run.ts'
import { describePredictions, isWhole, predictDataset, requireComplete, requireFit } from './predictions.ts'
import { dataFor } from './run-inputs.ts'
import { explain } from './saliency.ts'
import type { SplitLogits } from './train.ts'
import type { Turns } from './turns.ts'
import type { ApplyOptions, CallOptions, Engine, PassProgress } from './types.ts'

/** What these calls need of the engine. */
export interface NetworkContext {
  readonly environment: DeviceEnvironment & {
    readonly now: () => number
    readonly yieldToEvents: () => Promise<void>
  }
  readonly datasets: Pick<Datasets, 'inUse' | 'width'>
  readonly turns: Turns
}

/** The calls, and what a run tells of its network. */
export interface NetworkCalls
  extends Pick<
    Engine,
    'modelInUse' | 'loadModel' | 'completeModel' | 'saveModel' | 'predictions' | 'saliency' | 'encodeApplied'
  > {
  applyModel(
    sources: readonly Source[],
    backend: BackendChoice,
    options?: ApplyOptions,
  ): Promise<AppliedPredictions>
  /** the network in use with its weights; `null` before there is one */
  trainedModel(): TrainedModel | null
  /** Uses another network. */
  use(model: TrainedModel): ModelCard
  /** Keeps what the network in use says of a data set; where the evaluation was skipped it can be asked for later. */
  keepPredictions(logits: SplitLogits, dataset: Dataset, control: ControlResult | null): void
  /** Frees the device's memory for another use of it. */
  letGo(): void
}

/** What the network in use says, and of which rows: those of one arrangement of the objects, which have their numbers. */
interface Known {
  readonly predictions: RunPredictions
  readonly logits: SplitLogits
  readonly objects: Uint32Array
}

/** No network yet. */
export function createNetworkCalls({ environment, datasets, turns }: NetworkContext): NetworkCalls {
  const inUse = createNetworkInUse(ACTIVATION_BUDGET)
  let known: Known | null = null
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

  /** The data in use, as far as their rows have what the network takes. */
  function requireData(card: ModelCard): Dataset {
    const data = datasets.inUse()
    requireFit(card, data)
    return dataFor(data, { model: card.model, input: card.input ?? 'logPDF', redshift: card.redshift })
  }

  function remember(logits: SplitLogits, dataset: Dataset, control: ControlResult | null): RunPredictions {
    const predictions = describePredictions(requireModel().card, dataset, logits, control)
    known = { predictions, logits, objects: dataset.splits.test.objects }
    return predictions
  }

  /** The control of a data set; `null` where it cannot be fitted, which stops nobody. */
  async function controlOf(
    { training }: ModelCard,
    data: Dataset,
    { signal, onProgress }: CallOptions<PassProgress>,
  ): Promise<ControlResult | null> {
    const seed = training?.settings.seed ?? REFERENCE_SETTINGS.seed
    try {
      return await fitControl(data, { seed, now, yieldToEvents, signal, onProgress })
    } catch (thrown) {
      if (thrown instanceof StudioError && thrown.code !== 'cancelled') return null
      throw thrown
    }
  }

  return {
    use,
    letGo: inUse.letGo,
    keepPredictions: (logits, dataset, control) => {
      if (isWhole(logits, dataset)) remember(logits, dataset, control)
    },
    modelInUse: async () => inUse.model?.card ?? null,
    trainedModel: () => inUse.model,
    loadModel: ({ path, file }) =>
      turns.run(async () => {
        const options = { created: new Date(now()).toISOString(), length: datasets.width() }
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
        const data = requireData(card)
        let logits = known?.objects === data.splits.test.objects ? known.logits : null
        // a run that was ended at once has no control yet
        if (logits !== null && known?.predictions.control) return known.predictions
        if (logits === null) {
          const device = await openDevice(backend, environment)
          const { signal, onProgress } = options
          logits = await predictDataset(inUse.open(device), data, device, {
            now,
            yieldToEvents,
            signal,
            onProgress,
          })
        }
        return remember(logits, data, await controlOf(card, data, options))
      }),
    saliency: (request, backend, signal) =>
      turns.run(async () => {
        const data = requireData(requireModel().card)
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
    encodeApplied: async (applied, format, reading) => encodeApplied(applied, format, reading),
  }
}
