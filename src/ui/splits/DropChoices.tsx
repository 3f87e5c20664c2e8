// "Leave out": one box for each reason to leave rows out.

import { Checkbox } from '@mantine/core'
import type { DropReason } from '../../core/preparation.ts'
import classes from './DropChoices.module.css'
import type { DropChoice } from './drop-reasons.ts'

interface DropChoicesProps {
  /** in the order of `DROP_REASONS`; every reason that is in force is among them */
  readonly choices: readonly DropChoice[]
  /** whether the posteriors have been read, so that nothing more will be found */
  readonly isScanned: boolean
  readonly disabled: boolean
  readonly onChange: (drop: readonly DropReason[]) => void
}

/** The group "Leave out"; hands on all reasons that are ticked. */
export function DropChoices({ choices, isScanned, disabled, onChange }: DropChoicesProps) {
  function tick(reason: DropReason, checked: boolean): void {
    const ticked = choices.filter((choice) => (choice.reason === reason ? checked : choice.checked))
    onChange(ticked.map((choice) => choice.reason))
  }
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Leave out</legend>
      {choices.map(({ reason, title, text, checked }) => (
        <Checkbox
          key={reason}
          size="xs"
          classNames={{ description: classes.description!, labelWrapper: classes.label! }}
          label={title}
          description={text}
          checked={checked}
          disabled={disabled}
          onChange={(event) => tick(reason, event.currentTarget.checked)}
        />
      ))}
      {choices.length === 0 && (
        <p className={classes.none}>
          {isScanned
            ? 'Nothing was found that one would leave out.'
            : 'What one may leave out is known when the posteriors have been read.'}
        </p>
      )}
    </fieldset>
  )
}
