// The middle of the page: the run's status, and the four panels of `fig.py` with the learning rate.

import { Button } from '@mantine/core'
import { hasEnded } from '../../core/run.ts'
import { useActions, useStudio } from '../context.tsx'
import { RunStatus } from '../train/RunStatus.tsx'
import { ClassificationPanel } from './ClassificationPanel.tsx'
import { CurvesPanel } from './CurvesPanel.tsx'
import { LearningRatePanel } from './LearningRatePanel.tsx'
import { MatrixPanel } from './MatrixPanel.tsx'
import classes from './Results.module.css'

/** Status and panels. */
export function Results() {
  return (
    <div className={classes.results}>
      <StatusRow />
      <div className={classes.panels}>
        <MatrixPanel split="train" letter="a" className={classes.train} />
        <MatrixPanel split="test" letter="b" className={classes.test} />
        <CurvesPanel className={classes.curves} />
        <ClassificationPanel className={classes.report} />
        <LearningRatePanel className={classes.rate} />
      </div>
    </div>
  )
}

function StatusRow() {
  const run = useStudio((state) => state.run)
  const runError = useStudio((state) => state.runError)
  const starting = useStudio((state) => state.starting)
  const stopping = useStudio((state) => state.stopping)
  const hasData = useStudio((state) => state.data.phase === 'ready')
  const epochs = useStudio((state) => state.settings.epochs)
  return (
    <div className={classes.status}>
      <RunStatus
        run={run}
        runError={runError}
        starting={starting}
        stopping={stopping}
        hasData={hasData}
        epochs={epochs}
      />
      <ExportButton />
    </div>
  )
}

function ExportButton() {
  const exportable = useStudio((state) => state.run !== null && hasEnded(state.run.status))
  const { exportReport } = useActions()
  return (
    <Button variant="default" size="sm" disabled={!exportable} onClick={exportReport}>
      Export report JSON
    </Button>
  )
}
