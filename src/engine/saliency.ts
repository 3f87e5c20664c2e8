// Where a network looks in one posterior: attributions of the log-odds of a class to the points of the redshift grid.
// Both methods count the input from its median, which is the floor of a posterior that has one. An offset of ln p means
// nothing, so neither does its zero; and from a flat posterior of the same mass, or from a mean one, the many points without
// any density would differ as much as the few that hold it.

import * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '../core/errors.ts'
import type { InputId } from '../core/run.ts'
import type { Saliency, SaliencyProgress, SaliencyRequest } from '../core/saliency.ts'
import { batches } from '../data/batches.ts'
import { stopIfAborted } from '../data/cancel.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { redshiftInput } from '../data/redshift.ts'
import type { Device } from './device.ts'
import { logits, type Network } from './model.ts'
import type { OpenNetwork } from './network-in-use.ts'
import { rowsForNetwork } from './network-rows.ts'

/** Points on the way from the baseline; the midpoint rule's error is then about a hundredth of the sum (saliency.test.ts). */
export const PATH_POINTS = 32
/** Of these, in one pass at most: an abort is heard between passes, and on a CPU a recurrent network takes seconds per point. */
const PASS_POINTS = 4

/** One posterior as the network gets it. */
export interface Explained {
  /** [z], in the representation of the network's input */
  readonly x: Float32Array
  /** second input; `null` for a network that takes none */
  readonly redshift: number | null
}

/** Where it is computed. */
export interface SaliencyContext {
  readonly device: Device
  /** lets messages in between passes */
  readonly yieldToEvents: () => Promise<void>
  readonly signal?: AbortSignal | undefined
  /** told after each pass along the way of integrated gradients */
  readonly onProgress?: ((progress: SaliencyProgress) => void) | undefined
}

/** Attributions without the question. */
export type Attributions = Pick<Saliency, 'values' | 'score' | 'baselineScore'>

/**
 * Explains what the network says of an object of a data set.
 * @throws StudioError `bad-input` for an object that is in no split, `cancelled` on abort
 */
export async function explain(
  { model: { card }, network, microBatchSize }: OpenNetwork,
  dataset: Dataset,
  request: SaliencyRequest,
  context: SaliencyContext,
): Promise<Saliency> {
  const { data, row } = findObject(dataset, request.object)
  const x = await inputOf(rowsForNetwork(data, card, dataset), row, card.input ?? 'logPDF')
  const redshift = network.description.needsRedshift
    ? redshiftInput(data, card.redshift, dataset.zgrid)[row]!
    : null
  const attributions =
    request.method === 'gradientTimesInput'
      ? await gradientTimesInput(network, { x, redshift }, request.classIndex, context)
      : await integratedGradients(network, { x, redshift }, request.classIndex, microBatchSize, context)
  return { ...request, ...attributions }
}

/** The input above its median times the gradient of the log-odds there: what one backward pass tells. */
export async function gradientTimesInput(
  network: Network,
  { x, redshift }: Explained,
  classIndex: number,
  context: SaliencyContext,
): Promise<Attributions> {
  const { gradient, scores } = await meanGradient(network, x, redshift, classIndex, context)
  const median = medianOf(x)
  const [baselineScore] = await scoresOf(
    network,
    x.map(() => median),
    redshift,
    classIndex,
    context,
  )
  return {
    values: x.map((value, z) => (value - median) * gradient[z]!),
    score: scores[0]!,
    baselineScore: baselineScore!,
  }
}

/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017) by the midpoint rule: the difference to a constant at the median
 * times the mean gradient on the straight way from it. Their sum is the difference of the log-odds, up to the rule's error.
 * @param microBatchSize inputs that one pass may take
 */
