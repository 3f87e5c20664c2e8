// The columns of the table of splits: objects per class, and how many there are besides.

import { formatInteger } from '../../core/format.ts'
import type { PlanSummary } from '../../core/preparation.ts'
import { SPLIT_NAMES } from '../../core/split-names.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'

/** One column. */
export interface PlanColumn {
  readonly title: string
  /** objects per class as text, in class order */
  readonly texts: readonly string[]
  /** the share of each class in the column, 0 to 1; `null` where it would say nothing */
  readonly shares: readonly (number | null)[]
  /** rows without a class; '' in columns that cannot have any */
  readonly other: string
  readonly total: string
}

/**
 * The columns of a plan, always the same number of them for the same `withNatural`.
 * @param withNatural whether there is a column for the test at natural prevalence
 */
export function planColumns(summary: PlanSummary, withNatural: boolean): readonly PlanColumn[] {
  const { classes, counts, natural, prevalence } = summary
  const splits = SPLIT_NAMES.map((split) => column(SPLIT_TITLES[split], counts[split]))
  const test =
    natural === null ? absentColumn('Natural test', classes.length) : column('Natural test', natural.counts)
  return [
    ...splits,
    ...(withNatural ? [test] : []),
    leftOutColumn(summary),
    column('Natural prevalence', prevalence),
  ]
}

function column(title: string, counts: readonly number[]): PlanColumn {
  const total = sumOf(counts)
  return {
    title,
    texts: counts.map(formatInteger),
    shares: counts.map((count) => (total === 0 ? null : count / total)),
    other: '',
    total: formatInteger(total),
  }
}

function absentColumn(title: string, classes: number): PlanColumn {
  const texts = new Array<string>(classes).fill('none')
  return { title, texts, shares: texts.map(() => null), other: '', total: 'none' }
}

/** Rows that are in no split; those without a class are told apart. */
function leftOutColumn({ leftOut, dropped, undersampled }: PlanSummary): PlanColumn {
  const total = sumOf(Object.values(dropped)) + undersampled
  return {
    title: 'Left out',
    texts: leftOut.map(formatInteger),
    shares: leftOut.map(() => null),
    other: formatInteger(total - sumOf(leftOut)),
    total: formatInteger(total),
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
