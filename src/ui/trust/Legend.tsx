// What the lines of a chart stand for, with a piece of each.

import classes from './Legend.module.css'
import looks from './Looks.module.css'
import type { Look } from './look.ts'
import { Mark } from './Marks.tsx'

interface LegendProps {
  readonly items: readonly { readonly look: Look; readonly text: string }[]
}

/** A list of looks and their meanings. */
export function Legend({ items }: LegendProps) {
  return (
    <ul className={classes.legend}>
      {items.map(({ look, text }) => (
        <li key={look}>
          <svg aria-hidden="true" className={classes.sample} viewBox="0 0 34 14" width="34" height="14">
            <path className={`${looks.line} ${looks[look]}`} d="M1 7h32" />
            <Mark look={look} x={17} y={7} />
          </svg>
          {text}
        </li>
      ))}
    </ul>
  )
}
