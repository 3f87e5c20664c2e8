// What can be saved of a run, one row for each group: each button is one file.

import { Button } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './FileButtons.module.css'

/** A button and what it does. */
export interface FileButton {
  /** accessible name: the row's title is not read with the button */
  readonly name: string
  /** what stands on the button: a part of `name`, so that it can be called by what is seen */
  readonly text: string
  readonly onClick: () => void
}

interface FileButtonsProps {
  readonly title: string
  readonly buttons: readonly FileButton[]
  /** presses do nothing meanwhile; the buttons keep the focus */
  readonly busy: boolean
  /** how the files are to be, before the buttons */
  readonly children?: ReactNode
}

/** A titled group of buttons. */
export function FileButtons({ title, buttons, busy, children }: FileButtonsProps) {
  const titleId = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and its legend cannot be laid out
    <div role="group" aria-labelledby={titleId} className={classes.group}>
      <h3 id={titleId} className={classes.title}>
        {title}
      </h3>
      <div className={classes.row}>
        {children}
        <div className={classes.buttons}>
          {buttons.map(({ name, text, onClick }) => (
            <Button
              key={name}
              variant="default"
              size="xs"
              className={classes.button}
              aria-label={name}
              aria-disabled={busy}
              data-disabled={busy}
              onClick={() => !busy && onClick()}
            >
              {text}
            </Button>
          ))}
        </div>
      </div>
    </div>
  )
}
