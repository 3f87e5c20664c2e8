// All panels of one sample, which appear one after the other: laid out at once they would hold the page for longer than a few
// frames. A move of the slider changes the threshold only: what is sorted and binned stays.

import { memo, useDeferredValue, useMemo } from 'react'
import { useTurns } from '../compare/use-turns.ts'
import { useStudio } from '../context.tsx'
import classes from './ConnectedTrust.module.css'
import { ControlPanel } from './ControlPanel.tsx'
import { OperatingCurve } from './OperatingCurve.tsx'
import { RedshiftPanel } from './RedshiftPanel.tsx'
import { ReliabilityPanel } from './ReliabilityPanel.tsx'
import { naturalShareOf } from './rows-text.ts'
import { ThresholdPanel } from './ThresholdPanel.tsx'
import type { TrustSample } from './trust-sample.ts'
import { useRankings } from './use-rankings.ts'
import { useScores } from './use-scores.ts'

/** The regions below "Trust". */
export const TrustPanels = memo(function TrustPanels({ sample }: { readonly sample: TrustSample }) {
  const threshold = useStudio(({ trust }) => trust.threshold)
  // the slider and what stands beside it first
  const later = useDeferredValue(threshold)
  const chosenOn = useStudio(({ trust }) => trust.chosenOn)
  const surveyShare = useStudio(({ trust }) => trust.surveyShare)
  const report = useStudio(({ data }) => data.report)
  const naturalShare = useMemo(() => report && naturalShareOf(sample, report), [sample, report])
  const fit = useStudio(({ network }) => network.predictions?.control ?? null)
  const rankings = useRankings(sample)
  const scores = useScores(sample)
  const kept = sample.names[sample.keptClass] ?? ''
  const panels = [
    <ControlPanel key="control" sample={sample} scores={scores} fit={fit} />,
    <ThresholdPanel
      key="threshold"
      sample={sample}
      rankings={rankings}
      threshold={threshold}
      chosenOn={chosenOn}
      surveyShare={surveyShare}
      naturalShare={naturalShare}
    />,
    <ReliabilityPanel key="reliability" sample={sample} scores={scores} />,
    <OperatingCurve key="roc" kind="roc" rankings={rankings} threshold={later} kept={kept} />,
    <OperatingCurve
      key="precision"
      kind="precisionRecall"
      rankings={rankings}
      threshold={later}
      kept={kept}
    />,
    <RedshiftPanel key="redshift" sample={sample} rankings={rankings} threshold={later} />,
  ]
  const turns = useTurns(true, true, panels.length)
  return <div className={classes.panels}>{panels.filter((_, i) => turns[i]?.isShown)}</div>
})
