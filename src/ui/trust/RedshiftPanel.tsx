// "By redshift": a purity that holds on average may fail where emission lines leave the spectrum.

import { memo, useMemo } from 'react'
import { formatInteger } from '../../core/format.ts'
import { keptByRedshift, rankByRedshift, redshiftEdges } from '../../core/trust/redshift-bins.ts'
import { Panel } from '../shell/Panel.tsx'
import { RedshiftChart } from './RedshiftChart.tsx'
import classes from './RedshiftPanel.module.css'
import { RedshiftTable } from './RedshiftTable.tsx'
import type { TrustSample } from './trust-sample.ts'
import { calibratedText, rowsText, shortNumber } from './trust-text.ts'

interface RedshiftPanelProps {
  readonly sample: TrustSample
  readonly threshold: number
}

/** The region "By redshift". */
export const RedshiftPanel = memo(function RedshiftPanel({ sample, threshold }: RedshiftPanelProps) {
  const { redshift, network, labels, classes: count, keptClass, names, temperature } = sample
  const edges = useMemo(() => redshiftEdges(redshift), [redshift])
  const ranked = useMemo(
    () => rankByRedshift({ probabilities: network, labels, redshift, classes: count, keptClass, edges }),
    [network, labels, redshift, count, keptClass, edges],
  )
  const bins = useMemo(() => keptByRedshift(ranked, threshold), [ranked, threshold])
  if (edges.length === 0) {
    return (
      <Panel name="By redshift">
        <p className={classes.none}>The data give no estimated redshift of these rows.</p>
      </Panel>
    )
  }
  const left = labels.length - bins.reduce((sum, { rows }) => sum + rows, 0)
  return (
    <Panel
      name="By redshift"
      caption={`Rows kept at threshold ${shortNumber(threshold)} as ${names[keptClass]}, by estimated redshift. Bins hold about equally many rows; bars: Wilson, 95 %.${calibratedText(temperature)}`}
    >
      <RedshiftChart edges={edges} bins={bins} />
      <RedshiftTable bins={bins} />
      {left > 0 && (
        <p className={classes.left}>
          {rowsText(left)} of {formatInteger(labels.length)} {left === 1 ? 'is' : 'are'} left out: no
          redshift, or no answer of the network.
        </p>
      )}
    </Panel>
  )
})
