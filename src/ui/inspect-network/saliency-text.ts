// Saliency in words and numbers: what the strip shows, for everyone who does not see it, and how far it adds up.

import type { Saliency } from '../../core/saliency.ts'
import { listed } from '../../core/text.ts'
import { signedText } from '../compare/number-text.ts'
import { massText, zText } from '../inspect/posterior-text.ts'
import { valueAt, type ZAxis } from '../inspect/z-axis.ts'
import { type SaliencyRange, strongestRanges } from './strongest-ranges.ts'

/**
 * Log-odds, strongest ranges, and for integrated gradients how well they add up, as sentences.
 * @param isCalibrated whether the probabilities beside it are: log-odds are the network's own all the same
 */
export function saliencyText(saliency: Saliency, label: string, axis: ZAxis, isCalibrated: boolean): string {
  const { values, score, baselineScore } = saliency
  const ranges = strongestRanges(values)
  return [
    `Log-odds of ${label}${isCalibrated ? ' before calibration' : ''}: ${signedText(score, 2)}.`,
    ranges.length === 0
      ? 'Every contribution is 0: the network does not respond to this posterior.'
      : `Strongest contributions: ${listed(ranges.map((range, k) => rangeText(range, k === 0, axis)))}.`,
    ...(baselineScore === null ? [] : [sumText(values, score, baselineScore)]),
  ].join(' ')
}

/** What the strip is not, whatever it shows; and what has no place in it. */
export function saliencyNote(needsRedshift: boolean): string {
  const held = ' The estimated redshift speaks too and is held fixed: it is not in the strip.'
  return `Where this network reacts, not why the redshift is right or wrong.${needsRedshift ? held : ''}`
}

function rangeText({ first, last, share, net }: SaliencyRange, isFirst: boolean, axis: ZAxis): string {
  const [from, to] = [first, last].map((index) => zText(axis, valueAt(axis, index))) as [string, string]
  const place = `${axis.zgrid === null ? 'point' : 'z'} ${from}${from === to ? '' : ` to ${to}`}`
  const of = isFirst ? ' of the sum of absolute values' : ''
  return `${place} (${massText(share)}${of}, ${net >= 0 ? 'for' : 'against'} the class)`
}

/** A smaller difference of log-odds is nothing to be divided by. */
const LEAST_DIFFERENCE = 0.005

/** Integrated gradients are complete: they add up to the difference, but for the steps of the integral. */
function sumText(values: Saliency['values'], score: number, baselineScore: number): string {
  const sum = values.reduce((total, value) => total + value, 0)
  const difference = score - baselineScore
  const error = Math.abs(sum - difference)
  const off =
    Math.abs(difference) < LEAST_DIFFERENCE ? error.toFixed(3) : percent(error / Math.abs(difference))
  return (
    `All contributions add up to ${signedText(sum, 2)}; the log-odds differ from those of a row that is flat at ` +
    `its lowest value, ${signedText(baselineScore, 2)}, by ${signedText(difference, 2)}: off by ${off}.`
  )
}

function percent(share: number): string {
  return share > 0 && share < 0.0005 ? 'less than 0.1 %' : `${(100 * share).toFixed(1)} %`
}
