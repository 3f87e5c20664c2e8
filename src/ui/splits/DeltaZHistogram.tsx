// Where a threshold cuts DeltaZ: its distribution, the threshold as a line that can be dragged, and what falls on either
// side of it.

import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { deltaZClasses } from '../../core/delta-z-classes.ts'
import { countBelow, deltaZHistogram } from '../../core/delta-z-histogram.ts'
import { formatInteger, formatShare } from '../../core/format.ts'
import classes from './DeltaZHistogram.module.css'
import { DeltaZPlot } from './DeltaZPlot.tsx'
import { deltaZAxis, thresholdText } from './delta-z-axis.ts'
import { ThresholdField } from './ThresholdField.tsx'
import { ThresholdLine } from './ThresholdLine.tsx'

interface DeltaZHistogramProps {
  /** one per object, NaN where it is not known */
  readonly deltaZ: Float64Array
  /** on abs(DeltaZ), above 0 */
  readonly threshold: number
  readonly onThreshold: (threshold: number) => void
  readonly disabled: boolean
}

const COUNT_AXES = [
  { value: 'linear', label: 'linear' },
  { value: 'square root', label: 'square root' },
]

/** Histogram, threshold and the sizes of both classes. */
export function DeltaZHistogram({ deltaZ, threshold, onThreshold, disabled }: DeltaZHistogramProps) {
  const [countScale, setCountScale] = useState('linear')
  const histogram = useMemo(() => deltaZHistogram(deltaZ), [deltaZ])
  const axis = useMemo(() => deltaZAxis(histogram), [histogram])
  const below = useMemo(() => countBelow(deltaZ, threshold), [deltaZ, threshold])
  const known = deltaZ.length - histogram.absent
  const sides = [below, known - below]
  return (
    <figure className={classes.figure}>
      <div className={classes.controls}>
        <ThresholdField threshold={threshold} onThreshold={onThreshold} disabled={disabled} />
        <div className={classes.scale}>
          <span aria-hidden="true">Counts</span>
          <SegmentedControl
            size="xs"
            aria-label="Axis of counts"
            data={COUNT_AXES}
            value={countScale}
            onChange={setCountScale}
          />
        </div>
      </div>
      <div className={classes.plot}>
        <DeltaZPlot
          histogram={histogram}
          axis={axis}
          cut={axis.place(threshold)}
          isSquareRoot={countScale === 'square root'}
        />
        <ThresholdLine
          axis={axis}
          threshold={threshold}
          text={`${thresholdText(threshold)}: ${formatInteger(below)} below, ${formatInteger(known - below)} at or above`}
          onThreshold={onThreshold}
          disabled={disabled}
        />
      </div>
      <figcaption className={classes.caption}>abs(DeltaZ), as given</figcaption>
      <dl className={classes.sides}>
        {deltaZClasses(threshold).labels.map((label, side) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatInteger(sides[side]!)}</dd>
            <dd>{known > 0 ? formatShare(sides[side]! / known) : '–'}</dd>
          </div>
        ))}
        {histogram.absent > 0 && (
          <div>
            <dt>not known</dt>
            <dd>{formatInteger(histogram.absent)}</dd>
            <dd>no class</dd>
          </div>
        )}
      </dl>
    </figure>
  )
}
