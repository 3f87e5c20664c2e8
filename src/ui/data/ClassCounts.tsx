// Objects per class and split: count, percentage of the split, and a bar of the same length.

import type { DatasetReport } from '../../core/dataset-report.ts'
import { formatInteger, formatPercentage } from '../../core/format.ts'
import { SPLIT_NAMES } from '../../core/split-names.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'
import classes from './ClassCounts.module.css'
import { classPercentage } from './report-facts.ts'

/** The table of classes against splits. */
export function ClassCounts({ report }: { readonly report: DatasetReport }) {
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>Objects per class, and their share of the split</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          {SPLIT_NAMES.map((split) => (
            <th key={split} scope="col">
              {SPLIT_TITLES[split]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.labels.map((label, index) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {SPLIT_NAMES.map((split) => {
              const { counts } = report.splits[split]
              const percentage = classPercentage(counts, index)
              return (
                <td key={split}>
                  <span className={classes.count}>{formatInteger(counts[index] ?? 0)}</span>{' '}
                  <span className={classes.percentage}>{formatPercentage(percentage)}</span>
                  <span aria-hidden="true" className={classes.bar}>
                    <span className={classes.fill} style={{ width: `${percentage}%` }} />
                  </span>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All</th>
          {SPLIT_NAMES.map((split) => (
            <td key={split}>{formatInteger(report.splits[split].rows)}</td>
          ))}
        </tr>
      </tfoot>
    </table>
  )
}
