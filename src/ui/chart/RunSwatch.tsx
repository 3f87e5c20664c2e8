// The colour of a run as a small square, hollow where its lines are dashed.

import classes from './RunSwatch.module.css'
import { isMarked, runColour } from './run-colour.ts'

/** A swatch; whoever cannot see it has the run's number and name beside it. */
export function RunSwatch({ colour }: { readonly colour: number }) {
  return (
    <span
      aria-hidden="true"
      className={classes.swatch}
      data-hollow={isMarked(colour)}
      style={{ backgroundColor: runColour(colour) }}
    />
  )
}
