// What was deleted last can be brought back for as long as it is said: no clock runs against whoever reads slowly.

import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { RunsSlice } from '../../store/state.ts'
import classes from './DeletedRun.module.css'

interface DeletedRunProps {
  readonly deleted: RunsSlice['deleted']
  readonly onUndo: () => void
}

/** A status line with "Undo"; empty where nothing was deleted. */
export function DeletedRun({ deleted, onUndo }: DeletedRunProps) {
  const [accepted, accept] = useState<RunsSlice['deleted']>(null)
  const shown = deleted === accepted ? null : deleted
  const undo = useRef<HTMLButtonElement>(null)
  const before = useRef(shown)

  // the row that had the focus has gone with its run
  useEffect(() => {
    if (shown !== before.current && document.activeElement === document.body) {
      undo.current?.focus({ preventScroll: true })
    }
    before.current = shown
  }, [shown])

  return (
    // always there, so that the line is read aloud when it comes
    <div role="status" className={classes.status}>
      {shown !== null && (
        <p className={classes.line}>
          <span className={classes.text}>Deleted {shown.record.name}</span>{' '}
          <Button ref={undo} variant="default" size="compact-xs" onClick={onUndo}>
            Undo
          </Button>{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => accept(shown)}>
            Keep deleted
          </Button>
        </p>
      )}
    </div>
  )
}
