// The network that was trained last, or loaded: its weights in memory, and on a device while somebody asks it. Whoever uses the
// device for something else lets go of it first.

import * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '../core/errors.ts'
import type { TrainedModel } from '../core/model-card.ts'
import { planTraining } from '../core/plan.ts'
import { describeCard } from './card.ts'
import type { Device } from './device.ts'
import { createNetwork, disposeNetwork, type Network } from './model.ts'

/** Samples of one pass at most, where memory allows: more are hardly faster. */
const MOST_SAMPLES = 128

/** A network on a device. */
export interface OpenNetwork {
  readonly model: TrainedModel
  readonly network: Network
  /** samples of one pass */
  readonly microBatchSize: number
}

/** The one network in use. */
export interface NetworkInUse {
  /** `null` before there is one */
  readonly model: TrainedModel | null
  /** Uses another one, or none. */
  replace(model: TrainedModel | null): void
  /** @throws StudioError `bad-input` where there is none */
  require(): TrainedModel
  /**
   * Puts it on a device, unless it is there.
   * @param device that was opened last
   * @throws StudioError as `require` does
   */
  open(device: Pick<Device, 'largestBufferBytes'>): OpenNetwork
  /** Frees the device's memory; the weights stay. */
  letGo(): void
}

/** @param activationBudget bytes that the activations of one pass may take */
export function createNetworkInUse(activationBudget: number): NetworkInUse {
  let model: TrainedModel | null = null
  let opened: (OpenNetwork & { readonly backend: tf.KernelBackend }) | null = null

  function require(): TrainedModel {
    if (model !== null) return model
    throw new StudioError('bad-input', 'There is no network yet.', 'Train one, or load one from a file.')
  }

  function letGo(): void {
    if (opened !== null) disposeNetwork(opened.network)
    opened = null
  }

  return {
    get model() {
      return model
    },
    replace: (next) => {
      letGo()
      model = next
    },
    require,
    open: ({ largestBufferBytes }) => {
      const required = require()
      // not its name: a GPU that was lost and opened again is another one
      const backend = tf.backend()
      if (opened?.backend === backend) return opened
      letGo()
      const description = describeCard(required.card)
      const { microBatchSize } = planTraining({
        description,
        batchSize: MOST_SAMPLES,
        trainRows: MOST_SAMPLES,
        activationBudget,
        largestBufferBytes,
        dataBytes: 0,
      })
      const network = createNetwork(description, required.weights, 0, { largestBufferBytes, explained: true })
      opened = { model: required, network, microBatchSize, backend }
      return opened
    },
    letGo,
  }
}
