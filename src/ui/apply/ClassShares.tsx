// Rows per class, and their share of the rows with an answer.

import type { AppliedSummary } from '../../core/applied-summary.ts'
import { formatInteger } from '../../core/format.ts'
import { ClassName } from '../chart/ClassName.tsx'
import { percentOf } from '../trust/trust-text.ts'
import classes from './Outcome.module.css'

interface ClassSharesProps {
  /** of the classes, for people */
  readonly labels: readonly string[]
  readonly summary: AppliedSummary
}

/** A table with a bar in each row. */
export function ClassShares({ labels, summary: { counts, answered } }: ClassSharesProps) {
  return (
    <table className={classes.shares}>
      <caption className={classes.caption}>Rows per most probable class</caption>
      <thead>
        <tr className={classes.head}>
          <th scope="col">Most probable class</th>
          <th scope="col">Rows</th>
          <th scope="col">Share</th>
          <td className={classes.bar} />
        </tr>
      </thead>
      <tbody>
        {labels.map((label, k) => {
          const share = counts[k]! / answered
          return (
            <tr key={label}>
              <th scope="row">
                <ClassName name={label} />
              </th>
              <td>{formatInteger(counts[k]!)}</td>
              <td>{percentOf(share)}</td>
              <td className={classes.bar}>
                <span aria-hidden="true" className={classes.track}>
                  <span className={classes.fill} style={{ width: `${100 * (share || 0)}%` }} />
                </span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
