// What can be saved of a run, in three groups: each button is one file.

import { Button } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './FileButtons.module.css'

/** A button and what it does. */
export interface FileButton {
  readonly name: string
  readonly onClick: () => void
}

interface FileButtonsProps {
  readonly title: string
  readonly buttons: readonly FileButton[]
  readonly disabled: boolean
  /** how the files are to be, above the buttons */
  readonly children?: ReactNode
}

/** A titled group of buttons. */
export function FileButtons({ title, buttons, disabled, children }: FileButtonsProps) {
  const titleId = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and its legend cannot be laid out
    <div role="group" aria-labelledby={titleId} className={classes.group}>
      <h3 id={titleId} className={classes.title}>
        {title}
      </h3>
      {children}
      <div className={classes.buttons}>
        {buttons.map(({ name, onClick }) => (
          <Button key={name} variant="default" size="xs" disabled={disabled} onClick={onClick}>
            {name}
          </Button>
        ))}
      </div>
    </div>
  )
}
