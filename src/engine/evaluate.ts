// Rows through a network as it is: the pass that evaluates a split, and the one that applies a network to other rows.

import type { InputId } from '../core/run.ts'
import { emptyTally, type Tally } from '../core/tally.ts'
import { batches } from '../data/batches.ts'
import { stopIfAborted } from '../data/cancel.ts'
import type { SplitData } from '../data/dataset.ts'
import { naturalOrder } from '../data/order.ts'
import type { Device } from './device.ts'
import { microBatches } from './micro-batches.ts'
import type { Network } from './model.ts'
import { createPendingLogits, type PendingLogits } from './pending-logits.ts'
import { predict } from './trainer.ts'

/** Which rows, and where they are computed. */
export interface EvaluationRequest {
  readonly network: Network
  readonly data: SplitData
  readonly input: InputId
  /** second input of each row, for a network that takes it */
  readonly redshifts: Float32Array | null
  readonly device: Device
  /** rows of one pass */
  readonly microBatchSize: number
  readonly pending: PendingLogits
  /** what is computed, for errors */
  readonly name: string
  /** whether nobody waits for the rest */
  readonly isOver: () => boolean
  /** lets messages in between passes */
  readonly yieldToEvents: () => Promise<void>
}

/**
 * Gives the number of rows that are done now and then, and at the end the tally with the logits of every row in order;
 * `null` where it was over before.
 * @throws StudioError `non-finite` naming rows whose logits are not finite; what the device reports
 */
export async function* evaluateRows({
  network,
  data,
  input,
  redshifts,
  device,
  microBatchSize,
  pending,
  name,
  isOver,
  yieldToEvents,
}: EvaluationRequest): AsyncGenerator<number, Tally | null, void> {
  const { rows: totalRows, width } = data.x
  const tally = emptyTally(network.description.classes, { keep: totalRows })
  let queuedRows = 0
  pending.restart()
  for await (const batch of batches(data, naturalOrder(totalRows), microBatchSize, input)) {
    if (isOver()) return null
    for (const part of microBatches(batch, microBatchSize, width, redshifts)) {
      pending.add(predict(network, part), { ...part, batch: 0 })
      queuedRows += part.rows
    }
    if (pending.isDue() || queuedRows === totalRows) {
      await pending.count(tally, name)
      device.check()
      yield tally.samples
    }
    await yieldToEvents()
  }
  return tally
}

/** What `forward` needs besides network and rows. */
export interface ForwardContext
  extends Pick<EvaluationRequest, 'device' | 'microBatchSize' | 'yieldToEvents'> {
  /** what is computed, for errors */
  readonly name?: string
  /** milliseconds; any origin */
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
  readonly onRows?: (done: number) => void
}

/**
 * Logits of every row in order, [row, class].
 * @throws StudioError `cancelled` on abort, and as `evaluateRows` does
 */
export async function forward(
  network: Network,
  data: SplitData,
  input: InputId,
  redshifts: Float32Array | null,
  { name = 'the rows', now, signal, onRows, ...context }: ForwardContext,
): Promise<Float32Array<ArrayBuffer>> {
  const pending = createPendingLogits(now)
  const passes = evaluateRows({
    ...context,
    network,
    data,
    input,
    redshifts,
    pending,
    name,
    isOver: () => signal?.aborted ?? false,
  })
  try {
    while (true) {
      const { done, value } = await passes.next()
      stopIfAborted(signal)
      // a pass that nobody stopped gives its tally
      if (done) return value!.logits!
      onRows?.(value)
    }
  } finally {
    // after an abort it waits for somebody to ask on, and what it reads ahead of that goes on
    await passes.return(null)
    pending.restart()
  }
}
