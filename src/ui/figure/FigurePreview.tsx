// The figure as it will be saved: the same drawing, in a frame of the page's width, and how much larger or smaller that is.

import { Loader } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { describeError, type ErrorReport } from '../../core/errors.ts'
import type { FigurePanel, FigureRequest, FigureSize } from '../../core/figure/request.ts'
import type { RunView } from '../../core/run-view.ts'
import { useWidth } from '../chart/use-width.ts'
import { Notice } from '../shell/Notice.tsx'
import classes from './FigurePreview.module.css'

/** Draws a figure as an element. */
export type Preview = (request: FigureRequest) => Promise<SVGSVGElement>

interface FigurePreviewProps {
  readonly view: RunView
  readonly size: FigureSize
  readonly panel: FigurePanel
  readonly preview: Preview
}

/** The figure; while another one is drawn, the last one stays. */
export function FigurePreview({ view, size, panel, preview }: FigurePreviewProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState<Extent | null>(null)
  const [measureFrame, frameWidth] = useWidth(0)
  const [error, setError] = useState<ErrorReport | null>(null)

  useEffect(() => {
    let wanted = true
    preview({ view, size, panel }).then(
      (svg) => {
        if (!wanted) return
        frame.current?.replaceChildren(svg)
        setDrawn(extentOf(svg))
        setError(null)
      },
      (thrown: unknown) => {
        if (!wanted) return
        frame.current?.replaceChildren()
        setDrawn(null)
        setError(describeError(thrown))
      },
    )
    return () => {
      wanted = false
    }
  }, [view, size, panel, preview])

  return (
    <div className={classes.preview} data-size={size}>
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      {drawn === null && error === null && (
        <div className={classes.waiting}>
          <Loader size="sm" aria-hidden="true" />
          <span>Drawing the figure</span>
        </div>
      )}
      {/* measured by itself: it is as wide before there is a figure */}
      <div ref={measureFrame}>
        {/* React leaves its children alone: they are not React's */}
        <div ref={frame} className={classes.frame} hidden={drawn === null} />
      </div>
      {drawn !== null && <p className={classes.size}>{sizeText(drawn, frameWidth)}</p>}
    </div>
  )
}

/** In mm. */
interface Extent {
  readonly width: number
  readonly height: number
}

/** CSS pixels of a millimetre, of which an inch has 25.4. */
const PIXELS_PER_MM = 96 / 25.4

function extentOf(svg: SVGSVGElement): Extent {
  const mm = (side: string) => Number.parseFloat(svg.getAttribute(side) ?? '')
  return { width: mm('width'), height: mm('height') }
}

/**
 * `Shown at 72% of its print size, 180 × 121.4 mm.`
 * @param pixels width on the page, 0 where it is not known
 */
function sizeText({ width, height }: Extent, pixels: number): string {
  const size = `${tenths(width)} × ${tenths(height)} mm`
  if (pixels === 0) return `Its print size is ${size}.`
  return `Shown at ${Math.round((100 * pixels) / (width * PIXELS_PER_MM))}% of its print size, ${size}.`
}

function tenths(value: number): string {
  return String(Math.round(10 * value) / 10)
}
