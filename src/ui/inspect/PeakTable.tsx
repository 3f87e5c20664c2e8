// The highest peaks of a posterior, numbered as in the drawing.

import { UnstyledButton } from '@mantine/core'
import classes from './PosteriorViewer.module.css'
import type { Shape } from './posterior-analysis.ts'
import { deltaText, massText, zText } from './posterior-text.ts'
import { valueAt, type ZAxis } from './z-axis.ts'

interface PeakTableProps {
  readonly peaks: Shape['peaks']
  readonly axis: ZAxis
  readonly redshift: number | null
  readonly onShow: (peak: Shape['peaks'][number]) => void
}

/** Less than this is not worth a row. */
const LEAST_REST = 0.0005

/** One row per peak, and one for the mass of those without a number. */
export function PeakTable({ peaks, axis, redshift, onShow }: PeakTableProps) {
  if (peaks.length === 0) return <p className={classes.note}>No peak: p is the same at every point.</p>
  const rest = 1 - peaks.reduce((sum, { share }) => sum + share, 0)
  return (
    <table className={classes.peaks}>
      <caption>Highest peaks</caption>
      <thead>
        <tr>
          <th scope="col">peak</th>
          <th scope="col">{axis.zgrid === null ? 'point' : 'z'}</th>
          <th scope="col">mass</th>
          <th scope="col">Δz / (1 + z_est)</th>
        </tr>
      </thead>
      <tbody>
        {peaks.map((peak, k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the number of a peak is its name, and its button keeps the focus
          <tr key={k}>
            <th scope="row">
              <UnstyledButton
                className={classes.peakButton}
                aria-label={`Show peak ${k + 1}`}
                onClick={() => onShow(peak)}
              >
                {k + 1}
              </UnstyledButton>
            </th>
            <td>{zText(axis, valueAt(axis, peak.index))}</td>
            <td>{massText(peak.share)}</td>
            <td>{deltaText(axis, peak.index, redshift)}</td>
          </tr>
        ))}
        {rest >= LEAST_REST && (
          <tr>
            <th scope="row">others</th>
            <td />
            <td>{massText(rest)}</td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  )
}
