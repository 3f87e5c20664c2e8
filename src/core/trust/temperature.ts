// Temperature scaling: one number that divides all logits so that probabilities say how often they are right. It changes no
// prediction (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2).

import { topClassCalibration } from './calibration.ts'
import { knownRows } from './rows.ts'
import { softmaxRows } from './softmax.ts'
import type { TemperatureEffect, TemperatureFit } from './trust.ts'

/**
 * T where there is no least loss: where the network is right in every row the loss falls until T is 0, where it tells nothing
 * of them until infinity. Any other T is above 0 and finite, and may lie beyond these where logits are very small or large.
 */
export const TEMPERATURE_BOUNDS = { lowest: 0.05, highest: 100 } as const
/** Of the slope at 1 / T = 0, relative to the spread of the logits: less is rounding. */
const LEAST_SLOPE = 1e-10
/** Relative error of T. */
const TOLERANCE = 1e-10
/** Steps of Newton's method; it takes about ten, and bisection alone would take 38. */
const MOST_STEPS = 100

/**
 * The temperature of the least mean cross-entropy. The loss is convex in 1 / T, whose zero slope is found by Newton's method
 * between bounds.
 * @param logits [row, class]; rows with a value that is not finite are left out
 * @param labels true class per row
 * @returns one of TEMPERATURE_BOUNDS where there is no least loss; 1 where the temperature changes nothing, because the
 * logits of every row are equal, or because there is no row (losses are NaN then)
 * @throws RangeError unless there are `classes` logits for each label
 */
export function fitTemperature(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): TemperatureFit {
  const sample = relativeLogits(logits, labels, classes)
  const temperature = 1 / bestInverse(sample)
  return { temperature, ...effectOn(sample, temperature) }
}

/**
 * What a temperature changes on any rows: others than those that it was fitted on say whether it helps. Arguments as
 * `fitTemperature` has them.
 * @throws RangeError unless there are `classes` logits for each label
 */
export function temperatureEffect(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  temperature: number,
): TemperatureEffect {
  return effectOn(relativeLogits(logits, labels, classes), temperature)
}

function effectOn(sample: Sample, temperature: number): TemperatureEffect {
  const { logits, labels, classes } = sample
  const eceAt = (divisor: number) =>
    topClassCalibration(softmaxRows(logits, classes, divisor), labels, classes).ece
  return {
    rows: labels.length,
    lossBefore: lossAt(sample, 1).loss,
    lossAfter: lossAt(sample, 1 / temperature).loss,
    eceBefore: eceAt(1),
    eceAfter: eceAt(temperature),
  }
}

interface Sample {
  /** minus the highest of the row, [row, class] */
  readonly logits: Float64Array
  readonly labels: Uint8Array
  readonly classes: number
}

function relativeLogits(values: ArrayLike<number>, labels: ArrayLike<number>, classes: number): Sample {
  const known = knownRows(values, labels, classes)
  const logits = new Float64Array(known.length * classes)
  for (const [i, row] of known.entries()) {
    let highest = Number.NEGATIVE_INFINITY
    for (let k = 0; k < classes; k++) highest = Math.max(highest, values[row * classes + k]!)
    for (let k = 0; k < classes; k++) logits[i * classes + k] = values[row * classes + k]! - highest
  }
  return { logits, labels: Uint8Array.from(known, (row) => labels[row]!), classes }
}

/** Mean cross-entropy at the inverse temperature b, and its first two derivatives by b. */
function lossAt({ logits, labels, classes }: Sample, b: number) {
  const rows = labels.length
  let [loss, slope, curvature] = [0, 0, 0]
  for (let row = 0; row < rows; row++) {
    let [sum, first, second] = [0, 0, 0]
    for (let k = row * classes; k < (row + 1) * classes; k++) {
      const logit = logits[k]!
      const weight = Math.exp(b * logit)
      sum += weight
      first += weight * logit
      second += weight * logit * logit
    }
    const mean = first / sum
    const own = logits[row * classes + labels[row]!]!
    loss += Math.log(sum) - b * own
    slope += mean - own
    curvature += second / sum - mean * mean
  }
  return { loss: loss / rows, slope: slope / rows, curvature: curvature / rows }
}

/** Whether the highest logit of each row is that of its label. */
function isRightInAll({ logits, labels, classes }: Sample): boolean {
  return labels.every((label, row) => logits[row * classes + label] === 0)
}

/** 1 / T of the least loss. */
function bestInverse(sample: Sample): number {
  let low = 1 / TEMPERATURE_BOUNDS.highest
  let high = 1 / TEMPERATURE_BOUNDS.lowest
  if (sample.logits.every((logit) => logit === 0)) return 1
  const { slope, curvature } = lossAt(sample, 0)
  if (slope >= -LEAST_SLOPE * Math.sqrt(curvature)) return low
  if (isRightInAll(sample)) return high
  // 1 / T of the least loss is as large as logits are small
  while (lossAt(sample, low).slope >= 0) low /= 2
  while (lossAt(sample, high).slope <= 0) high *= 2
  let b = 1
  for (let step = 0; step < MOST_STEPS; step++) {
    const { slope, curvature } = lossAt(sample, b)
    if (slope > 0) high = b
    else low = b
    const newton = b - slope / curvature
    // a step that leaves the bounds says nothing: halve them instead, by the ratio, as they span decades
    const next = newton >= low && newton <= high ? newton : Math.sqrt(low * high)
    if (Math.abs(next - b) <= TOLERANCE * b) return next
    b = next
  }
  return b
}
