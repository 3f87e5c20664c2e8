// How far the network is through the posteriors, and the way out of it.

import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { createPace, type Pace } from '../../store/pace.ts'
import { useActions } from '../context.tsx'
import { ProgressBar } from '../shell/ProgressBar.tsx'
import classes from './Apply.module.css'
import { type Applying, applyingText } from './applying-text.ts'

interface ApplyingProgressProps {
  readonly progress: Applying
  /** after cancelling, once the button has gone, and the focus with it */
  readonly onCancelled: () => void
}

/** A line of text, a bar and "Cancel applying". */
export function ApplyingProgress({ progress, onCancelled }: ApplyingProgressProps) {
  const pace = usePassPace(progress)
  const frame = useRef<HTMLDivElement>(null)
  // the region stands below the facts of the network, so that all of this may be out of sight
  useEffect(() => {
    // its result is no clean-up: newer browsers give a promise
    frame.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const isCancelled = useRef(false)
  useEffect(
    () => () => {
      if (isCancelled.current) onCancelled()
    },
    [onCancelled],
  )
  const { cancelApplying } = useActions()
  const text = applyingText(progress, pace)

  function cancel(): void {
    isCancelled.current = true
    cancelApplying()
  }

  return (
    <div ref={frame} className={classes.load}>
      <p className={classes.note}>{text}</p>
      <ProgressBar
        name="Applying progress"
        value={progress.total === 0 ? 0 : progress.done / progress.total}
        text={text}
      />
      <Button variant="default" size="xs" className={classes.button} onClick={cancel}>
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
