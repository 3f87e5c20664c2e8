// What the panel of splits says about a plan, so that it can be tested without a page.

import type { DatasetReport, ReadProgress } from '../../core/dataset-report.ts'
import { formatBytes, formatInteger } from '../../core/format.ts'
import { DROP_REASONS, type PlanSummary, type Preparation } from '../../core/preparation.ts'
import { SPLIT_NAMES } from '../../core/split-names.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'
import { REASON_TITLES } from './drop-reasons.ts'

/** How far the saving of splits is, in bytes. */
export type SaveProgress = Pick<ReadProgress, 'file' | 'done' | 'total'>

/** Digits of a percentage or fraction; the last ones of a float64 are noise of the factor 100. */
const DIGITS = 12

/** A fraction as it is shown in a field: 0.15 as 15. */
export function asPercentage(fraction: number): number {
  return Number((100 * fraction).toPrecision(DIGITS))
}

/** What a field shows as a fraction: 15 as 0.15. */
export function asFraction(percentage: number): number {
  return Number((percentage / 100).toPrecision(DIGITS))
}

/** Whether two preparations are the same recipe, whatever the order of their keys. */
export function isSamePreparation(a: Preparation, b: Preparation): boolean {
  return (Object.keys(a) as (keyof Preparation)[]).every((key) => String(a[key]) === String(b[key]))
}

/** What the numbers of the table are: those in use, or those of a draft. */
export function stateText(isDraft: boolean, preview: PlanSummary | null, planned: PlanSummary): string {
  if (!isDraft) return 'These splits are in use.'
  if (preview === null) {
    return 'Working out what these settings come to. Until then the numbers are those of the splits in use.'
  }
  if (JSON.stringify(numbersOf(preview)) === JSON.stringify(numbersOf(planned))) {
    return 'Not in use yet. The numbers are the same as in use; the rows may be others.'
  }
  return 'Not in use yet. Where a number changes, “was” gives that of the splits in use.'
}

function numbersOf({ labels, counts, prevalence, natural, dropped, undersampled }: PlanSummary) {
  const reasons = DROP_REASONS.map((reason) => dropped[reason] ?? 0)
  const splits = SPLIT_NAMES.map((split) => counts[split])
  return [
    labels,
    splits,
    prevalence,
    natural?.counts,
    natural?.excluded,
    natural?.thinned,
    reasons,
    undersampled,
  ]
}

/** Rows that no split has, by reason and by undersampling. */
export function leftOutText({ dropped, undersampled }: PlanSummary): string {
  const reasons = DROP_REASONS.filter((reason) => (dropped[reason] ?? 0) > 0)
  const parts = reasons.map((reason) => {
    const title = REASON_TITLES[reason].toLowerCase()
    return reasons.length === 1 ? title : `${formatInteger(dropped[reason] ?? 0)} ${title}`
  })
  const total = sumOf(reasons.map((reason) => dropped[reason] ?? 0))
  const sentences = [
    total === 0 ? '' : `${rowsAre(total)} left out: ${listOf(parts)}.`,
    undersampled === 0 ? '' : `${rowsAre(undersampled)} left out by undersampling.`,
  ].filter((sentence) => sentence !== '')
  return sentences.length === 0 ? 'No row is left out.' : sentences.join(' ')
}

/**
 * The test at natural prevalence; `null` where none belongs to such a plan.
 * @param preparation that the summary came from
 */
export function naturalText({ natural }: PlanSummary, { balancing }: Preparation): string | null {
  if (natural === null) {
    return balancing === 'none'
      ? null
      : 'No natural test: some class has no row left that neither TRAIN nor VALID holds.'
  }
  const { counts, excluded, thinned } = natural
  return [
    `Natural test: ${rowsOf(sumOf(counts))} at natural prevalence.`,
    `${rowsAre(excluded)} excluded because TRAIN or VALID ${excluded === 1 ? 'holds it' : 'hold them'};`,
    `${rowsAre(thinned).toLowerCase()} thinned out so that the classes keep their natural shares.`,
  ].join(' ')
}

/** What would stop or mislead a training with these splits: empty splits, and classes that a split lacks. */
export function planWarnings({ labels, counts }: PlanSummary): readonly string[] {
  const empty = SPLIT_NAMES.filter((split) => sumOf(counts[split]) === 0)
  const filled = SPLIT_NAMES.filter((split) => !empty.includes(split))
  const absent = labels.flatMap((label, i) => {
    const lacking = filled.filter((split) => (counts[split][i] ?? 0) === 0)
    return lacking.length === 0
      ? []
      : [`${label} has no object in ${listOf(lacking.map((split) => SPLIT_TITLES[split]))}.`]
  })
  return [
    ...empty.map((split) => `${SPLIT_TITLES[split]} is empty: nothing can be trained without it.`),
    ...absent,
  ]
}

/** What the two buttons write. */
export function savingText({ planned, width }: DatasetReport): string {
  const rows = SPLIT_NAMES.reduce((sum, split) => sum + sumOf(planned.counts[split]), 0)
  const size = formatBytes(4 * width * rows)
  return `“Save splits” writes the splits in use as NPY files that load_processed reads: ${rowsOf(rows)}, about ${size}.`
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** `1 row`, `1,200 rows` */
export function rowsOf(count: number): string {
  return `${formatInteger(count)} ${count === 1 ? 'row' : 'rows'}`
}

/** `No row is`, `1 row is`, `1,200 rows are` */
function rowsAre(count: number): string {
  if (count === 0) return 'No row is'
  return `${rowsOf(count)} ${count === 1 ? 'is' : 'are'}`
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
