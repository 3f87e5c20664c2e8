// The model side of the left column: settings and plan.

import { useMemo } from 'react'
import { isBusyTraining, mayPrepare } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { candidateFor, offeredTargets, type TargetChoice } from '../data/candidates.ts'
import { Notice } from '../shell/Notice.tsx'
import { dataTraits } from './model-choice.ts'
import { PlanSummary } from './PlanSummary.tsx'
import { SettingsForm } from './SettingsForm.tsx'
import classes from './TrainPanel.module.css'

/** Everything about the next run. */
export function TrainPanel() {
  const settings = useStudio((state) => state.settings)
  const device = useStudio((state) => state.device)
  const report = useStudio((state) => state.data.report)
  const discovery = useStudio((state) => state.data.discovery)
  const candidateId = useStudio((state) => state.data.candidateId)
  const plan = useStudio((state) => state.plan)
  const estimate = useStudio((state) => state.estimate)
  const estimating = useStudio((state) => state.estimating)
  const planError = useStudio((state) => state.planError)
  const training = useStudio(isBusyTraining)
  const preparable = useStudio(mayPrepare)
  const actions = useActions()
  const choice: TargetChoice = useMemo(
    () => ({ report, candidates: discovery?.candidates ?? [], candidateId }),
    [report, discovery, candidateId],
  )
  const traits = useMemo(() => dataTraits(report), [report])
  return (
    <section className={classes.panel}>
      <h2 className={classes.title}>Model</h2>
      <SettingsForm
        settings={settings}
        target={report?.target ?? null}
        targets={offeredTargets(choice)}
        device={device}
        traits={traits}
        disabled={training}
        onTarget={(target) => {
          const candidate = candidateFor(target, choice)
          // attributes give another target without any reading, once they were read
          const isGiven = candidate?.id === candidateId && report?.choices.targets.includes(target)
          if (isGiven && preparable) {
            actions.chooseTarget(target)
          } else if (candidate !== undefined) actions.openCandidate(candidate.id, target)
        }}
        onChange={actions.setSettings}
      />
      {planError !== null && (
        <Notice severity="block" title={planError.message} alert>
          {planError.hint !== '' && <p>{planError.hint}</p>}
        </Notice>
      )}
      {plan !== null && <PlanSummary plan={plan} estimate={estimate} estimating={estimating} />}
    </section>
  )
}
