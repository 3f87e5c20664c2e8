// Objects per class and split of a plan. Where a number is not that of the splits in use, the cell says what it was.

import { formatShare } from '../../core/format.ts'
import type { PlanSummary } from '../../core/preparation.ts'
import classes from './PlanTable.module.css'
import { planColumns } from './plan-columns.ts'

interface PlanTableProps {
  /** the plan to show */
  readonly shown: PlanSummary
  /** the plan in use */
  readonly planned: PlanSummary
}

/** Rows are classes, columns are places that an object may go to. */
export function PlanTable({ shown, planned }: PlanTableProps) {
  const withNatural = shown.natural !== null || planned.natural !== null
  const before = planColumns(planned, withNatural)
  const columns = planColumns(shown, withNatural).map((column, i) => ({ ...column, before: before[i] }))
  const hasOther = columns.some(({ other, before }) => [other, before?.other].some(isCounted))
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>Objects per class, and their share of the column</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          {columns.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.labels.map((label, i) => (
          <tr key={label}>
            <th scope="row">
              {label} <Was now={label} before={planned.labels[i]} />
            </th>
            {columns.map(({ title, texts, shares, before }) => (
              <PlanCell
                key={title}
                title={title}
                text={texts[i] ?? ''}
                before={before?.texts[i]}
                share={shares[i]}
              />
            ))}
          </tr>
        ))}
        {hasOther && (
          <tr>
            <th scope="row">No class</th>
            {columns.map(({ title, other, before }) => (
              <PlanCell key={title} title={title} text={other} before={before?.other} />
            ))}
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All</th>
          {columns.map(({ title, total, before }) => (
            <PlanCell key={title} title={title} text={total} before={before?.total} />
          ))}
        </tr>
      </tfoot>
    </table>
  )
}

interface PlanCellProps {
  /** of the column; stands before the number where the table is a list */
  readonly title: string
  readonly text: string
  readonly before: string | undefined
  readonly share?: number | null | undefined
}

function PlanCell({ title, text, before, share = null }: PlanCellProps) {
  const isChanged = before !== undefined && before !== text
  return (
    <td data-title={title} {...(isChanged ? { 'data-changed': true } : {})}>
      <span className={classes.count}>{text}</span>{' '}
      {share !== null && <span className={classes.share}>{formatShare(share)}</span>}{' '}
      <Was now={text} before={before} />
    </td>
  )
}

function Was({ now, before }: { readonly now: string; readonly before: string | undefined }) {
  if (before === undefined || before === now) return null
  return <span className={classes.was}>was {before}</span>
}

function isCounted(text: string | undefined): boolean {
  return text !== undefined && text !== '' && text !== '0'
}