export async function integratedGradients(
  network: Network,
  { x, redshift }: Explained,
  classIndex: number,
  microBatchSize: number,
  context: SaliencyContext,
): Promise<Attributions> {
  const median = medianOf(x)
  /** [share, z] */
  const onTheWay = (shares: readonly number[]): Float32Array => {
    const inputs = new Float32Array(shares.length * x.length)
    for (const [i, share] of shares.entries()) {
      for (let z = 0; z < x.length; z++) inputs[i * x.length + z] = median + share * (x[z]! - median)
    }
    return inputs
  }
  const values = new Float32Array(x.length)
  const passSize = Math.min(microBatchSize, PASS_POINTS)
  for (let from = 0; from < PATH_POINTS; from += passSize) {
    const points = Math.min(passSize, PATH_POINTS - from)
    const inputs = onTheWay(Array.from({ length: points }, (_, i) => (from + i + 0.5) / PATH_POINTS))
    const { gradient } = await meanGradient(network, inputs, redshift, classIndex, context)
    const weight = points / PATH_POINTS
    for (let z = 0; z < values.length; z++) values[z]! += weight * (x[z]! - median) * gradient[z]!
    context.onProgress?.({ done: from + points, total: PATH_POINTS })
    await context.yieldToEvents()
  }
  const [score, baselineScore] = await scoresOf(network, onTheWay([1, 0]), redshift, classIndex, context)
  return { values, score: score!, baselineScore: baselineScore! }
}

/** The upper one of the two in the middle where their number is even: a value of the row itself. */
function medianOf(x: Float32Array): number {
  return x.toSorted()[x.length >> 1]!
}

/**
 * Mean over some inputs of the gradient of the log-odds, [z], and the log-odds of each.
 * @param inputs [sample, z]
 */
async function meanGradient(
  network: Network,
  inputs: Float32Array,
  redshift: number | null,
  classIndex: number,
  { device, signal }: SaliencyContext,
): Promise<{ gradient: Float32Array; scores: Float32Array }> {
  stopIfAborted(signal)
  const [gradient, scores] = tf.tidy(() => {
    const { grad, value } = tf.valueAndGrad((x) => logOdds(network, x as tf.Tensor3D, redshift, classIndex))(
      upload(network, inputs),
    )
    return [tf.mean(grad, 0), value] as const
  })
  const [gradientValues, scoreValues] = await valuesOf([gradient, scores], device)
  return { gradient: gradientValues!, scores: scoreValues! }
}

/** Log-odds of each input; parameters as `meanGradient` has them. */
async function scoresOf(
  network: Network,
  inputs: Float32Array,
  redshift: number | null,
  classIndex: number,
  { device, signal }: SaliencyContext,
): Promise<Float32Array> {
  stopIfAborted(signal)
  const scores = tf.tidy(() => logOdds(network, upload(network, inputs), redshift, classIndex))
  return (await valuesOf([scores], device))[0]!
}

/** Reads tensors, and frees them. */
async function valuesOf(tensors: readonly tf.Tensor[], device: Device): Promise<Float32Array[]> {
  try {
    return (await Promise.all(tensors.map((tensor) => tensor.data()))) as Float32Array[]
  } finally {
    tf.dispose([...tensors])
    device.check()
  }
}

function upload({ description: { length } }: Network, inputs: Float32Array): tf.Tensor3D {
  return tf.tensor3d(inputs, [inputs.length / length, length, 1])
}

/** ln(p / (1 - p)) of a class, [sample]: its logit less the logarithm of the sum of the others' exponentials. */
function logOdds(network: Network, x: tf.Tensor3D, redshift: number | null, classIndex: number): tf.Tensor1D {
  const second = redshift === null ? null : tf.fill<tf.Rank.R2>([x.shape[0], 1], redshift)
  const output = logits(network, { x, redshift: second }, false)
  const [samples, classes] = output.shape
  const own = tf.slice(output, [0, classIndex], [samples, 1])
  const others = [
    tf.slice(output, [0, 0], [samples, classIndex]),
    tf.slice(output, [0, classIndex + 1], [samples, classes - classIndex - 1]),
  ].filter(({ size }) => size > 0)
  const rest = others.length === 1 ? others[0]! : tf.concat(others, 1)
  return tf.squeeze(tf.sub(own, tf.logSumExp(rest, 1, true)), [1])
}

function findObject({ splits, natural }: Dataset, object: number): { data: SplitData; row: number } {
  for (const data of [...Object.values(splits), ...(natural === undefined ? [] : [natural])]) {
    const row = data.objects.indexOf(object)
    if (row >= 0) return { data, row }
  }
  throw new StudioError(
    'bad-input',
    `Object ${object} is in none of the splits.`,
    'Choose an object that the network has been asked about.',
  )
}

/** One row in the representation of the input. */
async function inputOf(data: SplitData, row: number, input: InputId): Promise<Float32Array> {
  for await (const { x } of batches(data, Uint32Array.of(row), 1, input)) return x
  throw new Error(`Expected row ${row}, got none`)
}
