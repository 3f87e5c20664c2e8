// What the data report says, as text, so that it can be tested without a page.

import {
  ATTRIBUTE_NAMES,
  type DatasetReport,
  type Finding,
  type ZgridReport,
} from '../../core/dataset-report.ts'
import { formatBytes, formatInteger } from '../../core/format.ts'
import type { TrainingPlan } from '../../core/plan.ts'
import { SPLIT_NAMES } from '../../core/split-names.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'

/** One line of the report: what, and what is known about it. */
export interface Fact {
  readonly term: string
  readonly text: string
}

/** The lines under the table of classes. */
export function reportFacts(report: DatasetReport, plan: TrainingPlan | null): readonly Fact[] {
  const splits = splitsText(report)
  return [
    { term: 'Posteriors', text: posteriorsText(report) },
    ...(splits === null ? [] : [{ term: 'Splits', text: splits }]),
    { term: 'zgrid', text: zgridText(report.zgrid) },
    { term: 'Attributes', text: attributesText(report) },
    { term: 'Non-finite values', text: nonFiniteText(report) },
    { term: 'Order of training', text: orderText(report) },
    {
      term: 'Training takes',
      text: plan === null ? 'not known yet' : `about ${formatBytes(plan.bytes.total)}`,
    },
  ]
}

/** Objects of a class as a percentage (0 to 100) of its split; 0 in an empty split. */
export function classPercentage(counts: readonly number[], classIndex: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return total === 0 ? 0 : (100 * counts[classIndex]!) / total
}

/** Blocking findings that may not be overruled. */
export function unyieldingBlocks(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity, overridable }) => severity === 'block' && overridable !== true)
}

function posteriorsText(report: DatasetReport): string {
  const types = new Set(SPLIT_NAMES.map((split) => report.splits[split].type))
  const rows = SPLIT_NAMES.reduce((sum, split) => sum + report.splits[split].rows, 0)
  return `${formatInteger(rows)} rows of ${formatInteger(report.width)} points, ${[...types].join(' and ')}`
}

/** Who told the splits; `null` where nobody had to. */
function splitsText({ layout, splits, preparation, choices }: DatasetReport): string | null {
  if (preparation.splits === 'drawn') {
    const rows = SPLIT_NAMES.map((split) => splits[split].rows)
    const shares = rows.map((_, split) => `${Math.round(classPercentage(rows, split))} %`)
    const how = choices.given ? 'drawn anew' : 'made here'
    return `${how}: ${shares.join(' / ')}, seed ${preparation.seed}`
  }
  switch (layout) {
    case 'tree':
    case 'splits':
      return 'as given by folders'
    case 'files':
      return 'as given by names'
    case 'table':
      return 'by the split column'
    case 'raw':
    case 'sample':
      return null
    default:
      return layout satisfies never
  }
}

/** Neither is known before the posteriors were read: what fits into memory is shuffled freely. */
function orderText({ shuffle, fingerprint }: DatasetReport): string {
  if (fingerprint === '') return 'known when the data are read'
  if (shuffle === null) return 'all rows shuffled freely'
  const { blockRows, windowBlocks } = shuffle
  return `blocks of ${formatInteger(blockRows)} rows shuffled, ${windowBlocks} blocks mixed at a time (data larger than memory)`
}

function zgridText(zgrid: ZgridReport | null): string {
  if (zgrid === null) return 'not found: redshifts are known by their index only'
  const spacing =
    zgrid.spacing === 'irregular'
      ? 'unevenly spaced'
      : zgrid.spacing === 'z'
        ? 'even in z, not in ln(1+z)'
        : `even in ln(1+z), step ${zgrid.step.toExponential(2)}`
  return `z from ${shortNumber(zgrid.first)} to ${shortNumber(zgrid.last)}, ${spacing}`
}

function attributesText(report: DatasetReport): string {
  const having = SPLIT_NAMES.filter((split) => report.splits[split].hasAttributes)
  if (having.length === 0) return 'no'
  const lists = having.map((split) => report.splits[split].attributes.join(', '))
  if (new Set(lists).size > 1) {
    return having.map((split, i) => `${SPLIT_TITLES[split]}: ${lists[i]}`).join('; ')
  }
  const everywhere = having.length === SPLIT_NAMES.length
  const where = everywhere
    ? 'in all three splits'
    : `only in ${having.map((split) => SPLIT_TITLES[split]).join(' and ')}`
  if (lists[0] !== ATTRIBUTE_NAMES.join(', ')) return everywhere ? lists[0]! : `${lists[0]}, ${where}`
  return everywhere ? `yes, ${where}` : where
}

function nonFiniteText(report: DatasetReport): string {
  const scans = SPLIT_NAMES.map((split) => report.splits[split].nonFinite)
  if (scans.some((scan) => scan === null)) return 'being looked for'
  const total = (key: 'nan' | 'posInf' | 'negInf') => scans.reduce((sum, scan) => sum + (scan?.[key] ?? 0), 0)
  const parts = [
    [total('nan'), 'NaN'],
    [total('posInf'), '+inf'],
    [total('negInf'), '−inf (p = 0, replaced by a floor)'],
  ] as const
  const present = parts.filter(([count]) => count > 0)
  return present.length === 0
    ? 'none'
    : present.map(([count, what]) => `${formatInteger(count)} ${what}`).join(', ')
}

function shortNumber(value: number): string {
  return String(Number(value.toFixed(3)))
}
