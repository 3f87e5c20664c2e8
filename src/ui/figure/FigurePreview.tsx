// The figure as it will be saved: the same drawing, in a frame of the page's width.

import { Loader } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { describeError, type ErrorReport } from '../../core/errors.ts'
import type { FigurePanel, FigureRequest, FigureSize } from '../../core/figure/request.ts'
import type { RunView } from '../../core/run-view.ts'
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
  const [drawn, setDrawn] = useState(false)
  const [error, setError] = useState<ErrorReport | null>(null)

  useEffect(() => {
    let wanted = true
    preview({ view, size, panel }).then(
      (svg) => {
        if (!wanted) return
        frame.current?.replaceChildren(svg)
        setDrawn(true)
        setError(null)
      },
      (thrown: unknown) => {
        if (!wanted) return
        frame.current?.replaceChildren()
        setDrawn(false)
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
      {!drawn && error === null && (
        <div className={classes.waiting}>
          <Loader size="sm" aria-hidden="true" />
          <span>Drawing the figure</span>
        </div>
      )}
      {/* React leaves its children alone: they are not React's */}
      <div ref={frame} className={classes.frame} hidden={!drawn} />
    </div>
  )
}
