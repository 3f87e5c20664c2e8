// How common the kept class is where the network is to be used, which nobody but the visitor knows.

import { useActions } from '../context.tsx'
import { OptionalNumberField } from '../train/NumberField.tsx'
import classes from './ThresholdPanel.module.css'

interface SurveyShareProps {
  /** of the kept class, for people */
  readonly kept: string
  /** 0 to 1; `null` where nobody said */
  readonly share: number | null
  /** what is taken then; `null` where nothing tells it */
  readonly natural: number | null
}

/** The field "Share of ... in your survey (%)". */
export function SurveyShare({ kept, share, natural }: SurveyShareProps) {
  const { setTrust } = useActions()
  return (
    <OptionalNumberField
      className={classes.survey}
      label={`Share of ${kept} in your survey (%)`}
      min={0}
      max={100}
      step={0.1}
      placeholder={natural === null ? 'not given' : (100 * natural).toFixed(1)}
      value={share === null ? null : Number((100 * share).toFixed(6))}
      onCommit={(percent) => setTrust({ surveyShare: percent === null ? null : percent / 100 })}
    />
  )
}
