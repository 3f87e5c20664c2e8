// The numbers of a reliability diagram.

import { formatInteger } from '../../core/format.ts'
import type { Calibration, ReliabilityBin } from '../../core/trust/trust.ts'
import shared from '../compare/CompareTable.module.css'
import { NO_NUMBER } from '../compare/number-text.ts'
import { ScrollBox } from '../compare/ScrollBox.tsx'
import classes from './ReliabilityPanel.module.css'
import { decimalText, percentOf, shareText } from './trust-text.ts'

interface ReliabilityBinsProps {
  readonly network: Calibration
  readonly control: Calibration | null
}

/** A table with one line per bin that holds rows of either. */
export function ReliabilityBins({ network, control }: ReliabilityBinsProps) {
  const lines = network.bins
    .map((bin, i) => ({ bin, other: control?.bins[i] ?? null }))
    .filter(({ bin, other }) => bin.rows + (other?.rows ?? 0) > 0)
  return (
    <ScrollBox name="Reliability diagram, table">
      <table className={`${shared.table} ${classes.table}`}>
        <caption className={shared.caption}>Bins of the reliability diagram</caption>
        <thead>
          <tr>
            <th scope="col">Probability</th>
            <th scope="col">Rows, network</th>
            <th scope="col">Predicted</th>
            <th scope="col">Observed (95 %)</th>
            {control !== null && (
              <>
                <th scope="col">Rows, control</th>
                <th scope="col">Predicted</th>
                <th scope="col">Observed (95 %)</th>
              </>
            )}
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
  )
}

function BinCells({ bin: { rows, predicted, observed, low, high } }: { readonly bin: ReliabilityBin }) {
  return (
    <>
      <td>{rows === 0 ? NO_NUMBER : formatInteger(rows)}</td>
      <td>{percentOf(predicted)}</td>
      <td>{shareText({ share: observed, low, high })}</td>
    </>
  )
}
