// Which reasons to leave rows out a person can choose from, in plain words and with their numbers.

import type { DatasetReport, Finding } from '../../core/dataset-report.ts'
import { formatInteger } from '../../core/format.ts'
import { DROP_REASONS, type DropReason, type PlanSummary, type Preparation } from '../../core/preparation.ts'

/** A reason as a heading; in lower case it also follows a number of rows. */
export const REASON_TITLES: Readonly<Record<DropReason, string>> = {
  leaked: 'Leaked',
  'near-leaked': 'Nearly leaked',
  'same-object': 'Of an object seen before',
  repeated: 'Repeated',
  disagreeing: 'With contradictory labels',
  'without-shape': 'Without shape',
  'non-finite': 'Not finite',
  constant: 'Constant',
  'no-class': 'Without a class',
}

/** The first three compare with the splits before; where splits are drawn, with all rows before. */
function reasonText(reason: DropReason, splits: Preparation['splits']): string {
  const isGiven = splits === 'given'
  const before = isGiven ? 'a row of a split that comes before' : 'a row that comes before'
  switch (reason) {
    case 'leaked':
      return `equal to ${before}`
    case 'near-leaked':
      return `another posterior with the redshift and log-evidence of ${before}`
    case 'same-object':
      return `another posterior of the object of ${before}`
    case 'repeated':
      return isGiven ? 'equal to an earlier row of the same split' : 'equal to an earlier row'
    case 'disagreeing':
      return 'equal to a row with another label'
    case 'without-shape':
      return '−inf at every redshift'
    case 'non-finite':
      return 'NaN or +inf at some redshift'
    case 'constant':
      return 'one value at every redshift'
    case 'no-class':
      return 'an unknown status or flag, or a DeltaZ that is no number'
    default:
      return reason satisfies never
  }
}

/** A box to tick. */
export interface DropChoice {
  readonly reason: DropReason
  readonly title: string
  /** what the reason means, with the number of rows where it is known */
  readonly text: string
  readonly checked: boolean
}

/** The reasons that findings name, that the draft has, and that the splits in use have. */
export function dropChoices(
  report: DatasetReport,
  draft: Preparation,
  preview: PlanSummary | null,
): readonly DropChoice[] {
  const { findings, preparation } = report
  return DROP_REASONS.flatMap((reason) => {
    const checked = draft.drop.includes(reason)
    const isFound = findings.some(({ remedies = [] }) =>
      remedies.some(({ patch }) => patch.drop?.includes(reason)),
    )
    if (!isFound && !checked && !preparation.drop.includes(reason)) return []
    const number = numberText(reason, report, checked ? preview : null)
    const text = [number, reasonText(reason, draft.splits)].filter((part) => part !== '').join(': ')
    return [{ reason, title: REASON_TITLES[reason], text, checked }]
  })
}

/** @param preview of a draft that leaves these rows out; `null` where the plan in use and the findings must tell */
function numberText(reason: DropReason, report: DatasetReport, preview: PlanSummary | null): string {
  if (preview !== null) return countText(preview.dropped[reason] ?? 0, 'left out')
  if (report.preparation.drop.includes(reason)) {
    return countText(report.planned.dropped[reason] ?? 0, 'left out in use')
  }
  const found = foundRows(report.findings, reason)
  return found === null ? '' : countText(found, 'found')
}

function countText(count: number, what: string): string {
  return `${formatInteger(count)} ${count === 1 ? 'row' : 'rows'} ${what}`
}

/**
 * Rows that remedies would drop for this reason alone, read from what their buttons say: `Drop the 1,204 leaked rows`.
 * Each button gives the rows of all files and pairs of splits, so that several of them are not added up.
 * @returns `null` where no button gives a number
 */
export function foundRows(findings: readonly Finding[], reason: DropReason): number | null {
  const counts = findings.flatMap(({ remedies = [] }) =>
    remedies.flatMap(({ label, patch }) => {
      const isAlone = Object.keys(patch).length === 1 && patch.drop?.length === 1 && patch.drop[0] === reason
      const digits = isAlone ? /^Drop (?:the )?([\d,]+) /.exec(label)?.[1] : undefined
      return digits === undefined ? [] : [Number(digits.replaceAll(',', ''))]
    }),
  )
  return counts.length === 0 ? null : Math.max(...counts)
}
