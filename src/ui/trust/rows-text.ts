// Rows in words: which ones, and what to bear in mind of numbers on them.

import type { DatasetReport } from '../../core/dataset-report.ts'
import { formatInteger } from '../../core/format.ts'
import type { SplitPredictions } from '../../core/predictions.ts'
import type { EvaluatedSplit } from '../../core/run.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'
import type { TrustSample } from './trust-sample.ts'
import { percentOf, rowsText } from './trust-text.ts'

/** `Natural test`. */
export function splitTitle(split: EvaluatedSplit): string {
  return SPLIT_TITLES[split]
}

/** `Natural test, 1,204 rows`. */
export function splitText({ split, rows }: Pick<SplitPredictions, 'split' | 'rows'>): string {
  return `${SPLIT_TITLES[split]}, ${rowsText(rows)}`
}

/** `602 of 1,204 rows (50.0 %) belong to DeltaZ < 1e-3.` */
export function keptShareText({
  labels,
  names,
  keptClass,
}: Pick<TrustSample, 'labels' | 'names' | 'keptClass'>): string {
  const count = countOf(labels, keptClass)
  return `${formatInteger(count)} of ${rowsText(labels.length)} (${percentOf(count / labels.length)}) belong to ${names[keptClass]}.`
}

/** Why numbers on these rows look better than they are, where they do. */
export function rowsWarning(split: EvaluatedSplit): string | null {
  switch (split) {
    case 'train':
      return 'The network was trained on these rows: numbers on rows that it has not seen are worse.'
    case 'validation':
      return 'These rows chose the epoch whose weights are in use, and the temperature is fitted on them: numbers on test may be worse.'
    case 'test':
    case 'natural':
      return null
    default:
      return split satisfies never
  }
}

/** Shares that differ by less are the same but for rounding in the splits. */
const SAME_SHARE = 0.01

/** Whether the shares of classes were made equal, so that purity is not that of the sky. */
export function areBalanced(
  split: EvaluatedSplit,
  { balance, preparation }: Pick<DatasetReport, 'balance' | 'preparation'>,
): boolean {
  return split !== 'natural' && (balance === 'balanced' || preparation.balancing !== 'none')
}

type Rows = Pick<TrustSample, 'split' | 'labels' | 'keptClass'>
type Prevalence = Pick<DatasetReport, 'balance' | 'preparation' | 'planned'>

/**
 * Share of the kept class among all objects, where these rows are balanced and have another; `null` where they are not, or nothing
 * tells it.
 * @param report of the data in use
 */
export function naturalShareOf({ split, labels, keptClass }: Rows, report: Prevalence): number | null {
  if (!areBalanced(split, report)) return null
  const { prevalence } = report.planned
  const all = prevalence.reduce((sum, count) => sum + count, 0)
  const natural = (prevalence[keptClass] ?? Number.NaN) / all
  // files that were balanced by somebody else know no other prevalence
  return Math.abs(natural - countOf(labels, keptClass) / labels.length) > SAME_SHARE ? natural : null
}

/** That rows are balanced, and the shares of the kept class here and among all objects; `null` where they are not. */
export function balanceText(sample: Rows & Pick<TrustSample, 'names'>, report: Prevalence): string | null {
  const { split, labels, names, keptClass } = sample
  if (!areBalanced(split, report)) return null
  const natural = naturalShareOf(sample, report)
  const here = percentOf(countOf(labels, keptClass) / labels.length)
  return `These rows are balanced: ${here} of them belong to ${names[keptClass]}${natural === null ? '' : `, but ${percentOf(natural)} of all objects`}.`
}

/**
 * That purity on balanced rows is not that of the sky, and where to see that; `null` where rows are not balanced.
 * @param report of the data in use
 * @param hasNatural whether there are predictions at natural prevalence
 */
export function balanceWarning(
  sample: Rows & Pick<TrustSample, 'names'>,
  report: Prevalence,
  hasNatural: boolean,
): string | null {
  const text = balanceText(sample, report)
  if (text === null) return null
  const differs = 'Purity at natural prevalence differs'
  if (hasNatural) return `${text} ${differs}. Choose the natural test to see it.`
  return naturalShareOf(sample, report) === null
    ? `${text} ${differs}: say under Threshold how common they are in your survey.`
    : `${text} ${differs}: Threshold shows it.`
}

function countOf(labels: Uint8Array, index: number): number {
  let count = 0
  for (const label of labels) if (label === index) count++
  return count
}
