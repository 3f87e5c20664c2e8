// One posterior to look at: p(z) and ln p(z) over the same redshifts, with what can be measured on them, to be zoomed by
// pointer and by keyboard. Arrow keys go to the next object.

import { Button, SegmentedControl } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react'
import { PeakTable } from './PeakTable.tsx'
import { PosteriorDrawing } from './PosteriorDrawing.tsx'
import { PosteriorLegend } from './PosteriorLegend.tsx'
import classes from './PosteriorViewer.module.css'
import { analysePosterior, OUTER_LEVEL } from './posterior-analysis.ts'
import { rangeText } from './posterior-text.ts'
import type { PScale } from './posterior-view.ts'
import { useZoom } from './use-zoom.ts'
import { keyAction, rangeAfter } from './viewer-keys.ts'
import { type ZAxis, type ZRange, type ZScale, zAxis } from './z-axis.ts'
import { isWhole, middleOf, peakRange, ZOOM_STEP, zoomBy } from './zoom.ts'

/** Everything that the viewer needs to know. */
export interface PosteriorViewerProps {
  /** ln p(z) as in the file, -inf included; `null` while it is being read */
  readonly lnP: Float32Array | null
  /** redshift of each point; `null` where it is not known */
  readonly zgrid: Float64Array | null
  /** which object this is */
  readonly title: string
  readonly facts: readonly { readonly term: string; readonly text: string }[]
  /** z_est */
  readonly redshift: number | null
  /** goes to another object: -1 to the one before, 1 to the next */
  readonly onStep: (delta: number) => void
  /** share of the mass in the wider highest-density intervals, 0 to 1; the narrower ones hold 68 % */
  readonly level?: number
  /** what stands under the heading */
  readonly intro?: ReactNode
  /** what lies under the drawing, on the same axis */
  readonly under?: (axis: ZAxis, range: ZRange) => ReactNode
}

const P_SCALES = [
  { value: 'linear', label: 'p linear' },
  { value: 'log', label: 'p log' },
]
const Z_SCALES = [
  { value: 'z', label: 'z' },
  { value: 'ln(1+z)', label: 'ln(1+z)' },
]
const BUTTON = { variant: 'default', size: 'xs' } as const

/** A button that has nothing to do keeps the focus, so that arrow keys go on working. */
function unless(possible: boolean) {
  return possible ? {} : { 'aria-disabled': true, 'data-disabled': true }
}

/** Title, facts, controls, drawing and peaks of one object. */
export function PosteriorViewer({
  lnP,
  zgrid,
  title,
  facts,
  redshift,
  onStep,
  level = OUTER_LEVEL,
  intro,
  under,
}: PosteriorViewerProps) {
  const titleId = useId()
  const [scales, setScales] = useState<{ p: PScale; z: ZScale }>({ p: 'linear', z: 'z' })
  const points = lnP?.length ?? zgrid?.length ?? 2
  const axis = useMemo(() => zAxis(points, zgrid, scales.z), [points, zgrid, scales.z])
  const analysis = useMemo(
    () => (lnP === null ? null : analysePosterior(lnP, axis.zgrid, level)),
    [lnP, axis.zgrid, level],
  )
  const { range, change } = useZoom(axis, lnP)
  const zoomIn = (factor: number) => change((before) => zoomBy(axis, before, factor, middleOf(axis, before)))
  const density = analysis?.shape?.density
  const showPeak = (peak: Parameters<typeof peakRange>[2]) => {
    if (density !== undefined) change(() => peakRange(axis, density, peak))
  }
  const highest = analysis?.shape?.peaks[0]

  const press = (event: KeyboardEvent) => {
    // arrow keys choose among the options of a control
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return
    const act = keyAction(event)
    if (act === null) return
    event.preventDefault()
    if (act.kind === 'step') onStep(act.delta)
    else change((before) => rangeAfter(act, axis, before))
  }

  return (
    <article aria-labelledby={titleId} className={classes.viewer} onKeyDown={press}>
      <div className={classes.header}>
        <h3 id={titleId} className={classes.title}>
          {title}
        </h3>
        <dl className={classes.facts}>
          {facts.map(({ term, text }) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </div>
      {intro}
      <div className={classes.controls}>
        <SegmentedControl
          aria-label="p axis"
          size="xs"
          data={P_SCALES}
          value={scales.p}
          onChange={(p) => setScales({ ...scales, p: p as PScale })}
        />
        <SegmentedControl
          aria-label="z axis"
          size="xs"
          disabled={axis.zgrid === null}
          data={Z_SCALES}
          value={scales.z}
          onChange={(z) => setScales({ ...scales, z: z as ZScale })}
        />
        <div className={classes.buttons}>
          <Button {...BUTTON} {...unless(analysis !== null)} onClick={() => zoomIn(ZOOM_STEP)}>
            Zoom in
          </Button>
          <Button {...BUTTON} {...unless(!isWhole(axis, range))} onClick={() => zoomIn(1 / ZOOM_STEP)}>
            Zoom out
          </Button>
          <Button {...BUTTON} {...unless(!isWhole(axis, range))} onClick={() => change(() => axis.whole)}>
            Whole range
          </Button>
          <Button
            {...BUTTON}
            {...unless(highest !== undefined)}
            onClick={() => highest !== undefined && showPeak(highest)}
          >
            Zoom to peak
          </Button>
        </div>
        <output className={classes.range}>{analysis === null ? '' : rangeText(axis, range)}</output>
      </div>
      <PosteriorDrawing
        analysis={analysis}
        axis={axis}
        range={range}
        pScale={scales.p}
        redshift={redshift}
        onChange={change}
      />
      {under?.(axis, range)}
      {analysis !== null && (
        <div className={classes.measured}>
          <PosteriorLegend analysis={analysis} axis={axis} redshift={redshift} />
          {analysis.shape !== null && (
            <PeakTable peaks={analysis.shape.peaks} axis={axis} redshift={redshift} onShow={showPeak} />
          )}
        </div>
      )}
    </article>
  )
}
