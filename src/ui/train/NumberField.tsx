// A number in a real number input. What is typed is kept as it is typed; only valid numbers are handed on, and leaving
// the field with anything else brings the last valid number back.

import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatInteger } from '../../core/format.ts'

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** of the arrow keys; one below 1 allows any fraction, not only its multiples */
  readonly step?: number
  readonly disabled?: boolean
  readonly className?: string | undefined
  readonly onCommit: (value: number) => void
}

/** A field for a number from `min` to `max`, an integer where `step` is one. */
export function NumberField({
  label,
  value,
  min,
  max,
  step = 1,
  disabled = false,
  className,
  onCommit,
}: NumberFieldProps) {
  const [draft, setDraft] = useState(String(value))
  useEffect(() => setDraft(String(value)), [value])
  const parse = Number.isInteger(step) ? parseInteger : parseNumber
  const valid = parse(draft, min, max) !== null
  return (
    <TextInput
      type="number"
      className={className}
      size="xs"
      label={label}
      value={draft}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      error={valid ? null : `${formatLimit(min)} to ${formatLimit(max)}`}
      onChange={(event) => {
        setDraft(event.currentTarget.value)
        const number = parse(event.currentTarget.value, min, max)
        if (number !== null && number !== value) onCommit(number)
      }}
      onBlur={() => setDraft(String(value))}
    />
  )
}

/** The number that `text` says, or `null` if it says none from `min` to `max`. */
export function parseNumber(text: string, min: number, max: number): number | null {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return number >= min && number <= max ? number : null
}

/** The integer that `text` says, or `null` if it says none from `min` to `max`. */
export function parseInteger(text: string, min: number, max: number): number | null {
  const number = parseNumber(text, min, max)
  return Number.isInteger(number) ? number : null
}

function formatLimit(limit: number): string {
  return Number.isInteger(limit) ? formatInteger(limit) : String(limit)
}
