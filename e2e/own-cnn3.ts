// CNN3 in the plainest form that it has, one posterior at a time in float64, from the weights of a file: nothing here comes from
// the studio.

import type { LayerWeights, NetworkWeights } from './network-files.ts'

/** Values of [time, channel], row-major. */
interface Channels {
  readonly values: Float64Array
  readonly channels: number
}

/** Logits of one posterior as the network takes it. */
export function cnn3Logits(weights: NetworkWeights, posterior: ArrayLike<number>): number[] {
  let x: Channels = { values: Float64Array.from(posterior), channels: 1 }
  for (const name of ['conv1d', 'conv1d_1', 'conv1d_2']) x = halved(convolved(x, weights[name]!))
  const features = ['dense', 'dense_1'].reduce<Float64Array>(
    (values, name) => dense(values, weights[name]!).map(positive),
    x.values,
  )
  return [...dense(features, weights.dense_2!)]
}

/** Probabilities of logits that are divided by a temperature. */
export function softmax(logits: readonly number[], temperature = 1): number[] {
  const highest = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp((logit - highest) / temperature))
  const sum = powers.reduce((total, each) => total + each, 0)
  return powers.map((each) => each / sum)
}

/** `valid`, stride 1, relu. */
function convolved({ values, channels }: Channels, { kernel, shape, bias }: LayerWeights): Channels {
  const [size, , filters] = shape as [number, number, number]
  const length = values.length / channels - size + 1
  const out = new Float64Array(length * filters)
  for (let t = 0; t < length; t++) {
    for (let f = 0; f < filters; f++) {
      let sum = bias[f]!
      for (let i = 0; i < size * channels; i++) sum += values[t * channels + i]! * kernel[i * filters + f]!
      out[t * filters + f] = positive(sum)
    }
  }
  return { values: out, channels: filters }
}

/** The larger one of two neighbours in time; the last one of an odd number is dropped. */
function halved({ values, channels }: Channels): Channels {
  const length = Math.floor(values.length / channels / 2)
  const out = new Float64Array(length * channels)
  for (let t = 0; t < length; t++) {
    for (let c = 0; c < channels; c++) {
      const first = values[2 * t * channels + c]!
      out[t * channels + c] = Math.max(first, values[(2 * t + 1) * channels + c]!)
    }
  }
  return { values: out, channels }
}

function dense(values: Float64Array, { kernel, bias }: LayerWeights): Float64Array {
  const units = bias.length
  if (values.length * units !== kernel.length) {
    throw new Error(`${values.length} values meet a kernel of ${kernel.length / units} rows.`)
  }
  return Float64Array.from(bias, (own, unit) =>
    values.reduce((sum, value, i) => sum + value * kernel[i * units + unit]!, own),
  )
}

function positive(value: number): number {
  return Math.max(0, value)
}
