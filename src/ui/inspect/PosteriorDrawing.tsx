// The drawing of a posterior in its place: as wide as that is, with the pointer over it, and in words.

import { VisuallyHidden } from '@mantine/core'
import { useId, useMemo } from 'react'
import { useWidth } from '../chart/use-width.ts'
import { PlotPointer } from './PlotPointer.tsx'
import { PosteriorChart } from './PosteriorChart.tsx'
import { PosteriorReading } from './PosteriorReading.tsx'
import classes from './PosteriorViewer.module.css'
import type { PosteriorAnalysis } from './posterior-analysis.ts'
import { axisTitle, describePosterior, redshiftText } from './posterior-text.ts'
import { type PScale, plotBox, posteriorView, readAt, VIEW_HEIGHT } from './posterior-view.ts'
import type { RangeChange } from './use-zoom.ts'
import { RANGE_KEYS } from './viewer-keys.ts'
import type { ZAxis, ZRange } from './z-axis.ts'

interface PosteriorDrawingProps {
  /** `null` while there is nothing to draw */
  readonly analysis: PosteriorAnalysis | null
  readonly axis: ZAxis
  readonly range: ZRange
  readonly pScale: PScale
  readonly redshift: number | null
  readonly onChange: (next: RangeChange) => void
}

/** Width before the place has been measured. */
const FIRST_WIDTH = 720

/** The chart, to be focused and zoomed. */
export function PosteriorDrawing({
  analysis,
  axis,
  range,
  pScale,
  redshift,
  onChange,
}: PosteriorDrawingProps) {
  const textId = useId()
  const [ref, width] = useWidth(FIRST_WIDTH)
  const drawn = useMemo(() => {
    if (analysis === null) return null
    const request = { analysis, axis, range, pScale, redshift, width }
    return { request, view: posteriorView(request) }
  }, [analysis, axis, range, pScale, redshift, width])
  const box = plotBox(width)
  return (
    <>
      <div
        ref={ref}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the range
        tabIndex={0}
        aria-label={`p(z) and ln p(z). Arrow keys go to the next or previous object. ${RANGE_KEYS}`}
        aria-describedby={textId}
        className={classes.drawing}
        style={{ minHeight: VIEW_HEIGHT }}
      >
        {drawn === null ? (
          <p className={classes.empty}>Nothing to draw yet.</p>
        ) : (
          <PosteriorChart
            view={drawn.view}
            axisTitle={axisTitle(axis)}
            densityTitle={axis.zgrid === null ? 'p per point' : 'p per unit z'}
            redshiftLabel={redshift === null ? '' : `z_est ${redshiftText(redshift)}`}
            problem={drawn.request.analysis.problem}
          >
            <PlotPointer
              box={box}
              width={width}
              axis={axis}
              range={range}
              onChange={onChange}
              crosshair={(x) => (
                <PosteriorReading reading={readAt(drawn.view, drawn.request, x)} axis={axis} box={box} />
              )}
            />
          </PosteriorChart>
        )}
      </div>
      <VisuallyHidden id={textId}>
        {analysis === null ? 'Nothing to draw yet.' : describePosterior(analysis, axis, redshift)}
      </VisuallyHidden>
    </>
  )
}
