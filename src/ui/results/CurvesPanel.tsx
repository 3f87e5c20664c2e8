// "Training curves" of the run in view.

import { hasEnded } from '../../core/run.ts'
import { useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { TrainingCurves } from './TrainingCurves.tsx'

/** The region "Training curves". */
export function CurvesPanel({ className }: { readonly className?: string | undefined }) {
  const history = useStudio((state) => state.run?.history ?? null)
  const bestEpoch = useStudio((state) => state.run?.bestEpoch ?? 0)
  const planned = useStudio((state) => state.run?.settings.epochs ?? 0)
  const ended = useStudio((state) => state.run !== null && hasEnded(state.run.status))
  return (
    <Panel name="Training curves" letter="c" {...(className ? { className } : {})}>
      {history === null || history.loss.length === 0 ? (
        <Empty sketch="curves">Accuracy and loss, of train and validation, one point per epoch.</Empty>
      ) : (
        <TrainingCurves history={history} bestEpoch={bestEpoch} planned={planned} ended={ended} />
      )}
    </Panel>
  )
}
