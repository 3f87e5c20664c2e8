// The threshold as a slider, and as a number for whoever knows it.

import { useId } from 'react'
import { NumberField } from '../train/NumberField.tsx'
import classes from './ThresholdPanel.module.css'

interface ThresholdSliderProps {
  /** 0 to 1 */
  readonly threshold: number
  /** the same and what it comes to, for screen readers */
  readonly text: string
  readonly onThreshold: (threshold: number) => void
}

const STEP = 0.001

/** The slider "Threshold" and the field "Least probability". */
export function ThresholdSlider({ threshold, text, onThreshold }: ThresholdSliderProps) {
  const id = useId()
  return (
    <div className={classes.choice}>
      <div className={classes.slider}>
        <label htmlFor={id}>Threshold</label>
        <input
          id={id}
          type="range"
          min={0}
          max={1}
          step={STEP}
          value={threshold}
          aria-valuetext={text}
          onChange={(event) => onThreshold(Number(event.currentTarget.value))}
        />
      </div>
      <NumberField
        className={classes.number}
        label="Least probability"
        min={0}
        max={1}
        step={STEP}
        // a threshold that is a score has more digits than anybody reads
        value={Number(threshold.toFixed(6))}
        onCommit={onThreshold}
      />
    </div>
  )
}
