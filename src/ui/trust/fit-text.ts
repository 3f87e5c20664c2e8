// A fitted temperature in words: what it is, whether it helps, and what becomes of a threshold.

import type { EvaluatedSplit } from '../../core/run.ts'
import { TEMPERATURE_BOUNDS } from '../../core/trust/temperature.ts'
import type { TemperatureEffect, TemperatureFit } from '../../core/trust/trust.ts'
import type { KeptChange } from './kept-change.ts'
import { splitTitle } from './rows-text.ts'
import { percentOf, rowsText, shortNumber } from './trust-text.ts'

/** What was fitted, on what, what it says of the network, and whether it is applied. */
export function fitText(fit: TemperatureFit, isApplied: boolean): string {
  const { temperature, rows } = fit
  const use = isApplied
    ? 'It is applied to all probabilities of the network.'
    : 'It is not applied unless you tick the box.'
  return `T = ${shortNumber(temperature)}, fitted on ${rowsText(rows)} of validation: ${meaning(fit)}. ${use}`
}

/** Where more than this share of the log loss is left, it has hardly changed. */
const LITTLE = 0.99
/** A calibration error that changes by less has hardly changed: a tenth of a percentage point. */
const LITTLE_ECE = 0.001

function meaning({ temperature, lossBefore, lossAfter }: TemperatureFit): string {
  // nothing else gives exactly these (fitTemperature)
  if (temperature === TEMPERATURE_BOUNDS.lowest)
    return 'the lowest allowed, as the network has all of them right'
  if (temperature === TEMPERATURE_BOUNDS.highest)
    return 'the highest allowed, as the network tells nothing of them'
  if (temperature === 1) return 'probabilities stay as they are'
  if (lossAfter > LITTLE * lossBefore) return 'the network is about as sure as it should be'
  return temperature > 1 ? 'the network is too sure' : 'the network is not sure enough'
}

/** Whether a temperature helps on the rows in view, which say so only where they took no part in it. */
export function effectText(effect: TemperatureEffect, split: EvaluatedSplit): string {
  switch (split) {
    case 'validation':
      return 'Lower is better. T was fitted on these rows: choose Test under Rows to see whether it helps on others.'
    case 'train':
      return 'Lower is better. The network was trained on these rows: choose Test under Rows to see whether it helps on others.'
    case 'test':
    case 'natural':
      return `Lower is better. With T, ${changes(effect)} on ${splitTitle(split)}: ${verdict(effect)}.`
    default:
      return split satisfies never
  }
}

/** -1 for a fall, 0 for next to nothing, 1 for a rise. */
function directions({ lossBefore, lossAfter, eceBefore, eceAfter }: TemperatureEffect) {
  const loss = lossAfter < LITTLE * lossBefore ? -1 : lossBefore < LITTLE * lossAfter ? 1 : 0
  const ece = Math.abs(eceAfter - eceBefore) < LITTLE_ECE ? 0 : Math.sign(eceAfter - eceBefore)
  return { loss, ece }
}

function changes(effect: TemperatureEffect): string {
  const { loss, ece } = directions(effect)
  return loss === ece
    ? `log loss and ECE ${verb(loss, 2)}`
    : `log loss ${verb(loss, 1)} and ECE ${verb(ece, 1)}`
}

function verb(direction: number, things: 1 | 2): string {
  const word = direction === 0 ? 'hardly change' : direction < 0 ? 'fall' : 'rise'
  return things === 1 ? `${word}s` : word
}

function verdict(effect: TemperatureEffect): string {
  const both = Object.values(directions(effect))
  const [falls, rises] = [both.includes(-1), both.includes(1)]
  if (falls && rises) return 'it helps one and harms the other'
  if (falls) return 'it helps'
  return rises ? 'it does not help' : 'it makes little difference'
}

/** That a threshold keeps other rows since calibration was switched. */
export function keptChangeText(
  { before, now }: KeptChange,
  threshold: number,
  isCalibrated: boolean,
  split: EvaluatedSplit,
): string {
  const chosen = isCalibrated ? 'before calibration' : 'for calibrated probabilities'
  const change = (key: 'purity' | 'coverage') =>
    `${key} is now ${percentOf(now[key].share)} (was ${percentOf(before[key].share)})`
  return `The threshold ${shortNumber(threshold)} was chosen ${chosen} and keeps other rows now. Choose it again: on ${splitTitle(split)} ${change('purity')}, and ${change('coverage')}.`
}
