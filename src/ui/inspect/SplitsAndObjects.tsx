// The data side of the middle of the page: how objects become splits, and a look at every one of them.

import { isReading } from '../../store/state.ts'
import { useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ConnectedSplits } from '../splits/ConnectedSplits.tsx'
import { MeansPanel } from './MeansPanel.tsx'
import { ObjectsPanel } from './ObjectsPanel.tsx'
import { PosteriorPanel } from './PosteriorPanel.tsx'
import classes from './SplitsAndObjects.module.css'

/** Splits, objects, the viewer, class means and the gallery. */
export function SplitsAndObjects() {
  const hasData = useStudio(({ data }) => data.report !== null)
  const reading = useStudio(isReading)
  const choosing = useStudio(({ data }) => data.phase === 'choosing')
  if (!hasData) {
    return (
      <Panel name="Splits">
        <Empty sketch="table">
          {reading
            ? 'The data are being read. Splits come first, objects when all posteriors have been read.'
            : choosing
              ? 'Choose one of the data sets that were found.'
              : 'Load data to see how objects become splits, and to look at them.'}
        </Empty>
      </Panel>
    )
  }
  return (
    <div className={classes.view}>
      <ConnectedSplits />
      <ObjectsPanel className={classes.objects} />
      <PosteriorPanel className={classes.posterior} />
      <MeansPanel />
    </div>
  )
}
