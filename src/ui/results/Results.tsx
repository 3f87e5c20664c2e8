// The middle of the page: the run's status, the four panels of `fig.py` with the learning rate, and the test at natural
// prevalence where the data have one.

import { Button } from '@mantine/core'
import { hasEnded } from '../../core/run.ts'
import { isBlocked } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { RunStatus } from '../train/RunStatus.tsx'
import { ClassificationPanel } from './ClassificationPanel.tsx'
import { CurvesPanel } from './CurvesPanel.tsx'
import { LearningRatePanel } from './LearningRatePanel.tsx'
import { MatrixPanel } from './MatrixPanel.tsx'
import { NaturalMatrixPanel } from './NaturalMatrixPanel.tsx'
import classes from './Results.module.css'

/** Status and panels. */
export function Results() {
  const hasNatural = useStudio((state) => (state.run?.dataset.natural ?? null) !== null)
  return (
    <div className={hasNatural ? `${classes.results} ${classes.withNatural}` : classes.results}>
      <div className={classes.status}>
        <Status />
        <ExportButton />
      </div>
      <div className={classes.panels}>
        <MatrixPanel split="train" letter="a" className={classes.train} />
        <MatrixPanel split="test" letter="b" className={classes.test} />
        <NaturalMatrixPanel className={classes.natural} />
        <CurvesPanel className={classes.curves} />
        <ClassificationPanel className={classes.report} />
        <LearningRatePanel className={classes.rate} />
      </div>
    </div>
  )
}

function Status() {
  const run = useStudio((state) => state.run)
  const runError = useStudio((state) => state.runError)
  const starting = useStudio((state) => state.starting)
  const stopping = useStudio((state) => state.stopping)
  const phase = useStudio((state) => state.data.phase)
  const blocked = useStudio((state) => isBlocked(state.data))
  const epochs = useStudio((state) => state.settings.epochs)
  return (
    <RunStatus
      run={run}
      runError={runError}
      starting={starting}
      stopping={stopping}
      phase={phase}
      blocked={blocked}
      epochs={epochs}
    />
  )
}

function ExportButton() {
  const exportable = useStudio((state) => state.run !== null && hasEnded(state.run.status))
  const { exportReport } = useActions()
  return (
    <Button variant="default" size="sm" disabled={!exportable} onClick={() => exportReport()}>
      Export report JSON
    </Button>
  )
}
