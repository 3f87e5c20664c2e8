// A number in a real number input. What is typed is kept as it is typed; only valid numbers are handed on, and leaving
// the field with anything else brings the last valid number back. Where a number is optional, an empty field is valid.

import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatInteger } from '../../core/format.ts'

interface FieldProps {
  readonly label: string
  readonly description?: string
  readonly min: number
  readonly max: number
  /** of the arrow keys; one below 1 allows any fraction, not only its multiples */
  readonly step?: number
  readonly disabled?: boolean
  readonly className?: string | undefined
}

interface NumberFieldProps extends FieldProps {
  readonly value: number
  readonly onCommit: (value: number) => void
}

interface OptionalNumberFieldProps extends FieldProps {
  readonly value: number | null
  /** what an empty field means, shown in it */
  readonly placeholder: string
  readonly onCommit: (value: number | null) => void
}

interface DraftFieldProps extends FieldProps {
  readonly value: number | null
  readonly placeholder?: string
  readonly isOptional: boolean
  readonly onCommit: (value: number | null) => void
}

/** A field for a number from `min` to `max`, an integer where `step` is one. */
export function NumberField({ onCommit, ...field }: NumberFieldProps) {
  return <DraftField {...field} isOptional={false} onCommit={(value) => value !== null && onCommit(value)} />
}

/** The same, where it may also be left empty; that is handed on as `null`. */
export function OptionalNumberField(props: OptionalNumberFieldProps) {
  return <DraftField {...props} isOptional />
}

function DraftField({
  label,
  description,
  placeholder,
  value,
  min,
  max,
  step = 1,
  isOptional,
  disabled = false,
  className,
  onCommit,
}: DraftFieldProps) {
  const text = value === null ? '' : String(value)
  const [draft, setDraft] = useState(text)
  useEffect(() => setDraft(text), [text])
  // a browser gives the value of "5e" as empty as well, and only says that it is bad
  const [isBad, setBad] = useState(false)
  const parse = Number.isInteger(step) ? parseInteger : parseNumber
  const read = (typed: string, isBad: boolean): number | null | undefined =>
    isOptional && !isBad && typed.trim() === '' ? null : (parse(typed, min, max) ?? undefined)
  const isValid = read(draft, isBad) !== undefined
  return (
    <TextInput
      type="number"
      className={className}
      size="xs"
      label={label}
      description={description}
      placeholder={placeholder}
      value={draft}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      error={isValid ? null : `${formatLimit(min)} to ${formatLimit(max)}`}
      onChange={(event) => {
        const { value: typed, validity } = event.currentTarget
        setDraft(typed)
        setBad(validity.badInput)
        const choice = read(typed, validity.badInput)
        if (choice !== undefined && choice !== value) onCommit(choice)
      }}
      onBlur={(event) => {
        // React would leave a bad text where the value is empty before and after
        if (isBad) event.currentTarget.value = text
        setDraft(text)
        setBad(false)
      }}
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
