// Rows in words: which ones, and what to bear in mind of numbers on them.

import type { DatasetReport } from '../../core/dataset-report.ts'
import { formatInteger } from '../../core/format.ts'
import type { SplitPredictions } from '../../core/predictions.ts'
import type { EvaluatedSplit } from '../../core/run.ts'
import type { TrustSample } from './trust-sample.ts'
import { percentOf, rowsText } from './trust-text.ts'

const SPLIT_TITLES: Readonly<Record<EvaluatedSplit, string>> = {
  test: 'Test',
  natural: 'Natural test',
  validation: 'Validation',
  train: 'Train',
}

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

/**
 * That purity on balanced rows is not that of the sky; `null` where rows are not balanced.
 * @param report of the data in use
 * @param hasNatural whether there are predictions at natural prevalence
 */
export function balanceWarning(
  { split, labels, names, keptClass }: Pick<TrustSample, 'split' | 'labels' | 'names' | 'keptClass'>,
  report: Pick<DatasetReport, 'balance' | 'preparation' | 'planned'>,
  hasNatural: boolean,
): string | null {
  if (!areBalanced(split, report)) return null
  const { prevalence } = report.planned
  const here = countOf(labels, keptClass) / labels.length
  const all = prevalence.reduce((sum, count) => sum + count, 0)
  const natural = (prevalence[keptClass] ?? Number.NaN) / all
  // files that were balanced by somebody else know no other prevalence
  const isKnown = Math.abs(natural - here) > SAME_SHARE
  const shares = `${percentOf(here)} of them belong to ${names[keptClass]}${isKnown ? `, but ${percentOf(natural)} of all objects` : ''}`
  const way = hasNatural ? ' Choose the natural test to see it.' : ''
  return `These rows are balanced: ${shares}. Purity at natural prevalence differs.${way}`
}

function countOf(labels: Uint8Array, index: number): number {
  let count = 0
  for (const label of labels) if (label === index) count++
  return count
}
