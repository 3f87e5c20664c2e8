// How data are read, behind a switch: the usual number suits nearly everyone.

import { useState } from 'react'
import { KEPT_IN_MEMORY } from '../../core/settings.ts'
import { Disclosure } from '../shell/Disclosure.tsx'
import { NumberField } from '../train/NumberField.tsx'
import classes from './ReadingOptions.module.css'

interface ReadingOptionsProps {
  /** of posteriors that stay in memory */
  readonly keepMegabytes: number
  readonly disabled: boolean
  readonly onChange: (keepMegabytes: number) => void
}

/** "Reading options" and the memory that posteriors may take. */
export function ReadingOptions({ keepMegabytes, disabled, onChange }: ReadingOptionsProps) {
  const [open, setOpen] = useState(false)
  return (
    <Disclosure title="Reading options" open={open} onToggle={() => setOpen(!open)}>
      <NumberField
        label="Posteriors in memory (MB)"
        value={keepMegabytes}
        min={KEPT_IN_MEMORY.least}
        max={KEPT_IN_MEMORY.most}
        disabled={disabled}
        onCommit={onChange}
      />
      <p className={classes.hint}>
        Data that fit stay in memory; larger ones are read again in each epoch. Counts for the data that you
        open next.
      </p>
    </Disclosure>
  )
}
