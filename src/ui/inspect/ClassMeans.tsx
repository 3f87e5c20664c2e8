// The mean posterior of each class: which redshifts a class prefers, and where it mistakes one for another.

import { Button, SegmentedControl, VisuallyHidden } from '@mantine/core'
import { type KeyboardEvent, useId, useMemo } from 'react'
import type { ClassMean } from '../../core/class-means.ts'
import { useWidth } from '../chart/use-width.ts'
import classes from './ClassMeans.module.css'
import { CLASS_LINES } from './class-lines.ts'
import { MeansChart } from './MeansChart.tsx'
import { highestText, MEANS_HEIGHT, meansView, objectsText } from './means-view.ts'
import { rangeText } from './posterior-text.ts'
import { useZoom } from './use-zoom.ts'
import { keyAction, RANGE_KEYS, rangeAfter } from './viewer-keys.ts'
import { zAxis } from './z-axis.ts'
import { isWhole } from './zoom.ts'

/** Everything that the chart needs to know. */
export interface ClassMeansProps {
  /** one per class, in class order; empty until they have been computed */
  readonly means: readonly ClassMean[]
  /** shown names, in class order */
  readonly labels: readonly string[]
  /** redshift of each point; `null` where it is not known */
  readonly zgrid: Float64Array | null
  readonly busy: boolean
  readonly onCompute: () => void
  /** whether the probability axis is logarithmic */
  readonly log: boolean
  readonly onLog: (log: boolean) => void
}

const SCALES = [
  { value: 'linear', label: 'p linear' },
  { value: 'log', label: 'p log' },
]
const FIRST_WIDTH = 720

/** The curves with their legend, or the button that computes them. */
export function ClassMeans({ means, labels, zgrid, busy, onCompute, log, onLog }: ClassMeansProps) {
  const textId = useId()
  const [ref, width] = useWidth(FIRST_WIDTH)
  const points = means[0]?.mean.length ?? 2
  const axis = useMemo(() => zAxis(points, zgrid, 'ln(1+z)'), [points, zgrid])
  const { range, change } = useZoom(axis, means)
  const view = useMemo(() => meansView(means, axis, range, log, width), [means, axis, range, log, width])
  if (means.length === 0) {
    return (
      <div className={classes.means}>
        <p className={classes.note}>
          The mean of the posteriors of each class, each normalised first. Of data that are not in memory it
          takes 500 objects of each class, drawn by chance.
        </p>
        <Button variant="default" size="xs" className={classes.compute} disabled={busy} onClick={onCompute}>
          {busy ? 'Computing class means' : 'Compute class means'}
        </Button>
      </div>
    )
  }
  const press = (event: KeyboardEvent) => {
    const act = keyAction(event)
    if (act === null || act.kind === 'step') return
    event.preventDefault()
    change((before) => rangeAfter(act, axis, before))
  }
  return (
    <div className={classes.means} aria-busy={busy}>
      <div className={classes.controls}>
        <SegmentedControl
          aria-label="Mean p axis"
          size="xs"
          data={SCALES}
          value={log ? 'log' : 'linear'}
          onChange={(value) => onLog(value === 'log')}
        />
        {!isWhole(axis, range) && (
          <Button variant="default" size="xs" onClick={() => change(() => axis.whole)}>
            Whole range
          </Button>
        )}
        <output className={classes.range}>{rangeText(axis, range)}</output>
      </div>
      <div
        ref={ref}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the range
        tabIndex={0}
        aria-label={`Mean posterior of each class. ${RANGE_KEYS}`}
        aria-describedby={textId}
        onKeyDown={press}
        className={classes.drawing}
        style={{ minHeight: MEANS_HEIGHT }}
      >
        <MeansChart view={view} means={means} labels={labels} axis={axis} range={range} onChange={change} />
      </div>
      <ul className={classes.legend}>
        {means.map((mean, k) => (
          <li key={labels[k]}>
            <svg aria-hidden="true" viewBox="0 0 30 10" width="30" height="10">
              <path d="M0 5h30" {...CLASS_LINES[k % CLASS_LINES.length]} strokeWidth={1.75} />
            </svg>
            <span>{labels[k]}</span>
            <span className={classes.objects}>{objectsText(mean)}</span>
          </li>
        ))}
      </ul>
      <VisuallyHidden id={textId}>
        {means.map((mean, k) => `${labels[k]}: ${objectsText(mean)}, ${highestText(mean, axis)}.`).join(' ')}
      </VisuallyHidden>
    </div>
  )
}
