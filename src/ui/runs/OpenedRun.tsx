// Over the results while they show a kept run, so that nobody takes it for the run of this session.

import { Button } from '@mantine/core'
import type { RunRecord } from '../../core/run-record.ts'
import { gapText } from './gap-text.ts'
import classes from './OpenedRun.module.css'
import { brokenOff, localTime, sourceText } from './run-facts.ts'

interface OpenedRunProps {
  readonly record: RunRecord
  /** whether this session has a run to go back to */
  readonly hasOwn: boolean
  /** whether it is compared, or can be: there is room for no more than eight */
  readonly canCompare: boolean
  readonly onClose: () => void
  readonly onCompare: () => void
}

/** The region "Opened run". */
export function OpenedRun({ record, hasOwn, canCompare, onClose, onCompare }: OpenedRunProps) {
  const gaps = gapText(record)
  const broken = brokenOff(record)
  return (
    <section aria-label="Opened run" className={classes.bar}>
      <div className={classes.text}>
        <h2 className={classes.name}>Opened: {record.name}</h2>{' '}
        <p className={classes.facts}>
          {sourceText(record)}, {record.report.meta === null ? 'added ' : ''}
          <time dateTime={new Date(record.at).toISOString()}>{localTime(record.at)}</time>
          {broken !== null && `, ${broken} before its end`}
        </p>{' '}
        {gaps !== '' && <p className={classes.facts}>{gaps}</p>}{' '}
        {!canCompare && (
          <p className={classes.facts}>Eight runs are compared already: take one out to compare this one.</p>
        )}
      </div>
      <div className={classes.buttons}>
        <Button variant="default" size="xs" disabled={!canCompare} onClick={onCompare}>
          Compare
        </Button>{' '}
        <Button variant="default" size="xs" onClick={onClose}>
          {hasOwn ? "Back to this session's run" : 'Close'}
        </Button>
      </div>
    </section>
  )
}
