// What the network in use says of the data in use, and the control beside it: computed when somebody asks, and kept as long as
// both stay.

import type { ModelCard } from '../core/model-card.ts'
import type { RunPredictions } from '../core/predictions.ts'
import { STEP_NAMES } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { type FittedControl, fitControlIfPossible } from '../data/control.ts'
import type { Dataset } from '../data/dataset.ts'
import type { Device } from './device.ts'
import type { OpenNetwork } from './network-in-use.ts'
import { describePredictions, isWhole, predictDataset } from './predictions.ts'
import type { SplitLogits } from './train-context.ts'
import type { CallOptions, PassProgress } from './types.ts'

/** What asking needs besides network and data. */
export interface AskContext extends CallOptions<PassProgress> {
  /** puts the network on a device; not called where its logits are known */
  readonly open: () => Promise<{ readonly opened: OpenNetwork; readonly device: Device }>
  /** milliseconds */
  readonly now: () => number
  readonly yieldToEvents: () => Promise<void>
}

/** What is known of the network in use. */
export interface KnownPredictions {
  /** Another network is in use: nothing is known of it. */
  forget(): void
  /** Keeps what a run's network says of its data, unless rows are missing; a control that is missing is made up for when asked. */
  keep(card: ModelCard, dataset: Dataset, logits: SplitLogits, control: FittedControl | null): void
  /**
   * What the network says of a data set, and the control: of what is known nothing is computed again.
   * @throws StudioError as `predictDataset` does, `cancelled` while the control is fitted, too: the logits are kept then
   */
  ask(card: ModelCard, dataset: Dataset, context: AskContext): Promise<RunPredictions>
}

interface Known {
  /** of the test: one arrangement of the objects, which have their numbers */
  readonly objects: Uint32Array
  readonly logits: SplitLogits
  /** `null` until the control was fitted, or could not be */
  readonly predictions: RunPredictions | null
}

/** Nothing is known yet. */
export function createKnownPredictions(): KnownPredictions {
  let known: Known | null = null

  function remember(logits: SplitLogits, { splits }: Dataset, predictions: RunPredictions | null): void {
    known = { objects: splits.test.objects, logits, predictions }
  }

  return {
    forget: () => {
      known = null
    },
    keep: (card, dataset, logits, control) => {
      if (!isWhole(logits, dataset)) return
      const isComplete = control !== null
      remember(logits, dataset, isComplete ? describePredictions(card, dataset, logits, control) : null)
    },
    ask: async (card, dataset, { open, ...context }) => {
      const before = known?.objects === dataset.splits.test.objects ? known : null
      if (before?.predictions) return before.predictions
      const logits = before?.logits ?? (await logitsOf(dataset, await open(), context))
      remember(logits, dataset, null)
      const control = await controlOf(card, dataset, context)
      const predictions = describePredictions(card, dataset, logits, control)
      remember(logits, dataset, predictions)
      return predictions
    },
  }
}

type Asking = Omit<AskContext, 'open'>

function logitsOf(
  dataset: Dataset,
  { opened, device }: Awaited<ReturnType<AskContext['open']>>,
  { now, yieldToEvents, signal, onProgress }: Asking,
): Promise<SplitLogits> {
  return predictDataset(opened, dataset, device, { now, yieldToEvents, signal, onProgress })
}

/** The control that the network's run has, or would have had. */
function controlOf(
  { training }: ModelCard,
  dataset: Dataset,
  { now, yieldToEvents, signal, onProgress }: Asking,
): Promise<FittedControl | null> {
  return fitControlIfPossible(dataset, {
    seed: training?.settings.seed ?? REFERENCE_SETTINGS.seed,
    now,
    yieldToEvents,
    signal,
    onProgress: (rows) => onProgress?.({ name: STEP_NAMES.control, step: 'control', ...rows }),
  })
}
