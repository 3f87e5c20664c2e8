// The place of a chart. It is there before there are data, with empty axes and a sentence: building a chart takes
// longer than changing one, and should not happen while a run wants the machine.

import type { ReactElement } from 'react'
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
  return (
    <div className={classes.frame} style={{ minHeight }}>
      <ResponsiveContainer width="100%" height="100%" minHeight={minHeight}>
        {children}
      </ResponsiveContainer>
      {hint !== '' && (
        <p className={classes.hint}>
          <span>{hint}</span>
        </p>
      )}
    </div>
  )
}
