// What the view of single objects shows before it has any: what is missing, and the way to it.

import { Button } from '@mantine/core'
import { useLayoutEffect, useRef } from 'react'
import { hasEnded } from '../../core/run.ts'
import { useActions, useStudio } from '../context.tsx'
import { PredictAll } from '../network/PredictAll.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Panel } from '../shell/Panel.tsx'
import { networkText } from '../trust/trust-text.ts'
import type { InspectStanding } from './inspect-standing.ts'
import classes from './NetworkNeeded.module.css'

interface NetworkNeededProps {
  readonly standing: Exclude<InspectStanding, 'ready'>
  /** when objects take its place */
  readonly onLeave: (hadFocus: boolean) => void
}

const TEXTS = {
  training: 'A run is under way. What its network says of each object is known when it has ended.',
  'no-network': 'No network is in use. Train one, or load one from a file, to look at single objects.',
  incomplete:
    'The file of this network does not tell what it was trained for. Say it where the network was loaded.',
  'no-data': 'No data are in use. Load labelled posteriors to see what the network says of each object.',
} as const

/** The region "Inspected list" with an invitation, a button or a progress bar. */
export function NetworkNeeded({ standing, onLeave }: NetworkNeededProps) {
  const card = useStudio(({ network }) => network.card)
  const body = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = body.current
    return () => onLeave(element?.contains(document.activeElement) ?? false)
  }, [onLeave])
  const isAsked = standing === 'computing' || standing === 'unknown'
  return (
    <Panel
      name="Inspected list"
      title="Single objects"
      {...(card !== null && standing !== 'training' && { caption: networkText(card) })}
    >
      <div ref={body}>
        {isAsked ? <PredictAll /> : <Empty sketch="table">{TEXTS[standing]}</Empty>}
        {standing === 'training' && <Training />}
      </div>
    </Panel>
  )
}

/** How far the run is, and the way to it. */
function Training() {
  const epoch = useStudio(({ run }) =>
    run === null || hasEnded(run.status)
      ? 'Starting'
      : run.status === 'evaluating'
        ? 'Evaluating the best weights'
        : `Epoch ${Math.max(1, run.epoch)} of ${run.settings.epochs}`,
  )
  const { showView } = useActions()
  return (
    <div className={classes.training}>
      <p className={classes.epoch}>{epoch}</p>
      <Button variant="default" size="xs" onClick={() => showView('training')}>
        Show training
      </Button>
    </div>
  )
}
