// By what a compared run is known wherever it is drawn: its colour, and its number for whoever cannot tell colours.

import { RunSwatch } from '../chart/RunSwatch.tsx'
import classes from './RunMark.module.css'

interface RunMarkProps {
  /** number of its colour, from 0 */
  readonly colour: number
  /** its place in the comparison, from 1 */
  readonly number: number
}

/** A swatch and a number. */
export function RunMark({ colour, number }: RunMarkProps) {
  return (
    <span className={classes.mark}>
      <RunSwatch colour={colour} />
      {number}
    </span>
  )
}
