// What the lines and marks of a chart stand for, with a piece of each: only of what the chart draws.

import classes from './Legend.module.css'
import looks from './Looks.module.css'
import type { Look } from './look.ts'
import { Mark, Notch } from './Marks.tsx'

/** One look and its meaning. */
export interface LegendItem {
  readonly look: Look
  readonly text: string
  /** what the chart draws of it; a line with marks unless given */
  readonly parts?: 'line' | 'mark' | 'both' | 'notch'
  /** marks as they are where few rows stand behind them, this one's and that of others beside it */
  readonly hollow?: readonly Look[]
}

/** A list of looks and their meanings. */
export function Legend({ items }: { readonly items: readonly LegendItem[] }) {
  return (
    <ul className={classes.legend}>
      {items.map((item) => (
        <li key={item.text}>
          <Sample {...item} />
          {item.text}
        </li>
      ))}
    </ul>
  )
}

/** Pixels: of a piece of a line, of one mark, and the height of both. */
const [LONG, SHORT, HIGH] = [34, 16, 14]

function Sample({ look, parts = 'both', hollow }: LegendItem) {
  const hasLine = hollow === undefined && (parts === 'both' || parts === 'line')
  const width = hasLine ? LONG : SHORT * (hollow?.length ?? 1)
  const place = { x: width / 2, y: HIGH / 2 }
  return (
    <svg
      aria-hidden="true"
      className={classes.sample}
      viewBox={`0 0 ${width} ${HIGH}`}
      width={width}
      height={HIGH}
    >
      {hollow?.map((each, i) => (
        <Mark key={each} look={each} {...place} x={SHORT * (i + 0.5)} hollow />
      ))}
      {hasLine && <path className={`${looks.line} ${looks[look]}`} d={`M1 ${place.y}h${width - 2}`} />}
      {hollow === undefined && parts === 'notch' && <Notch look={look} {...place} />}
      {hollow === undefined && (parts === 'both' || parts === 'mark') && <Mark look={look} {...place} />}
    </svg>
  )
}
