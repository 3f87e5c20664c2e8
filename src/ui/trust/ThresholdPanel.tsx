// "Threshold": which rows are kept, and what that comes to.

import { memo, useCallback, useMemo } from 'react'
import type { EvaluatedSplit } from '../../core/run.ts'
import { keptAsMany, keptAt } from '../../core/trust/kept-sample.ts'
import { useActions } from '../context.tsx'
import { Panel } from '../shell/Panel.tsx'
import { KeptCurves } from './KeptCurves.tsx'
import { KeptNumbers } from './KeptNumbers.tsx'
import { PurityButtons } from './PurityButtons.tsx'
import { purityChoices } from './purity-choices.ts'
import { SurveyShare } from './SurveyShare.tsx'
import classes from './ThresholdPanel.module.css'
import { ThresholdSlider } from './ThresholdSlider.tsx'
import { chosenText, nothingKeptText } from './threshold-text.ts'
import type { TrustSample } from './trust-sample.ts'
import { calibratedText, percentOf, shortNumber } from './trust-text.ts'
import type { Rankings } from './use-rankings.ts'

interface ThresholdPanelProps {
  readonly sample: TrustSample
  readonly rankings: Rankings
  readonly threshold: number
  /** rows that the threshold was chosen on; `null` where nobody chose it */
  readonly chosenOn: EvaluatedSplit | null
  /** of the kept class in the survey, 0 to 1; `null` where nobody said */
  readonly surveyShare: number | null
  /** the same of all objects, where these rows are balanced; `null` where they are not, or nothing tells it */
  readonly naturalShare: number | null
}

/** The region "Threshold". */
export const ThresholdPanel = memo(function ThresholdPanel(props: ThresholdPanelProps) {
  const { sample, rankings, threshold, chosenOn, surveyShare, naturalShare } = props
  const { network: ranking, control } = rankings
  const kept = sample.names[sample.keptClass] ?? ''
  const { setTrust } = useActions()
  const choose = useCallback((next: number) => setTrust({ threshold: next }), [setTrust])
  const choices = useMemo(() => purityChoices(ranking), [ranking])
  const shares = useMemo(() => keptAt(ranking, threshold), [ranking, threshold])
  const { purity, completeness, coverage } = shares
  const beside = useMemo(() => control && keptAsMany(control, purity.of), [control, purity.of])
  const share = surveyShare ?? naturalShare
  const text = `${shortNumber(threshold)}: purity ${percentOf(purity.share)}, completeness ${percentOf(completeness.share)}, coverage ${percentOf(coverage.share)}`
  const isOfPurity = choices.some((choice) => choice.threshold === threshold)
  const notes = [nothingKeptText(ranking, threshold), chosenText(chosenOn, sample.split, isOfPurity)]
  return (
    <Panel
      name="Threshold"
      caption={`Rows are kept whose probability of ${kept} is at least the threshold. Intervals: Wilson, 95 %.${calibratedText(sample.temperature)}`}
    >
      <ThresholdSlider threshold={threshold} text={text} onThreshold={choose} />
      <PurityButtons ranking={ranking} choices={choices} onThreshold={choose} />
      <SurveyShare kept={kept} share={surveyShare} natural={naturalShare} />
      <KeptNumbers
        sample={shares}
        control={beside}
        kept={kept}
        classCount={sample.classes}
        survey={share === null ? null : { share, isGiven: surveyShare !== null }}
      />
      {notes.map(
        (note) =>
          note !== null && (
            <p key={note} className={classes.note}>
              {note}
            </p>
          ),
      )}
      <KeptCurves
        ranking={ranking}
        threshold={threshold}
        text={`Purity, completeness and coverage against the threshold. At ${text}`}
        onThreshold={choose}
      />
    </Panel>
  )
})
