// What the view of single objects shows before it has any: what is missing, and the way to it.

import { Button } from '@mantine/core'
import { formatInteger } from '../../core/format.ts'
import type { NetworkSlice } from '../../store/network-state.ts'
import { useActions, useStudio } from '../context.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import { type InspectStanding, otherTrainingData } from './inspect-standing.ts'
import classes from './NetworkNeeded.module.css'

interface NetworkNeededProps {
  readonly standing: Exclude<InspectStanding, 'ready'>
}

const TEXTS = {
  training: 'A run is under way. What its network says of each object is known when it has ended.',
  'no-network': 'No network is in use. Train one, or load one from a file, to look at single objects.',
  incomplete:
    'The file of this network does not tell what it was trained for. Say it where the network was loaded.',
  'no-data': 'No data are in use. Load labelled posteriors to see what the network says of each object.',
} as const

/** The region "Inspected list" with an invitation, a button or a progress bar. */
export function NetworkNeeded({ standing }: NetworkNeededProps) {
  return (
    <Panel name="Inspected list" title="Single objects">
      {standing === 'computing' ? (
        <Computing />
      ) : standing === 'unknown' || standing === 'outdated' ? (
        <Unknown isOutdated={standing === 'outdated'} />
      ) : (
        <Empty sketch="table">{TEXTS[standing]}</Empty>
      )}
    </Panel>
  )
}

function Computing() {
  const progress = useStudio(({ network }) => network.progress)
  const { cancelPredictions } = useActions()
  if (progress === null) return null
  const text = progressText(progress)
  return (
    <div className={classes.needed}>
      <p className={classes.text}>{text}</p>
      <ProgressBar
        name="Prediction progress"
        value={progress.total === 0 ? 0 : progress.done / progress.total}
        text={text}
      />
      <Button variant="default" size="xs" onClick={cancelPredictions}>
        Cancel predicting
      </Button>
    </div>
  )
}

function Unknown({ isOutdated }: { readonly isOutdated: boolean }) {
  const name = useStudio(({ network }) => network.card?.name ?? '')
  const error = useStudio(({ network }) => network.predictError)
  const other = useStudio(otherTrainingData)
  const { loadPredictions } = useActions()
  return (
    <div className={classes.needed}>
      {error !== null && (
        <Notice severity="block" title={error.message} alert>
          {error.hint !== '' && <p>{error.hint}</p>}
        </Notice>
      )}
      <p className={classes.text}>
        {other !== null && `${name} was trained on other data, ${other}. `}
        {isOutdated
          ? 'What the network said is about other data than those in use.'
          : 'Nothing is known yet of what the network says about the data in use.'}
      </p>
      <Button size="xs" onClick={loadPredictions}>
        Predict all rows
      </Button>
    </div>
  )
}

/** `Predicting train: 1,200 of 40,000 rows`. */
function progressText({ name, done, total }: NonNullable<NetworkSlice['progress']>): string {
  if (name === '') return 'Getting ready'
  return `Predicting ${name}: ${formatInteger(done)} of ${formatInteger(total)} rows`
}
