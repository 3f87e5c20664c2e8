// All panels of one sample. A move of the slider changes the threshold only: what is sorted and binned stays.

import { memo, useDeferredValue } from 'react'
import { useStudio } from '../context.tsx'
import classes from './ConnectedTrust.module.css'
import { ControlPanel } from './ControlPanel.tsx'
import { OperatingCurve } from './OperatingCurve.tsx'
import { RedshiftPanel } from './RedshiftPanel.tsx'
import { ReliabilityPanel } from './ReliabilityPanel.tsx'
import { ThresholdPanel } from './ThresholdPanel.tsx'
import type { TrustSample } from './trust-sample.ts'
import { useRankings } from './use-rankings.ts'
import { useScores } from './use-scores.ts'

/** The regions below "Trust". */
export const TrustPanels = memo(function TrustPanels({ sample }: { readonly sample: TrustSample }) {
  const threshold = useStudio(({ trust }) => trust.threshold)
  // the slider and what stands beside it first
  const later = useDeferredValue(threshold)
  const fit = useStudio(({ network }) => network.predictions?.control ?? null)
  const rankings = useRankings(sample)
  const scores = useScores(sample)
  const kept = sample.names[sample.keptClass] ?? ''
  return (
    <div className={classes.panels}>
      <ControlPanel sample={sample} scores={scores} fit={fit} />
      <ReliabilityPanel sample={sample} scores={scores} />
      <OperatingCurve kind="roc" rankings={rankings} threshold={later} kept={kept} />
      <OperatingCurve kind="precisionRecall" rankings={rankings} threshold={later} kept={kept} />
      <ThresholdPanel ranking={rankings.network} threshold={threshold} kept={kept} />
      <RedshiftPanel sample={sample} threshold={later} />
    </div>
  )
})
