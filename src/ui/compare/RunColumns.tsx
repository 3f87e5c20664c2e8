// Heads of the columns of tables that have one column per run.

import classes from './CompareTable.module.css'
import { RunName } from './RunName.tsx'
import type { RunHead } from './run-heads.ts'

/** One header cell per run; the first is the baseline. */
export function RunColumns({ heads }: { readonly heads: readonly RunHead[] }) {
  return heads.map((head, index) => (
    <th key={head.id} scope="col" className={classes.run}>
      <RunName head={head} number={head.number} />
      {index === 0 && <span className={classes.baseline}>baseline</span>}
    </th>
  ))
}
