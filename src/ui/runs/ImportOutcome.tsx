// What an import came to, in a line over the list: whoever chose files far from it would not see which are new.

import { useState } from 'react'
import { formatInteger } from '../../core/format.ts'
import type { RunsSlice } from '../../store/state.ts'
import { useStudio } from '../context.tsx'
import classes from './ImportOutcome.module.css'

/** A status line; empty before an import, and once another view was looked at. */
export function ImportOutcome() {
  const imported = useStudio(({ runs }) => runs.imported)
  const inView = useStudio(({ view }) => view === 'runs')
  const [left, setLeft] = useState<RunsSlice['imported']>(null)
  if (!inView && left !== imported) setLeft(imported)
  return (
    // always there, so that it is read aloud when it comes
    <p role="status" className={classes.outcome}>
      {imported !== null && inView && left !== imported && outcomeText(imported)}
    </p>
  )
}

/** `4 reports added, 2 were already there.`; '' where files were refused only, which is said elsewhere. */
function outcomeText({ added, known }: NonNullable<RunsSlice['imported']>): string {
  const parts = [
    added > 0 ? `${formatInteger(added)} ${added === 1 ? 'report' : 'reports'} added` : '',
    known > 0 ? `${formatInteger(known)} ${known === 1 ? 'was' : 'were'} already there` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `${parts.join(', ')}.`
}
