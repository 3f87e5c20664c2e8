// A run as it is told apart everywhere in the comparison: a swatch of its colour, its number, its name.

import classes from './RunName.module.css'
import { type RunHead, runColour } from './run-heads.ts'

interface RunNameProps {
  readonly head: Pick<RunHead, 'name' | 'colour'>
  /** its number, or the numbers of a group */
  readonly number?: string | number
}

/** Swatch, number and name. */
export function RunName({ head: { name, colour }, number }: RunNameProps) {
  return (
    <span className={classes.run}>
      <span aria-hidden="true" className={classes.swatch} style={{ background: runColour(colour) }} />
      {number !== undefined && <b className={classes.number}>{number}</b>}{' '}
      <span className={classes.name} title={name}>
        {name}
      </span>
    </span>
  )
}
