// What the marks of the drawing mean, and the numbers that belong to them.

import { formatInteger } from '../../core/format.ts'
import classes from './PosteriorViewer.module.css'
import type { PosteriorAnalysis } from './posterior-analysis.ts'
import { infiniteText, intervalsText, redshiftText } from './posterior-text.ts'
import type { ZAxis } from './z-axis.ts'

interface PosteriorLegendProps {
  readonly analysis: PosteriorAnalysis
  readonly axis: ZAxis
  readonly redshift: number | null
}

/** A list: intervals, z_est, width, and points at -inf. */
export function PosteriorLegend({ analysis, axis, redshift }: PosteriorLegendProps) {
  const { lnP, shape, infinite } = analysis
  return (
    <ul className={classes.legend}>
      {shape?.levels.map((level, k) => (
        <li key={level.level}>
          <Sign>
            <path d="M0 5h26" className={classes.bar} strokeWidth={k === 0 ? 7 : 2} />
          </Sign>
          {intervalsText(axis, level)}
        </li>
      ))}
      <li>
        <Sign>
          <path d="M0 5h26" className={classes.dashes} />
        </Sign>
        {redshift === null ? 'z_est is not known' : `z_est ${redshiftText(redshift)}`}
        {redshift !== null && axis.zgrid === null && ', not drawn: no zgrid is known'}
      </li>
      {shape !== null && (
        <li>
          <Sign />
          effective width {widthInPoints(shape.effectiveWidth)}
        </li>
      )}
      {infinite > 0 && (
        <li>
          <Sign>
            <path d="M0 5h26" className={classes.infinite} />
          </Sign>
          {infiniteText(infinite, lnP.length)}
        </li>
      )}
    </ul>
  )
}

function Sign({ children }: { readonly children?: React.ReactNode }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 26 10" width="26" height="10">
      {children}
    </svg>
  )
}

/** `1.2 points`, `1,234 points`. */
function widthInPoints(width: number): string {
  return `${width < 100 ? width.toFixed(1) : formatInteger(width)} points`
}
