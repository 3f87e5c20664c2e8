// Saliency in words and numbers: what the strip shows, for everyone who does not see it, what it is counted from, and how far
// it adds up.

import type { Saliency } from '../../core/saliency.ts'
import { listed } from '../../core/text.ts'
import { signedText } from '../compare/number-text.ts'
import { massText, zText } from '../inspect/posterior-text.ts'
import { valueAt, type ZAxis } from '../inspect/z-axis.ts'
import { type SaliencyRange, strongestRanges } from './strongest-ranges.ts'

/** A smaller difference of log-odds is none, and nothing to be divided by. */
const LEAST_DIFFERENCE = 0.005
/** Where the ranges that are told hold less than this, most of where the network looked is not told. */
const SPREAD = 0.5

/**
 * What the network says of this posterior and of a flat row, and the strongest ranges, as sentences.
 * @param isCalibrated whether the probabilities beside it are: log-odds are the network's own all the same
 */
export function saliencyText(saliency: Saliency, label: string, axis: ZAxis, isCalibrated: boolean): string {
  const { values, score } = saliency
  const ranges = strongestRanges(values)
  return [
    `Log-odds of ${label}${isCalibrated ? ' before calibration' : ''}: ${signedText(score, 2)}.`,
    flatText(saliency),
    ranges.length === 0
      ? 'Every contribution is 0: the network does not respond to this posterior.'
      : `It looked most at ${listed(ranges.map((range, k) => rangeText(range, k === 0, axis)))}.`,
    ...spreadText(ranges),
  ].join(' ')
}

/** What log-odds and the flat row are, what the strip is not, whatever it shows, and what has no place in it. */
export function saliencyNote(needsRedshift: boolean): string {
  const held = ' The estimated redshift speaks too and is held fixed: it is not in the strip.'
  return (
    'Where this network reacts, not why the redshift is right or wrong. For and against are counted from a row that is flat ' +
    'at the median of this posterior. Log-odds are ln(p / (1 − p)): 0 is p = 50 %, +4.6 is 99 %.' +
    (needsRedshift ? held : '')
  )
}

/** How well integrated gradients add up; `null` for the other method, whose sum has no meaning. */
export function exactnessText({ method, values, score, baselineScore }: Saliency): string | null {
  if (method !== 'integratedGradients') return null
  const sum = values.reduce((total, value) => total + value, 0)
  const difference = score - baselineScore
  const error = Math.abs(sum - difference)
  const off =
    Math.abs(difference) < LEAST_DIFFERENCE ? error.toFixed(3) : percent(error / Math.abs(difference))
  return (
    `All contributions add up to ${signedText(sum, 2)}; the log-odds differ from those of the flat row by ` +
    `${signedText(difference, 2)}: off by ${off}.`
  )
}

/** What the contributions start from. Where that has more than the posterior, "against" needs a word. */
function flatText({ score, baselineScore }: Saliency): string {
  const flat = signedText(baselineScore, 2)
  const difference = score - baselineScore
  if (Math.abs(difference) < LEAST_DIFFERENCE) return `A flat row has ${flat} as well.`
  if (difference > 0) return `A flat row has ${flat}: this posterior raises that by ${difference.toFixed(2)}.`
  const lowers = `this posterior lowers that by ${(-difference).toFixed(2)}`
  if (score <= 0) return `A flat row has ${flat}: ${lowers}.`
  return (
    `Even a flat row has ${flat}: the network calls a row without any peak this class too, and ${lowers}. ` +
    'What is against the class here only makes it less sure.'
  )
}

function spreadText(ranges: readonly SaliencyRange[]): string[] {
  const told = ranges.reduce((sum, { share }) => sum + share, 0)
  if (ranges.length === 0 || told >= SPREAD) return []
  return [`That is ${massText(told)} in all: the rest is spread over the whole range.`]
}

function rangeText({ first, last, share, net }: SaliencyRange, isFirst: boolean, axis: ZAxis): string {
  const [from, to] = [first, last].map((index) => zText(axis, valueAt(axis, index))) as [string, string]
  const place = `${axis.zgrid === null ? 'point' : 'z'} ${from}${from === to ? '' : ` to ${to}`}`
  const of = isFirst ? ' of all contributions' : ''
  return `${place} (${massText(share)}${of}, ${net >= 0 ? 'for' : 'against'} the class)`
}

function percent(share: number): string {
  return share > 0 && share < 0.0005 ? 'less than 0.1 %' : `${(100 * share).toFixed(1)} %`
}
