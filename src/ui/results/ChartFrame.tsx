// The place of a chart. It is there before there are data, with empty axes and a sentence: building a chart takes
// longer than changing one, and should not happen while a run wants the machine.

import { type ReactElement, useCallback, useState } from 'react'
import { ResponsiveContainer } from 'recharts'
import classes from './ChartFrame.module.css'

interface ChartFrameProps {
  /** least height in pixels; the chart takes more where its panel has more */
  readonly minHeight: number
  /** what will be shown, while nothing is; '' otherwise */
  readonly hint: string
  readonly children: ReactElement
}

/** A chart that fills its panel. */
export function ChartFrame({ minHeight, hint, children }: ChartFrameProps) {
  const [ref, size] = useLastSize()
  return (
    <div className={classes.frame} style={{ minHeight }}>
      <div ref={ref} className={classes.chart}>
        {size !== null && (
          <ResponsiveContainer width={size.width} height={size.height}>
            {children}
          </ResponsiveContainer>
        )}
      </div>
      {hint !== '' && (
        <p className={classes.hint}>
          <span>{hint}</span>
        </p>
      )}
    </div>
  )
}

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * The size of an element in whole pixels, `null` until it has one. Behind another view it has none, and the chart keeps its
 * last one: it need not be built anew, and recharts would complain of a chart without width.
 */
function useLastSize(): [ref: (element: HTMLElement | null) => (() => void) | undefined, size: Size | null] {
  const [size, setSize] = useState<Size | null>(null)
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const measure = () => {
      const { width, height } = element.getBoundingClientRect()
      const measured = { width: Math.round(width), height: Math.round(height) }
      if (measured.width === 0 || measured.height === 0) return
      setSize((last) => (last?.width === measured.width && last.height === measured.height ? last : measured))
    }
    measure()
    if (typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
