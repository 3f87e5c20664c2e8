// "Training curves" of the run in view.

import { useMemo } from 'react'
import { hasEnded, type RunHistory } from '../../core/run.ts'
import { useStudio } from '../context.tsx'
import { Panel } from '../shell/Panel.tsx'
import { TrainingCurves } from './TrainingCurves.tsx'
import { useOwnTask } from './use-own-task.ts'

const NO_HISTORY: RunHistory = { acc: [], loss: [], valAcc: [], valLoss: [], lr: [] }
/** Epochs on the axis while there is nothing to show. */
const EPOCHS_BEFORE_RUN = 10

/** The region "Training curves". */
export function CurvesPanel({ className }: { readonly className?: string | undefined }) {
  const history = useStudio((state) => state.run?.history ?? NO_HISTORY)
  const bestEpoch = useStudio((state) => state.run?.bestEpoch ?? 0)
  const planned = useStudio((state) => state.run?.settings.epochs ?? EPOCHS_BEFORE_RUN)
  const ended = useStudio((state) => state.run !== null && hasEnded(state.run.status))
  const latest = useMemo(() => ({ history, bestEpoch, planned, ended }), [history, bestEpoch, planned, ended])
  const shown = useOwnTask(latest, 20)
  return (
    <Panel name="Training curves" letter="c" className={className}>
      <TrainingCurves {...shown} />
    </Panel>
  )
}
