// A whole number in a real number input. What is typed is kept as it is typed; only valid numbers are handed on, and
// leaving the field with anything else brings the last valid number back.

import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatInteger } from '../../core/format.ts'

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly disabled?: boolean
  readonly onCommit: (value: number) => void
}

/** A field for an integer from `min` to `max`. */
export function NumberField({ label, value, min, max, disabled = false, onCommit }: NumberFieldProps) {
  const [draft, setDraft] = useState(String(value))
  useEffect(() => setDraft(String(value)), [value])
  const valid = parseInteger(draft, min, max) !== null
  return (
    <TextInput
      type="number"
      size="xs"
      label={label}
      value={draft}
      min={min}
      max={max}
      step={1}
      disabled={disabled}
      error={valid ? null : `${formatInteger(min)} to ${formatInteger(max)}`}
      onChange={(event) => {
        setDraft(event.currentTarget.value)
        const number = parseInteger(event.currentTarget.value, min, max)
        if (number !== null && number !== value) onCommit(number)
      }}
      onBlur={() => setDraft(String(value))}
    />
  )
}

/** The integer that `text` says, or `null` if it says none from `min` to `max`. */
export function parseInteger(text: string, min: number, max: number): number | null {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isInteger(number) && number >= min && number <= max ? number : null
}
