// A fitted temperature in words.

import { TEMPERATURE_BOUNDS } from '../../core/trust/temperature.ts'
import type { TemperatureFit } from '../../core/trust/trust.ts'
import { decimalText, rowsText, shortNumber } from './trust-text.ts'

/** What was fitted, on what, and what it changed on those rows. */
export function fitText(fit: TemperatureFit): string {
  const { temperature, rows, lossBefore, lossAfter, eceBefore, eceAfter } = fit
  const number = (value: number) => decimalText(value, 4)
  return [
    `T = ${shortNumber(temperature)}, fitted on ${rowsText(rows)} of validation: ${meaning(fit)}.`,
    `On these rows cross-entropy ${number(lossBefore)} before, ${number(lossAfter)} after;`,
    `ECE ${number(eceBefore)} before, ${number(eceAfter)} after.`,
  ].join(' ')
}

/** Where more than this share of the cross-entropy is left, nothing was wrong with the probabilities. */
const LITTLE = 0.99

function meaning({ temperature, lossBefore, lossAfter, eceBefore, eceAfter }: TemperatureFit): string {
  // nothing else gives exactly these (fitTemperature)
  if (temperature === TEMPERATURE_BOUNDS.lowest)
    return 'the lowest allowed, as the network has all of them right'
  if (temperature === TEMPERATURE_BOUNDS.highest)
    return 'the highest allowed, as the network tells nothing of them'
  if (temperature === 1) return 'probabilities stay as they are'
  const isWorse = eceAfter > eceBefore
  if (lossAfter > LITTLE * lossBefore)
    return `this hardly changes anything${isWorse ? ', and ECE got worse' : ''}`
  if (isWorse) return 'ECE got worse'
  return temperature > 1 ? 'the network was too sure' : 'the network was not sure enough'
}
