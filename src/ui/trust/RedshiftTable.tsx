// The numbers of the kept sample by redshift.

import { formatInteger } from '../../core/format.ts'
import type { RedshiftBin, Share } from '../../core/trust/trust.ts'
import shared from '../compare/CompareTable.module.css'
import { ScrollBox } from '../compare/ScrollBox.tsx'
import { KEPT_SHARES } from './look.ts'
import numbers from './NumberTable.module.css'
import classes from './RedshiftPanel.module.css'
import { countText, decimalText, intervalText, percentOf } from './trust-text.ts'

interface RedshiftTableProps {
  readonly bins: readonly RedshiftBin[]
  /** the same bins of the control; `null` without one */
  readonly control: readonly RedshiftBin[] | null
}

/** One line per bin: each share with its interval and what it was counted from. */
export function RedshiftTable({ bins, control }: RedshiftTableProps) {
  return (
    <ScrollBox name="By redshift, table">
      <table className={`${shared.table} ${numbers.table} ${classes.table}`}>
        <caption className={shared.caption}>Kept rows by estimated redshift</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Redshift
            </th>
            <th scope="col" rowSpan={2} className={classes.rows}>
              Rows
            </th>
            <th scope="colgroup" colSpan={KEPT_SHARES.length} className={numbers.group}>
              Network
            </th>
            {control !== null && (
              <th scope="colgroup" className={numbers.group}>
                Control
              </th>
            )}
          </tr>
          <tr>
            <th scope="col">Purity</th>
            {/* it may break where there is no room */}
            <th scope="col">Complete{'\u00ad'}ness</th>
            <th scope="col">Coverage</th>
            {control !== null && (
              <th scope="col" className={numbers.first}>
                Purity
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {bins.map((bin, i) => (
            <tr key={bin.from}>
              <th scope="row">
                {decimalText(bin.from, 3)} to {decimalText(bin.to, 3)}
              </th>
              <td className={classes.rows}>{formatInteger(bin.rows)}</td>
              {KEPT_SHARES.map((key) => (
                <td key={key}>
                  <ShareLines share={bin[key]} />
                </td>
              ))}
              {control?.[i] !== undefined && (
                <td className={numbers.first}>
                  <ShareLines share={control[i].purity} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function ShareLines({ share }: { readonly share: Share }) {
  return (
    <>
      <span className={numbers.value}>{percentOf(share.share)}</span>{' '}
      <span className={numbers.detail}>{intervalText(share)}</span>{' '}
      <span className={numbers.detail}>{countText(share)}</span>
    </>
  )
}
