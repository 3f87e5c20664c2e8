// The numbers of the kept sample by redshift.

import { formatInteger } from '../../core/format.ts'
import type { RedshiftBin } from '../../core/trust/trust.ts'
import shared from '../compare/CompareTable.module.css'
import { ScrollBox } from '../compare/ScrollBox.tsx'
import { KEPT_SHARES } from './look.ts'
import classes from './RedshiftPanel.module.css'
import { countText, decimalText, intervalText, percentOf } from './trust-text.ts'

/** One line per bin: each share with its interval and what it was counted from. */
export function RedshiftTable({ bins }: { readonly bins: readonly RedshiftBin[] }) {
  return (
    <ScrollBox name="By redshift, table">
      <table className={`${shared.table} ${classes.table}`}>
        <caption className={shared.caption}>Kept rows by estimated redshift</caption>
        <thead>
          <tr>
            <th scope="col">Redshift</th>
            <th scope="col">Rows</th>
            <th scope="col">Purity</th>
            <th scope="col">Completeness</th>
            <th scope="col">Coverage</th>
          </tr>
        </thead>
        <tbody>
          {bins.map((bin) => (
            <tr key={bin.from}>
              <th scope="row">
                {decimalText(bin.from, 3)} to {decimalText(bin.to, 3)}
              </th>
              <td>{formatInteger(bin.rows)}</td>
              {KEPT_SHARES.map((key) => (
                <td key={key}>
                  {percentOf(bin[key].share)} <span className={classes.detail}>{intervalText(bin[key])}</span>{' '}
                  <span className={classes.detail}>{countText(bin[key])}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
