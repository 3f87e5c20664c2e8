// The values of all lines at one epoch, or at the best epoch of each: legend and reading of the charts in one table.

import { VisuallyHidden } from '@mantine/core'
import { memo } from 'react'
import shared from './CompareTable.module.css'
import classes from './CurveReadout.module.css'
import type { CurveSeries, Curves } from './curve-series.ts'
import { NO_NUMBER } from './number-text.ts'
import { RunName } from './RunName.tsx'
import { ScrollBox } from './ScrollBox.tsx'

interface CurveReadoutProps {
  readonly series: readonly CurveSeries[]
  /** 0 for the best epoch of each line */
  readonly epoch: number
  readonly withTrain: boolean
}

const COLUMNS: readonly { readonly key: keyof Curves; readonly title: string; readonly isTrain: boolean }[] =
  [
    { key: 'valAcc', title: 'validation accuracy', isTrain: false },
    { key: 'acc', title: 'train accuracy', isTrain: true },
    { key: 'valLoss', title: 'validation loss', isTrain: false },
    { key: 'loss', title: 'train loss', isTrain: true },
  ]

/** One row per line. */
export const CurveReadout = memo(function CurveReadout({ series, epoch, withTrain }: CurveReadoutProps) {
  const columns = COLUMNS.filter(({ isTrain }) => withTrain || !isTrain)
  return (
    <ScrollBox name="Values of the curves">
      <table className={`${shared.table} ${classes.table}`}>
        <caption className={shared.caption}>
          {epoch === 0 ? 'Values at the best epoch of each run' : `Values at epoch ${epoch}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">{epoch === 0 ? 'best epoch' : 'epoch'}</th>
            {columns.map(({ key, title }) => (
              <th key={key} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.map((one) => {
            const at = epoch === 0 ? one.bestEpoch : epoch
            return (
              <tr key={one.key}>
                <th scope="row">
                  <RunName head={one} number={one.label} />
                  {one.note !== '' && <span className={classes.note}>{one.note}</span>}
                </th>
                <td>{at === 0 ? NO_NUMBER : at}</td>
                {columns.map(({ key }) => (
                  <td key={key}>{valueText(one, key, at)}</td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollBox>
  )
})

/** What the charts show, for those who do not see them: the last and the best values of each line. */
export const CurveSummary = memo(function CurveSummary({ series }: Pick<CurveReadoutProps, 'series'>) {
  return (
    <VisuallyHidden>
      <table>
        <caption>Last and best values of the curves</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">last epoch</th>
            <th scope="col">validation accuracy, last</th>
            <th scope="col">validation loss, last</th>
            <th scope="col">best epoch</th>
            <th scope="col">validation accuracy, best epoch</th>
            <th scope="col">validation loss, best epoch</th>
          </tr>
        </thead>
        <tbody>
          {series.map((one) => {
            const last = Math.max(one.curves.valAcc.length, one.curves.valLoss.length)
            return (
              <tr key={one.key}>
                <th scope="row">
                  {[one.label, one.name, one.note].filter((part) => part !== '').join(', ')}
                </th>
                <td>{last === 0 ? NO_NUMBER : last}</td>
                <td>{valueText(one, 'valAcc', last)}</td>
                <td>{valueText(one, 'valLoss', last)}</td>
                <td>{one.bestEpoch === 0 ? NO_NUMBER : one.bestEpoch}</td>
                <td>{valueText(one, 'valAcc', one.bestEpoch)}</td>
                <td>{valueText(one, 'valLoss', one.bestEpoch)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </VisuallyHidden>
  )
})

function valueText({ curves, deviations }: CurveSeries, key: keyof Curves, epoch: number): string {
  const value = curves[key][epoch - 1] ?? Number.NaN
  if (!Number.isFinite(value)) return NO_NUMBER
  const deviation = deviations?.[key][epoch - 1] ?? Number.NaN
  return Number.isFinite(deviation) ? `${value.toFixed(4)} ± ${deviation.toFixed(4)}` : value.toFixed(4)
}
