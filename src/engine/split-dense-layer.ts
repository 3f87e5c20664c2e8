// A dense layer whose kernel is larger than one buffer of the GPU may be: it is kept as several weights of consecutive rows.
// Only the network on the device knows of them; everywhere else the kernel is one array.

import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { freeingSpent } from './kernels/spent.ts'

const BYTES_PER_VALUE = 4
/** Parts have a multiple of so many rows: our products on WebGPU read vectors of four along them. */
const ROW_MULTIPLE = 4

/**
 * Rows of the parts of a dense kernel: equal but for the last part, which may be shorter, and a multiple of 4.
 * @param shape [inputs, units]
 * @param largestBytes that a part may have; below 4 rows, parts have 4 rows all the same
 */
export function partRows([rows, units]: readonly [number, number], largestBytes: number): number[] {
  const bytesPerRow = units * BYTES_PER_VALUE
  if (rows * bytesPerRow <= largestBytes) return [rows]
  const most = Math.max(ROW_MULTIPLE, multipleBelow(largestBytes / bytesPerRow))
  const count = Math.ceil(rows / most)
  const each = ROW_MULTIPLE * Math.ceil(rows / count / ROW_MULTIPLE)
  return Array.from({ length: Math.ceil(rows / each) }, (_, i) => Math.min(each, rows - i * each))
}

function multipleBelow(rows: number): number {
  return ROW_MULTIPLE * Math.floor(rows / ROW_MULTIPLE)
}

/** What a split dense layer is made from. */
export interface SplitDenseLayerConfig {
  readonly name: string
  readonly units: number
  readonly activation: 'relu' | 'linear'
  /** rows of each part of the kernel, as `partRows` gives them */
  readonly rows: readonly number[]
}

/**
 * A layer from [batch, inputs] to [batch, units]. Its weights are the parts of the kernel in the order of their rows, then
 * the bias. All start at zero: they are set afterwards.
 */
export function createSplitDenseLayer(config: SplitDenseLayerConfig): layers.layers.Layer {
  return new SplitDenseLayer(config)
}

class SplitDenseLayer extends layers.layers.Layer {
  static readonly className = 'StudioSplitDense'
  readonly #config: SplitDenseLayerConfig
  #kernels: readonly layers.LayerVariable[] = []
  #bias: layers.LayerVariable | null = null

  constructor(config: SplitDenseLayerConfig) {
    super({ name: config.name })
    this.#config = config
  }

  override build(): void {
    const { rows, units } = this.#config
    const zeros = layers.initializers.zeros()
    this.#kernels = rows.map((count, i) =>
      this.addWeight(`kernel_part${i}`, [count, units], 'float32', zeros),
    )
    this.#bias = this.addWeight('bias', [units], 'float32', zeros)
    this.built = true
  }

  override computeOutputShape([batch]: layers.Shape): layers.Shape {
    return [batch!, this.#config.units]
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor2D
      const product = splitProduct(
        x,
        this.#kernels.map((kernel) => kernel.read() as tf.Tensor2D),
      )
      const sum = tf.add(product, this.#bias!.read())
      return this.#config.activation === 'relu' ? tf.relu(sum) : sum
    })
  }
}

/**
 * x W for W in parts of consecutive rows: the sum over parts of x[:, rows of the part] times the part. Differentiable with
 * respect to x and every part.
 * @param x [batch, inputs]
 * @param kernels [rows, units] each; their rows add up to the inputs
 * @returns [batch, units]
 * @throws Error if the rows do not add up
 */
export function splitProduct(x: tf.Tensor2D, kernels: readonly tf.Tensor2D[]): tf.Tensor2D {
  const [batch, inputs] = x.shape
  const total = kernels.reduce((sum, { shape }) => sum + shape[0], 0)
  if (total !== inputs) throw new Error(`Expected kernels of ${inputs} rows together, got ${total}`)
  const starts = kernels.map((_, i) => kernels.slice(0, i).reduce((sum, { shape }) => sum + shape[0], 0))
  const columns = (x: tf.Tensor, part: number, kernel: tf.Tensor) =>
    tf.slice(x as tf.Tensor2D, [0, starts[part]!], [batch, kernel.shape[0]!])
  // a gradient of its own: that of a slice is as large as x, with zeros around it, for every part
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = args.at(-1) as tf.GradSaveFunc
    const [x, ...parts] = args.slice(0, -1) as tf.Tensor2D[]
    save([x!, ...parts])
    return {
      value: parts
        .map((kernel, i) => tf.matMul(columns(x!, i, kernel), kernel))
        .reduce((sum, product) => tf.add(sum, product)),
      gradFunc: freeingSpent((dy, [x, ...parts]) => {
        const dx = tf.concat(
          parts.map((kernel) => tf.matMul(dy, kernel, false, true)),
          1,
        )
        return [dx, ...parts.map((kernel, i) => tf.matMul(columns(x!, i, kernel), dy, true, false))]
      }),
    }
  })
  return operation(x, ...kernels) as tf.Tensor2D
}
