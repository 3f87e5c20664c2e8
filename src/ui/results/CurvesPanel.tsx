// "Training curves" of the run in view.

import { useMemo } from 'react'
import type { RunHistory } from '../../core/run.ts'
import { Panel } from '../shell/Panel.tsx'
import { TrainingCurves } from './TrainingCurves.tsx'
import { useOwnTask } from './use-own-task.ts'
import { useRunView } from './use-run-view.ts'

const NO_HISTORY: RunHistory = { acc: [], loss: [], valAcc: [], valLoss: [], lr: [] }
/** Epochs on the axis while there is nothing to show. */
const EPOCHS_BEFORE_RUN = 10

/** The region "Training curves". */
export function CurvesPanel({ className }: { readonly className?: string | undefined }) {
  const history = useRunView((view) => view.history) ?? NO_HISTORY
  const bestEpoch = useRunView((view) => view.bestEpoch) ?? 0
  const planned = useRunView((view) => view.plannedEpochs) ?? EPOCHS_BEFORE_RUN
  const ended = useRunView((view) => view.ended) ?? false
  const latest = useMemo(() => ({ history, bestEpoch, planned, ended }), [history, bestEpoch, planned, ended])
  const shown = useOwnTask(latest, 20)
  return (
    <Panel name="Training curves" letter="c" className={className}>
      <TrainingCurves {...shown} />
    </Panel>
  )
}
