// scikit-learn's classification report as a table, with its rows in its order.

import { memo } from 'react'
import { formatInteger } from '../../core/format.ts'
import type { ClassificationReport, ClassMetrics } from '../../core/metrics.ts'
import classes from './ClassificationTable.module.css'

interface ClassificationTableProps {
  readonly report: ClassificationReport
  readonly labels: readonly string[]
}

/** Precision, recall, F1 and support per class, then accuracy and the two averages. */
export const ClassificationTable = memo(function ClassificationTable({
  report,
  labels,
}: ClassificationTableProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">precision</th>
          <th scope="col">recall</th>
          <th scope="col">f1-score</th>
          <th scope="col">support</th>
        </tr>
      </thead>
      <tbody>
        {labels.map((label, index) => (
          <MetricsRow key={label} name={label} metrics={report[`${index}`]!} />
        ))}
      </tbody>
      <tbody>
        <tr>
          <th scope="row">accuracy</th>
          <td />
          <td />
          <td>{report.accuracy.toFixed(4)}</td>
          <td>{formatInteger(report['macro avg'].support)}</td>
        </tr>
        <MetricsRow name="macro avg" metrics={report['macro avg']} />
        <MetricsRow name="weighted avg" metrics={report['weighted avg']} />
      </tbody>
    </table>
  )
})

function MetricsRow({ name, metrics }: { readonly name: string; readonly metrics: ClassMetrics }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{metrics.precision.toFixed(4)}</td>
      <td>{metrics.recall.toFixed(4)}</td>
      <td>{metrics['f1-score'].toFixed(4)}</td>
      <td>{formatInteger(metrics.support)}</td>
    </tr>
  )
}
