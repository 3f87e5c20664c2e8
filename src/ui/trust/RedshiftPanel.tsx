// "By redshift": a purity that holds on average may fail where emission lines leave the spectrum.

import { memo, useMemo } from 'react'
import { formatInteger } from '../../core/format.ts'
import { keptAsMany, keptAt } from '../../core/trust/kept-sample.ts'
import { keptByRedshift, rankByRedshift, redshiftEdges } from '../../core/trust/redshift-bins.ts'
import { Panel } from '../shell/Panel.tsx'
import layout from './ConnectedTrust.module.css'
import { RedshiftChart } from './RedshiftChart.tsx'
import classes from './RedshiftPanel.module.css'
import { RedshiftTable } from './RedshiftTable.tsx'
import type { TrustSample } from './trust-sample.ts'
import { calibratedText, rowsText, shortNumber } from './trust-text.ts'
import type { Rankings } from './use-rankings.ts'

interface RedshiftPanelProps {
  readonly sample: TrustSample
  readonly rankings: Rankings
  readonly threshold: number
}

/** The region "By redshift". */
export const RedshiftPanel = memo(function RedshiftPanel(props: RedshiftPanelProps) {
  const { sample, rankings, threshold } = props
  const { redshift, network, control, labels, classes: count, keptClass, names, temperature } = sample
  const edges = useMemo(() => redshiftEdges(redshift), [redshift])
  const ranked = useMemo(
    () => rankByRedshift({ probabilities: network, labels, redshift, classes: count, keptClass, edges }),
    [network, labels, redshift, count, keptClass, edges],
  )
  const rankedByControl = useMemo(
    () =>
      control === null
        ? null
        : rankByRedshift({ probabilities: control, labels, redshift, classes: count, keptClass, edges }),
    [control, labels, redshift, count, keptClass, edges],
  )
  const bins = useMemo(() => keptByRedshift(ranked, threshold), [ranked, threshold])
  const beside = useMemo(
    () => rankedByControl && keptByRedshift(rankedByControl, thresholdOfControl(rankings, threshold)),
    [rankedByControl, rankings, threshold],
  )
  if (edges.length === 0) {
    return (
      <Panel name="By redshift" className={layout.wide}>
        <p className={classes.none}>The data give no estimated redshift of these rows.</p>
      </Panel>
    )
  }
  const left = labels.length - bins.reduce((sum, { rows }) => sum + rows, 0)
  return (
    <Panel
      name="By redshift"
      className={layout.wide}
      caption={`Rows kept at threshold ${shortNumber(threshold)} as ${names[keptClass]}, by estimated redshift. Bins hold about equally many rows; bars: Wilson, 95 %.${calibratedText(temperature)}`}
    >
      <div className={classes.beside}>
        <RedshiftChart edges={edges} bins={bins} control={beside} />
        <RedshiftTable bins={bins} control={beside} />
      </div>
      {beside !== null && (
        <p className={classes.left}>
          The control keeps as many rows as the network, over all bins: those that it finds most probable.
        </p>
      )}
      {left > 0 && (
        <p className={classes.left}>
          {rowsText(left)} of {formatInteger(labels.length)} {left === 1 ? 'is' : 'are'} left out: no
          redshift, or no answer of the network.
        </p>
      )}
    </Panel>
  )
})

/** The threshold of the control's own probabilities that keeps as many rows as the network's; none keeps no row. */
function thresholdOfControl({ network, control }: Rankings, threshold: number): number {
  const { count } = keptAt(network, threshold).coverage
  return control === null || count === 0 ? Number.POSITIVE_INFINITY : keptAsMany(control, count).threshold
}
