// Numbers behind the curves: points per epoch, axes that grow in steps, ticks at round values.

import type { RunHistory } from './run.ts'

/** One epoch of the training curves; what is not finite is left out of the line. */
export interface CurvePoint {
  readonly epoch: number
  readonly acc: number | null
  readonly valAcc: number | null
  readonly loss: number | null
  readonly valLoss: number | null
}

/** An axis: from, to, and where it is marked. */
export interface Axis {
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
}

/** A point for each epoch of the longest curve, epochs from 1; a report may lack any of them. */
export function curvePoints({ acc, valAcc, loss, valLoss }: RunHistory): CurvePoint[] {
  const length = Math.max(acc.length, valAcc.length, loss.length, valLoss.length)
  return Array.from({ length }, (_, index) => ({
    epoch: index + 1,
    acc: finiteOrNull(acc[index]),
    valAcc: finiteOrNull(valAcc[index]),
    loss: finiteOrNull(loss[index]),
    valLoss: finiteOrNull(valLoss[index]),
  }))
}

/** From 0 to 1, or up to the next round step above the largest value. */
export function valueAxis(points: readonly CurvePoint[]): Axis {
  let largest = 1
  // a loop: a call has no room for the values of 100,000 epochs
  for (const { acc, valAcc, loss, valLoss } of points) {
    largest = Math.max(largest, acc ?? 0, valAcc ?? 0, loss ?? 0, valLoss ?? 0)
  }
  return axisTo(largest, 5)
}

/** From 0 to a round step at or above `largest` (above 0), in about `steps` steps of 1, 2 or 5 times a power of ten. */
export function axisTo(largest: number, steps: number): Axis {
  const step = roundUp(largest / steps)
  const count = Math.ceil(largest / step - 1e-9)
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
  return { domain: [0, ticks[count]!], ticks }
}

/** Fewest epochs that the axis shows while a long run goes on; it doubles when they are full. */
const FIRST_EPOCHS = 20

/**
 * Epochs from 1. Up to 20 planned epochs are all shown; a longer plan is shown by 20, 40, 80 ... as it fills, and an
 * ended run as far as it went. Half an epoch is left free on both sides.
 * @param done epochs that have ended
 * @param planned epochs that the run may take
 */
export function epochAxis(done: number, planned: number, ended: boolean): Axis {
  let last = FIRST_EPOCHS
  while (last < done) last *= 2
  last = Math.max(1, done, ended ? done : Math.min(planned, last))
  const step = last === 1 ? 1 : Math.max(1, roundUp((last - 1) / 8))
  const ticks = [1]
  for (let epoch = step === 1 ? 2 : step; epoch <= last; epoch += step) ticks.push(epoch)
  return { domain: [0.5, last + 0.5], ticks }
}

/** The next of 1, 2, 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 2, 5].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10
  return factor * power
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
