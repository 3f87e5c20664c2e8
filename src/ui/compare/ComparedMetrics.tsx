// "Compared metrics": accuracy, macro F1, and precision, recall and F1 of each class, with what is known about their
// uncertainty and with their difference to the baseline.

import { memo } from 'react'
import type { Metric, TestId } from '../../core/compare/comparison.ts'
import { formatInteger, formatShare } from '../../core/format.ts'
import { ClassName } from '../chart/ClassName.tsx'
import { Panel } from '../shell/Panel.tsx'
import classes from './ComparedMetrics.module.css'
import shared from './CompareTable.module.css'
import { equal } from './equal.ts'
import { IntervalPlot } from './IntervalPlot.tsx'
import { hasControls, type MetricGroup, metricGroups, type RunMetrics } from './metric-rows.ts'
import { NO_NUMBER, percentText, signedText } from './number-text.ts'
import { RunColumns } from './RunColumns.tsx'
import type { RunHead } from './run-heads.ts'
import { ScrollBox } from './ScrollBox.tsx'

interface ComparedMetricsProps {
  /** of the compared runs, the baseline first */
  readonly heads: readonly RunHead[]
  /** in the same order */
  readonly runs: readonly RunMetrics[]
  readonly labels: readonly string[]
  readonly test: TestId
}

/** The region "Compared metrics". */
export const ComparedMetrics = memo(function ComparedMetrics({
  heads,
  runs,
  labels,
  test,
}: ComparedMetricsProps) {
  return (
    <Panel
      name="Compared metrics"
      title={`Compared metrics, ${test === 'test' ? 'test' : 'natural test'}`}
      caption="Per cent; below it the interval, then the difference to the baseline in percentage points."
    >
      <ScrollBox name="Compared metrics, table">
        <table className={shared.table}>
          <caption className={shared.caption}>
            Metrics, one column per run: per cent, interval, difference to the baseline in percentage points
          </caption>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <td aria-hidden="true" className={classes.plotHead} />
              <RunColumns heads={heads} />
            </tr>
          </thead>
          {metricGroups(runs, labels).map((group) => (
            <GroupRows key={group.name} group={group} heads={heads} />
          ))}
        </table>
      </ScrollBox>
      <p className={shared.note}>
        Intervals: Wilson, 95 %. F1 has none: it is no share of independent objects. In the plots a dot is the
        value, hollow as the run&rsquo;s swatch is, a bar the interval, the dashed line the baseline&rsquo;s
        value.
        {hasControls(runs) &&
          ' Control: a logistic regression on a few descriptors of each posterior, fitted beside each run; its difference is to the control of the baseline.'}
      </p>
    </Panel>
  )
}, equal)

interface GroupRowsProps {
  readonly group: MetricGroup
  readonly heads: readonly RunHead[]
}

function GroupRows({ group: { name, rows, supports, scale }, heads }: GroupRowsProps) {
  const colours = heads.map(({ colour }) => colour)
  return (
    <tbody className={classes.group}>
      <tr>
        <th scope="rowgroup">
          <ClassName name={name} />
        </th>
        <td aria-hidden="true">
          <span className={classes.scale}>
            <span>{percentText(scale[0], 0)} %</span>
            <span>{percentText(scale[1], 0)} %</span>
          </span>
        </td>
        {heads.map(({ id }) => (
          <td key={id} />
        ))}
      </tr>
      {rows.map((row) => (
        <tr key={row.name}>
          <th scope="row">{row.name}</th>
          <td aria-hidden="true" className={classes.plot}>
            <IntervalPlot metrics={row.metrics} colours={colours} scale={scale} />
          </td>
          {row.metrics.map((metric, index) => (
            <MetricCell key={heads[index]!.id} metric={metric} />
          ))}
        </tr>
      ))}
      {supports !== null && (
        <tr>
          <th scope="row">support</th>
          <td aria-hidden="true" />
          {supports.map((support, index) => (
            <td key={heads[index]!.id}>{support === null ? NO_NUMBER : formatInteger(support)}</td>
          ))}
        </tr>
      )}
    </tbody>
  )
}

function MetricCell({ metric }: { readonly metric: Metric | null }) {
  if (metric === null) return <td>{NO_NUMBER}</td>
  const { value, interval, delta } = metric
  return (
    <td className={classes.cell}>
      <span className={classes.value}>{formatShare(value)}</span>{' '}
      {interval !== null && (
        <span className={classes.interval}>
          {percentText(interval.low, 1)}–{percentText(interval.high, 1)}
        </span>
      )}{' '}
      {delta !== null && <span className={classes.delta}>{signedText(100 * delta, 2)}</span>}
    </td>
  )
}
