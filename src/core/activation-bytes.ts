// What the activations of a pass take at their peak, layer by layer, as the engine allocates them.

import type { LayerDescription, ModelDescription } from './models.ts'
import { size } from './models.ts'

/** Bytes of a pass: so many per sample, and so many whatever the samples. */
export interface ActivationBytes {
  readonly perSample: number
  readonly fixed: number
}

/** What one sample takes in one layer, with the pooling that follows it, in bytes. */
interface OperationBytes {
  /** from the forward pass on */
  readonly kept: number
  /** the gradient of the layer's output */
  readonly gradient: number
  /** only while the layer's forward or backward pass runs */
  readonly forward: number
  readonly backward: number
  /** of what is kept, the output: it stays where the next layer frees nothing */
  readonly output: number
  /** whether the layer's backward pass frees what was kept for it, and the gradient of its output */
  readonly frees: boolean
}

const BYTES_PER_VALUE = 4
/**
 * Buffers of a GPU are kept for tensors of other sizes to come, and tensors may get larger ones than they need: that is 1.0 to
 * 1.3 times what is in use at the peak.
 */
const GPU_BUFFERS = 1.2
/** Partial sums of a convolution's weight gradient on a GPU: 6e6 to 12e6, by the network. */
const GPU_PARTIAL_SUMS = 10e6

/**
 * Bytes of the activations of one pass at its peak. What a layer keeps stays until its backward pass has run, and so does the
 * gradient of its output; what it takes only while it runs comes on top:
 *
 * - convolution (with relu and pooling one operation): keeps its output, and where it pools a byte per value, on a GPU a
 *   quarter of one; in the backward pass a GPU takes the gradient before pooling and relu
 * - dense: keeps its output before and after the bias and relu, with both gradients, and its input with its gradient, until
 *   all gradients are there
 * - GRU: keeps its states, gates and the candidate's share of the state, 5 u per point; x W takes 3 u more in the forward
 *   pass, dp, dq and the states before 7 u in the backward pass
 * - LSTM: keeps states, gates and cells, 6 u per point; 4 u more in the forward pass, 5 u in the backward pass
 */
export function activationBytes(description: ModelDescription, onGpu: boolean): ActivationBytes {
  const operations = description.layers.flatMap((layer, i, all) =>
    operationBytes(layer, { before: all[i - 1], after: all[i + 1] }, description, onGpu),
  )
  const peak = peakBytes(operations, description.length * BYTES_PER_VALUE)
  return onGpu ? { perSample: GPU_BUFFERS * peak, fixed: GPU_PARTIAL_SUMS } : { perSample: peak, fixed: 0 }
}

function peakBytes(operations: readonly OperationBytes[], input: number): number {
  let held = input
  let peak = held
  for (const { kept, forward } of operations) {
    held += kept
    peak = Math.max(peak, held + forward)
  }
  for (const [i, { kept, gradient, backward, output, frees }] of [...operations.entries()].reverse()) {
    held += gradient
    peak = Math.max(peak, held + backward + (operations[i - 1]?.gradient ?? 0))
    if (frees) held -= operations[i + 1]?.frees === false ? kept - output : kept + gradient
  }
  return peak
}

/** What a layer takes; nothing where it is a part of another one, or only another view of its input. */
function operationBytes(
  { spec, outputShape }: LayerDescription,
  { before, after }: { before: LayerDescription | undefined; after: LayerDescription | undefined },
  { length }: ModelDescription,
  onGpu: boolean,
): OperationBytes[] {
  const isPartOfOther = spec.kind === 'maxPool' && before?.spec.kind === 'conv1d'
  if (isPartOfOther || spec.kind === 'flatten') return []
  const output = size(outputShape) * BYTES_PER_VALUE
  switch (spec.kind) {
    case 'conv1d': {
      const pooled = after?.spec.kind === 'maxPool' ? size(after.outputShape) : null
      const result = pooled === null ? output : pooled * BYTES_PER_VALUE
      const choice = (pooled ?? 0) * (onGpu ? 1 / 4 : 1)
      return [
        {
          kept: result + choice,
          gradient: result,
          forward: 0,
          backward: onGpu ? output : 0,
          output: result,
          frees: true,
        },
      ]
    }
    case 'gru':
    case 'lstm': {
      const time = before?.outputShape[0] ?? length
      const states = time * spec.units * BYTES_PER_VALUE
      const [kept, forward, backward] = spec.kind === 'gru' ? [5, 3, 7] : [6, 4, 5]
      return [
        {
          kept: kept * states,
          gradient: states,
          forward: forward * states,
          backward: backward * states,
          output: states,
          frees: true,
        },
      ]
    }
    default:
      return [{ kept: 3 * output, gradient: 2 * output, forward: 0, backward: 0, output, frees: false }]
  }
}
