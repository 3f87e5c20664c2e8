// A run as it is told apart everywhere in the comparison: a swatch of its colour, its number, its name.

import { Fragment } from 'react'
import { RunSwatch } from '../chart/RunSwatch.tsx'
import classes from './RunName.module.css'
import type { RunHead } from './run-heads.ts'

interface RunNameProps {
  readonly head: Pick<RunHead, 'name' | 'colour'>
  /** its number, or the numbers of a group */
  readonly number: string | number
}

/** Swatch, number and name. */
export function RunName({ head: { name, colour }, number }: RunNameProps) {
  return (
    <span className={classes.run}>
      <RunSwatch colour={colour} />
      <b className={classes.number}>{number}</b>{' '}
      <span className={classes.name} title={name}>
        <Breakable text={name} />
      </span>
    </span>
  )
}

/** Names of files are long words: they break after an underscore rather than anywhere. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=_)/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
