// A button that shows and hides what is below it.

import { Button } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './Disclosure.module.css'

interface DisclosureProps {
  readonly title: string
  readonly open: boolean
  readonly onToggle: () => void
  /** made only while it is shown */
  readonly children: ReactNode
}

/** `title` with a sign that points down while `children` are shown. */
export function Disclosure({ title, open, onToggle, children }: DisclosureProps) {
  const id = useId()
  return (
    <div className={classes.disclosure}>
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.button}
        aria-expanded={open}
        aria-controls={id}
        leftSection={
          <svg aria-hidden="true" className={classes.sign} viewBox="0 0 10 10">
            <path d="M3 1l4 4-4 4" />
          </svg>
        }
        onClick={onToggle}
      >
        {title}
      </Button>
      <div id={id} hidden={!open} className={classes.body}>
        {open && children}
      </div>
    </div>
  )
}
