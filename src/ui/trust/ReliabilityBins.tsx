// The numbers of a reliability diagram.

import { Fragment } from 'react'
import { formatInteger } from '../../core/format.ts'
import type { Calibration, ReliabilityBin } from '../../core/trust/trust.ts'
import shared from '../compare/CompareTable.module.css'
import { NO_NUMBER } from '../compare/number-text.ts'
import { ScrollBox } from '../compare/ScrollBox.tsx'
import numbers from './NumberTable.module.css'
import classes from './ReliabilityPanel.module.css'
import { decimalText, intervalText, percentOf, scoreText } from './trust-text.ts'

interface ReliabilityBinsProps {
  readonly network: Calibration
  readonly control: Calibration | null
}

/** Heads of groups of columns: network alone, or both. */
const GROUPS = ['Network', 'Control'] as const

/** A table with one line per bin that holds rows of either. */
export function ReliabilityBins({ network, control }: ReliabilityBinsProps) {
  const lines = network.bins
    .map((bin, i) => ({ bin, other: control?.bins[i] ?? null }))
    .filter(({ bin, other }) => bin.rows + (other?.rows ?? 0) > 0)
  const groups = control === null ? GROUPS.slice(0, 1) : GROUPS
  const errors = [
    `network ${scoreText(network.mce)}`,
    ...(control === null ? [] : [`control ${scoreText(control.mce)}`]),
  ]
  return (
    <>
      <ScrollBox name="Reliability diagram, table">
        <table className={`${shared.table} ${numbers.table} ${classes.table}`}>
          <caption className={shared.caption}>Bins of the reliability diagram</caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                Probability
              </th>
              {groups.map((name) => (
                <th key={name} scope="colgroup" colSpan={3} className={numbers.group}>
                  {name}
                </th>
              ))}
            </tr>
            <tr>
              {groups.map((name) => (
                <Fragment key={name}>
                  <th scope="col" className={classes.first}>
                    Rows
                  </th>
                  <th scope="col">Predicted</th>
                  <th scope="col">Observed</th>
                </Fragment>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ bin, other }) => (
              <tr key={bin.from}>
                <th scope="row">
                  {decimalText(bin.from, 3)} to {decimalText(bin.to, 3)}
                </th>
                <BinCells bin={bin} />
                {other !== null && <BinCells bin={other} />}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p className={classes.note}>
        Predicted: mean probability of a bin's rows. Observed: share that is so, with Wilson's 95 % interval.
        Largest error of any bin, few rows or many (MCE): {errors.join(', ')}.
      </p>
    </>
  )
}

function BinCells({ bin: { rows, predicted, observed, low, high } }: { readonly bin: ReliabilityBin }) {
  return (
    <>
      <td className={classes.first}>{rows === 0 ? NO_NUMBER : formatInteger(rows)}</td>
      <td>{percentOf(predicted)}</td>
      <td>
        {percentOf(observed)}
        {rows > 0 && (
          <>
            {' '}
            <span className={numbers.detail}>{intervalText({ low, high })}</span>
          </>
        )}
      </td>
    </>
  )
}
