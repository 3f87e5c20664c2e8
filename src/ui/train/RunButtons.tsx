// Start and stop. They stay at the foot of the window, so that neither is ever scrolled away.

import { Button } from '@mantine/core'
import {
  canStart,
  isBlocked,
  isBusyTraining,
  isCopying,
  isReading,
  type StudioState,
} from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import classes from './RunButtons.module.css'

/** "Start training", "Stop", and why the first cannot be pressed. */
export function RunButtons() {
  const startable = useStudio(canStart)
  const training = useStudio(isBusyTraining)
  const hint = useStudio(hintText)
  const { startTraining, stop } = useActions()
  return (
    <div className={classes.bar}>
      <div className={classes.buttons}>
        <Button size="sm" disabled={!startable} onClick={() => startTraining()}>
          Start training
        </Button>
        <Button size="sm" variant="default" disabled={!training} onClick={() => stop()}>
          Stop
        </Button>
      </div>
      {hint !== '' && <p className={classes.hint}>{hint}</p>}
    </div>
  )
}

/** What a person may wonder about at the buttons; nothing where they speak for themselves. */
function hintText(state: StudioState): string {
  const { data, plan, planError, run, stopping, deviceCheck } = state
  if (stopping) return 'Ending, then the best weights are evaluated. Press again to skip that.'
  // on a narrow screen the run's status lies below the fold
  if (isBusyTraining(state))
    return run === null ? 'Starting.' : `Epoch ${Math.max(1, run.epoch)} of ${run.settings.epochs}.`
  if (isReading(state)) return 'Waits for the data.'
  if (data.phase === 'choosing') return 'Choose one of the data sets found.'
  if (data.phase === 'failed') return 'The data panel says what is wrong with these data.'
  if (data.phase !== 'ready') return 'Load data first.'
  if (isBlocked(data)) return 'The data report says what must be mended first.'
  if (isCopying(state)) return 'Waits for the fast copy.'
  if (state.splits.applying) return 'Waits for the splits.'
  if (state.apply.progress !== null) return 'Waits for the answers to posteriors without labels.'
  if (planError !== null) return 'These settings cannot be trained with: see above.'
  if (plan === null) return 'Works out steps and memory.'
  return deviceCheck.phase === 'running' ? 'Waits for the device check.' : ''
}
