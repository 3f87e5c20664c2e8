// What was deleted can be brought back, the last first, for as long as it is said: no clock runs against whoever reads slowly.

import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { formatInteger } from '../../core/format.ts'
import type { RunRecord } from '../../core/run-record.ts'
import { focusRuns } from '../shell/middle.ts'
import classes from './DeletedRun.module.css'

/** A deletion; it is another object each time, even of the same run. */
export interface Deletion {
  readonly record: Pick<RunRecord, 'name'>
}

interface DeletedRunProps {
  /** newest first */
  readonly deletions: readonly Deletion[]
  /** brings back the newest */
  readonly onUndo: () => void
}

/** Runs that are named at most besides the newest. */
const OTHERS_SHOWN = 4

/** A status line with "Undo"; empty where nothing was deleted. */
export function DeletedRun({ deletions, onUndo }: DeletedRunProps) {
  const [accepted, accept] = useState<readonly Deletion[]>([])
  const [last, ...others] = deletions.filter((each) => !accepted.includes(each))
  const undo = useRef<HTMLButtonElement>(null)
  const before = useRef(last)

  // the row that had the focus has gone with its run
  useEffect(() => {
    if (last !== before.current && document.activeElement === document.body) {
      undo.current?.focus({ preventScroll: true })
    }
    before.current = last
  }, [last])

  return (
    // always there, so that the line is read aloud when it comes
    <div role="status" className={classes.status}>
      {last !== undefined && (
        <p className={classes.line}>
          <span className={classes.text}>
            Deleted {last.record.name}.{others.length > 0 && ` Also deleted: ${namesOf(others)}.`}
          </span>{' '}
          <Button ref={undo} variant="default" size="compact-xs" onClick={onUndo}>
            Undo
          </Button>{' '}
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => {
              accept(deletions)
              focusRuns()
            }}
          >
            Keep deleted
          </Button>
        </p>
      )}
    </div>
  )
}

function namesOf(deletions: readonly Deletion[]): string {
  const names = deletions.slice(0, OTHERS_SHOWN).map(({ record }) => record.name)
  const more = deletions.length - names.length
  return more > 0 ? `${names.join(', ')} and ${formatInteger(more)} more` : names.join(', ')
}
