// Changing how objects become splits: a draft is previewed at each change, and used when somebody says so.

import type { Remedy } from '../core/dataset-report.ts'
import { describeError } from '../core/errors.ts'
import { type Preparation, type PreparationPatch, withPatch } from '../core/preparation.ts'
import type { TargetId } from '../core/targets.ts'
import { forgetCopy, refreshCopies } from './copy-actions.ts'
import { forgetPredictions } from './network-actions.ts'
import { forgetObjects } from './objects-actions.ts'
import { updatePlan } from './plan-actions.ts'
import { mayPrepare, NO_SPLITS, type SplitsSlice } from './state.ts'
import type { Studio } from './studio.ts'

/** Changes the draft and asks what it would come to. */
export async function changeDraft(studio: Studio, patch: PreparationPatch, target?: TargetId): Promise<void> {
  const { data, splits } = studio.store.getState()
  if (data.report === null || splits.applying) return
  const { draft } = splits
  const next = {
    target: target ?? draft?.target ?? data.report.target,
    preparation: { ...(draft?.preparation ?? data.report.preparation), ...patch },
  }
  setSplits(studio, { draft: next, preview: null, error: null })
  const isCurrent = () => studio.store.getState().splits.draft === next
  try {
    const preview = await studio.engine.preview(next.preparation, next.target)
    if (isCurrent()) setSplits(studio, { preview })
  } catch (thrown) {
    if (isCurrent()) setSplits(studio, { error: describeError(thrown) })
  }
}

/** Throws the draft away. */
export function revertDraft(studio: Studio): void {
  if (!studio.store.getState().splits.applying) studio.store.setState({ splits: NO_SPLITS })
}

/** Uses the draft. */
export async function applyDraft(studio: Studio): Promise<void> {
  const { draft } = studio.store.getState().splits
  if (draft !== null) await prepare(studio, draft.preparation, draft.target)
}

/** Takes the way out that a finding offers. */
export async function applyRemedy(studio: Studio, { patch }: Remedy): Promise<void> {
  const { report } = studio.store.getState().data
  if (report !== null) await prepare(studio, withPatch(report.preparation, patch), report.target)
}

/** Chooses another target for objects whose attributes give it, with the same preparation. */
export async function chooseTarget(studio: Studio, target: TargetId): Promise<void> {
  const { report } = studio.store.getState().data
  if (report !== null) await prepare(studio, report.preparation, target)
}

/** Prepares the data set in use in another way. The data stay as they were where that fails. */
export async function prepare(studio: Studio, preparation: Preparation, target: TargetId): Promise<void> {
  const { report } = studio.store.getState().data
  if (!mayPrepare(studio.store.getState()) || studio.store.getState().splits.applying) return
  setSplits(studio, { applying: true, error: null })
  const isCurrent = () => studio.store.getState().data.report === report
  try {
    const next = await studio.engine.prepare(preparation, target)
    if (!isCurrent()) return
    forgetCopy(studio)
    // before the splits go: nobody may look at, or decide on, rows that are no longer there
    forgetPredictions(studio)
    studio.store.setState(({ data }) => ({
      data: { ...data, report: next, overruled: false },
      splits: NO_SPLITS,
      run: null,
      runError: null,
      plan: null,
      planError: null,
      estimate: null,
      estimating: false,
    }))
    // the same objects in other places: only classes of another target are no longer those that were filtered
    const { filter, selected } = studio.store.getState().objects
    const isSameTarget = report !== null && next.target === report.target
    forgetObjects(studio, { filter: isSameTarget ? filter : { ...filter, labels: null }, selected })
    void updatePlan(studio)
    void refreshCopies(studio)
  } catch (thrown) {
    if (isCurrent()) setSplits(studio, { applying: false, error: describeError(thrown) })
  }
}

function setSplits(studio: Studio, patch: Partial<SplitsSlice>): void {
  studio.store.setState(({ splits }) => ({ splits: { ...splits, ...patch } }))
}
