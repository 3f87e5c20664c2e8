// The comparison outlives a reload: each change is kept, and taken up again once the runs of earlier visits are there.

import type { StoreApi } from 'zustand/vanilla'
import type { ChoiceStore, ComparisonChoice } from '../core/compare/choice.ts'
import { compareOnly } from './compared.ts'
import type { RunsSlice, StudioState } from './state.ts'

/** Keeps what is compared whenever that changes. */
export function followChoice(store: Pick<StoreApi<StudioState>, 'subscribe'>, choices: ChoiceStore): void {
  store.subscribe(({ runs }, { runs: before }) => {
    const { comparedIds, baselineId, comparedTest, folded } = runs
    const isSame =
      comparedIds === before.comparedIds &&
      baselineId === before.baselineId &&
      comparedTest === before.comparedTest &&
      folded === before.folded
    if (!isSame) choices.keep({ ids: comparedIds, baselineId, test: comparedTest, folded })
  })
}

/** The slice with what was compared before; runs that have gone since are left out. */
export function restoreChoice(runs: RunsSlice, choice: ComparisonChoice | null): RunsSlice {
  if (choice === null) return runs
  const { ids, baselineId, test, folded } = choice
  return compareOnly({ ...runs, baselineId, comparedTest: test, folded }, ids, baselineId)
}
