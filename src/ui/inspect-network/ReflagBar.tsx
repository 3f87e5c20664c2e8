// New labels for objects whose label the network doubts: a button and a key for each, the way back, and the list as a file.

import { Button } from '@mantine/core'
import { formatInteger } from '../../core/format.ts'
import type { ReflagKey } from '../../core/reflag-keys.ts'
import type { Reflag } from '../../core/reflags.ts'
import classes from './ReflagBar.module.css'

interface ReflagBarProps {
  readonly keys: readonly ReflagKey[]
  /** of the object in the viewer; `null` where nobody decided */
  readonly decision: Reflag | null
  /** whether there is an object in the viewer */
  readonly hasObject: boolean
  /** decisions in all */
  readonly count: number
  readonly canUndo: boolean
  /** what was decided last, or taken back; '' before that */
  readonly news: string
  readonly onFlag: (key: ReflagKey) => void
  readonly onUndo: () => void
  readonly onExport: () => void
}

const BUTTON = { variant: 'default', size: 'xs' } as const

/** A button that has nothing to do keeps the focus, so that keys go on working. */
function unless(possible: boolean) {
  return possible ? {} : { 'aria-disabled': true, 'data-disabled': true }
}

/** The group "New label". */
export function ReflagBar(props: ReflagBarProps) {
  const { keys, decision, hasObject, count, canUndo, news, onFlag, onUndo, onExport } = props
  const isChosen = ({ newLabel, newFlag }: ReflagKey) =>
    decision !== null && decision.newLabel === newLabel && decision.newFlag === newFlag
  return (
    <div className={classes.bar}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and these are buttons */}
      <div role="group" aria-label="New label" className={classes.row}>
        {keys.map((each) => (
          <Button
            key={each.key}
            {...BUTTON}
            {...unless(hasObject)}
            aria-pressed={isChosen(each)}
            aria-keyshortcuts={each.key}
            onClick={() => hasObject && onFlag(each)}
          >
            <kbd className={classes.key}>{each.key}</kbd> {each.label}
          </Button>
        ))}
      </div>
      <div className={classes.row}>
        <Button
          {...BUTTON}
          {...unless(canUndo)}
          aria-keyshortcuts="u Control+Z"
          onClick={() => canUndo && onUndo()}
        >
          <kbd className={classes.key}>u</kbd> Undo
        </Button>
        <Button {...BUTTON} {...unless(count > 0)} onClick={() => count > 0 && onExport()}>
          New labels CSV
        </Button>
        <span className={classes.count}>
          {formatInteger(count)} {count === 1 ? 'decision' : 'decisions'}
        </span>
        <span className={classes.hint}>
          <kbd className={classes.key}>j</kbd> next, <kbd className={classes.key}>k</kbd> back
        </span>
      </div>
      <p className={classes.advice}>Give the label you think is right; the next object follows.</p>
      <p role="status" className={classes.news}>
        {news}
      </p>
    </div>
  )
}
