// The least confidence as a number. It counts when the field is left or on Enter: `0.95` would be 0 on the way, and list
// everything.

import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import classes from './ListPanel.module.css'

interface ConfidenceFieldProps {
  /** 0 to 1 */
  readonly confidence: number
  readonly onChange: (confidence: number) => void
}

/** The field "Least confidence". */
export function ConfidenceField({ confidence, onChange }: ConfidenceFieldProps) {
  const text = String(confidence)
  const [draft, setDraft] = useState(text)
  useEffect(() => setDraft(text), [text])
  const value = draft.trim() === '' ? Number.NaN : Number(draft)
  const isValid = value >= 0 && value <= 1

  function commit(): void {
    setDraft(isValid ? String(value) : text)
    if (isValid && value !== confidence) onChange(value)
  }

  return (
    <TextInput
      size="xs"
      label="Least confidence"
      className={classes.field}
      inputMode="decimal"
      value={draft}
      error={!isValid && '0 to 1'}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setDraft(text)
      }}
    />
  )
}
