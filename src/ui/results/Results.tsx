// The middle of the page: the run's status, the four panels of `fig.py` with the learning rate, and the test at natural
// prevalence where the data have one.

import { isBlocked } from '../../store/state.ts'
import { useStudio } from '../context.tsx'
import { ConnectedFigurePanel } from '../figure/ConnectedFigurePanel.tsx'
import { ConnectedOpenedRun } from '../runs/ConnectedOpenedRun.tsx'
import { RunStatus } from '../train/RunStatus.tsx'
import { ClassificationPanel } from './ClassificationPanel.tsx'
import { CurvesPanel } from './CurvesPanel.tsx'
import { LearningRatePanel } from './LearningRatePanel.tsx'
import { MatrixPanel } from './MatrixPanel.tsx'
import { NaturalMatrixPanel } from './NaturalMatrixPanel.tsx'
import classes from './Results.module.css'
import { useRunView } from './use-run-view.ts'

/** Status and panels. */
export function Results() {
  const hasNatural = useRunView((view) => view.natural !== null) ?? false
  const hasFiles = useRunView((view) => view.ended) ?? false
  const layout = [classes.results, hasNatural && classes.withNatural, hasFiles && classes.withFiles]
  return (
    <div className={layout.filter(Boolean).join(' ')}>
      <div className={classes.status}>
        <Status />
      </div>
      <ConnectedOpenedRun />
      <div className={classes.panels}>
        <MatrixPanel split="train" letter="a" className={classes.train} />
        <MatrixPanel split="test" letter="b" className={classes.test} />
        <NaturalMatrixPanel className={classes.natural} />
        <CurvesPanel className={classes.curves} />
        <ClassificationPanel className={classes.report} />
        <LearningRatePanel className={classes.rate} />
      </div>
      <ConnectedFigurePanel />
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
  // the panels show another one
  const folded = useStudio(({ runs }) => runs.records.some(({ id }) => id === runs.openedId))
  return (
    <RunStatus
      run={run}
      runError={runError}
      starting={starting}
      stopping={stopping}
      phase={phase}
      blocked={blocked}
      epochs={epochs}
      folded={folded}
    />
  )
}
