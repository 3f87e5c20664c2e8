// The name of a class, which never breaks within a comparison: `DeltaZ ≥ 1e-3` may become two lines, `≥ 1e-` and `3` may not.

import classes from './ClassName.module.css'

const COMPARISON = /([<>≤≥]=?\s*[\d.]+(?:e[-+]?\d+)?\??)/

/** Text of a class as it is, to be read and searched for. */
export function ClassName({ name }: { readonly name: string }) {
  const [before, comparison, ...after] = name.split(COMPARISON)
  if (comparison === undefined) return name
  return (
    <>
      {before}
      <span className={classes.whole}>{comparison}</span>
      {after.join('')}
    </>
  )
}
