// Convolution, bias, relu and pooling in plain float64, forward and backward: the reference of the fast kernels.

/** Sizes of a block. */
export interface ConvBlockShape {
  readonly batch: number
  readonly length: number
  readonly channels: number
  readonly filters: number
  readonly taps: number
  readonly padding: 'valid' | 'same'
  readonly pool: 1 | 2
}

/** Points of the convolution's output, before pooling. */
export function convTime({ length, taps, padding }: ConvBlockShape): number {
  return padding === 'same' ? length : length - taps + 1
}

/** Calls `visit` for every product of the convolution with the indices of output, input and weight. */
function eachProduct(
  shape: ConvBlockShape,
  visit: (output: number, input: number, weight: number) => void,
): void {
  const { batch, length, channels, filters, taps, padding } = shape
  const time = convTime(shape)
  // Keras pads one more after than before where the padding is odd
  const before = padding === 'same' ? Math.floor((taps - 1) / 2) : 0
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < time; t++) {
      for (let tap = 0; tap < taps; tap++) {
        const position = t - before + tap
        if (position < 0 || position >= length) continue
        for (let c = 0; c < channels; c++) {
          for (let f = 0; f < filters; f++) {
            visit(
              (b * time + t) * filters + f,
              (b * length + position) * channels + c,
              (tap * channels + c) * filters + f,
            )
          }
        }
      }
    }
  }
}

/** What a block computes, and what its gradient needs. */
export interface ConvBlockOutput {
  /** [batch, time / pool, filters] */
  readonly y: Float64Array
  /** for each value of y where in the convolution's output it comes from; -1 where relu gave 0 */
  readonly source: Int32Array
}

/** y of x [batch, length, channels], kernel [taps, channels, filters] and bias [filters]. */
export function convBlockForward(
  x: Float32Array,
  kernel: Float32Array,
  bias: Float32Array,
  shape: ConvBlockShape,
): ConvBlockOutput {
  const { batch, filters, pool } = shape
  const time = convTime(shape)
  const z = new Float64Array(batch * time * filters)
  for (const i of z.keys()) z[i] = bias[i % filters]!
  eachProduct(shape, (output, input, weight) => {
    z[output]! += x[input]! * kernel[weight]!
  })
  const outTime = Math.floor(time / pool)
  const y = new Float64Array(batch * outTime * filters)
  const source = new Int32Array(y.length).fill(-1)
  for (const i of y.keys()) {
    const f = i % filters
    const t = Math.floor(i / filters) % outTime
    const b = Math.floor(i / filters / outTime)
    for (let part = 0; part < pool; part++) {
      const from = (b * time + t * pool + part) * filters + f
      if (z[from]! > y[i]!) {
        y[i] = z[from]!
        source[i] = from
      }
    }
  }
  return { y, source }
}

/** Gradients of a loss whose gradient with respect to y is dy. */
export function convBlockBackward(
  x: Float32Array,
  kernel: Float32Array,
  dy: Float32Array,
  { source }: ConvBlockOutput,
  shape: ConvBlockShape,
): { x: Float64Array; kernel: Float64Array; bias: Float64Array } {
  const { batch, filters } = shape
  const dz = new Float64Array(batch * convTime(shape) * filters)
  for (const [i, from] of source.entries()) if (from >= 0) dz[from] = dy[i]!
  const gradients = {
    x: new Float64Array(x.length),
    kernel: new Float64Array(kernel.length),
    bias: new Float64Array(filters),
  }
  eachProduct(shape, (output, input, weight) => {
    gradients.x[input]! += dz[output]! * kernel[weight]!
    gradients.kernel[weight]! += dz[output]! * x[input]!
  })
  for (const [i, value] of dz.entries()) gradients.bias[i % filters]! += value
  return gradients
}
