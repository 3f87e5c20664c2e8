// The run that the panels show: a kept one that somebody opened, or that of this session.

import type { RunView } from '../../core/run-view.ts'
import { viewInUse } from '../../store/run-in-use.ts'
import { useStudio } from '../context.tsx'

/** A slice of the run in view; `null` where there is none. */
export function useRunView<Slice>(select: (view: RunView) => Slice): Slice | null {
  return useStudio((state) => {
    const view = viewInUse(state)
    return view === null ? null : select(view)
  })
}
