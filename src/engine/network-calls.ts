// The calls of an engine about the network in use: which one that is, what it says of the data in use, where it looks, and what
// it answers about other posteriors.

import { answerCard } from '../core/answer-card.ts'
import type { AppliedPredictions } from '../core/applied.ts'
import type { ModelCard, TrainedModel } from '../core/model-card.ts'
import type { BackendChoice } from '../core/run.ts'
import { stopIfAborted } from '../data/cancel.ts'
import type { Source } from '../data/chosen-files.ts'
import type { FittedControl } from '../data/control.ts'
import type { Dataset } from '../data/dataset.ts'
import { encodeApplied } from '../data/encode-applied.ts'
import { encodeModel } from '../data/model-file/encode-model.ts'
import { readModel } from '../data/model-file/read-model.ts'
import { openUnlabelled } from '../data/unlabelled.ts'
import { applyNetwork } from './apply.ts'
import type { Datasets } from './datasets.ts'
import { type Device, type DeviceEnvironment, openDevice } from './device.ts'
import { createKnownPredictions } from './known-predictions.ts'
import { createNetworkInUse, type OpenNetwork } from './network-in-use.ts'
import { ACTIVATION_BUDGET } from './plan-run.ts'
import { requireComplete, requireFit } from './predictions.ts'
import { dataFor } from './run-inputs.ts'
import { explain } from './saliency.ts'
import type { SplitLogits } from './train-context.ts'
import type { Turns } from './turns.ts'
import type { ApplyOptions, Engine } from './types.ts'

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
  /** A run starts: the network before it is gone. */
  forget(): void
  /** Keeps what the network in use says of a data set; where the evaluation was skipped it can be asked for later. */
  keepPredictions(logits: SplitLogits, dataset: Dataset, control: FittedControl | null): void
  /** Frees the device's memory for another use of it. */
  letGo(): void
}

/** No network yet. */
export function createNetworkCalls({ environment, datasets, turns }: NetworkContext): NetworkCalls {
  const inUse = createNetworkInUse(ACTIVATION_BUDGET)
  const known = createKnownPredictions()
  const { now, yieldToEvents } = environment

  function use(model: TrainedModel): ModelCard {
    inUse.replace(model)
    known.forget()
    return model.card
  }

  /** The data in use, as far as their rows have what the network takes. */
  function requireData(card: ModelCard): Dataset {
    const data = datasets.inUse()
    requireFit(card, data)
    return dataFor(data, { model: card.model, input: card.input ?? 'logPDF', redshift: card.redshift })
  }

  async function openOn(backend: BackendChoice): Promise<{ opened: OpenNetwork; device: Device }> {
    const device = await openDevice(backend, environment)
    return { opened: inUse.open(device), device }
  }

  return {
    use,
    forget: () => {
      inUse.replace(null)
      known.forget()
    },
    letGo: inUse.letGo,
    keepPredictions: (logits, dataset, control) => known.keep(inUse.require().card, dataset, logits, control),
    modelInUse: async () => inUse.model?.card ?? null,
    trainedModel: () => inUse.model,
    loadModel: ({ path, file }) =>
      turns.run(async () => {
        const options = { created: new Date(now()).toISOString(), length: datasets.width() }
        return use(await readModel({ name: path, blob: file }, options))
      }),
    completeModel: (answers) =>
      turns.run(async () => {
        const { card, weights } = inUse.require()
        return use({ card: answerCard(card, answers), weights })
      }),
    // it needs no device: the best weights so far can be saved while a run goes on
    saveModel: async (...what) => encodeModel(inUse.require(), ...what),
    predictions: (backend, options) =>
      turns.run(async () => {
        stopIfAborted(options?.signal)
        const { card } = inUse.require()
        const context = { ...options, open: () => openOn(backend), now, yieldToEvents }
        return known.ask(card, requireData(card), context)
      }),
    saliency: (request, backend, { signal, onProgress } = {}) =>
      turns.run(async () => {
        stopIfAborted(signal)
        const data = requireData(inUse.require().card)
        const { opened, device } = await openOn(backend)
        return explain(opened, data, request, { device, yieldToEvents, signal, onProgress })
      }),
    applyModel: (sources, backend, { columns, signal, onProgress } = {}) =>
      turns.run(async () => {
        requireComplete(inUse.require().card)
        const unlabelled = await openUnlabelled(sources, { columns, signal })
        const { opened, device } = await openOn(backend)
        return applyNetwork(opened, unlabelled, {
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
