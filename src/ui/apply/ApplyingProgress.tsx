// How far the network is through the posteriors, and the way out of it.

import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { createPace, type Pace } from '../../store/pace.ts'
import { useActions } from '../context.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import classes from './Apply.module.css'
import { type Applying, applyingText } from './applying-text.ts'

/** A line of text, a bar and "Cancel applying". */
export function ApplyingProgress({ progress }: { readonly progress: Applying }) {
  const pace = usePassPace(progress)
  const { cancelApplying } = useActions()
  const text = applyingText(progress, pace)
  return (
    <div className={classes.load}>
      <p className={classes.note}>{text}</p>
      <ProgressBar
        name="Applying progress"
        value={progress.total === 0 ? 0 : progress.done / progress.total}
        text={text}
      />
      <Button variant="default" size="xs" className={classes.button} onClick={() => cancelApplying()}>
        Cancel applying
      </Button>
    </div>
  )
}

/** Rows per second from the first rows on: opening the files and preparing the device do not count. */
function usePassPace(progress: Applying): Pace | null {
  const [follow] = useState(() => createPace(() => performance.now()))
  const [pace, setPace] = useState<Pace | null>(null)
  useEffect(() => {
    const { name, done, total } = progress
    if (name !== '') setPace(follow({ phase: 'scan', file: name, done, total }))
  }, [progress, follow])
  return pace
}
