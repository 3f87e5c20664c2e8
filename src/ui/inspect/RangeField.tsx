// From where to where a number may be, in two small fields; an empty one is open. What is typed is kept as it is typed,
// and only numbers are handed on.

import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { NumberRange } from '../../core/object-order.ts'
import classes from './ObjectFilters.module.css'

interface RangeFieldProps {
  readonly title: string
  readonly range: NumberRange | null
  /** `null` where both fields are empty */
  readonly onChange: (range: NumberRange | null) => void
}

const OPEN_BELOW = Number.NEGATIVE_INFINITY
const OPEN_ABOVE = Number.POSITIVE_INFINITY

/** A group named `title` of the fields "`title` from" and "`title` to". */
export function RangeField({ title, range, onChange }: RangeFieldProps) {
  const [least, most] = range ?? [OPEN_BELOW, OPEN_ABOVE]
  const change = (from: number, to: number) =>
    onChange(from === OPEN_BELOW && to === OPEN_ABOVE ? null : [from, to])
  return (
    <fieldset className={classes.range}>
      <legend>{title}</legend>
      <EndField
        name={`${title} from`}
        placeholder="from"
        value={least}
        open={OPEN_BELOW}
        onChange={(value) => change(value, most)}
      />
      <EndField
        name={`${title} to`}
        placeholder="to"
        value={most}
        open={OPEN_ABOVE}
        onChange={(value) => change(least, value)}
      />
    </fieldset>
  )
}

interface EndFieldProps {
  readonly name: string
  readonly placeholder: string
  readonly value: number
  /** the value of an empty field */
  readonly open: number
  readonly onChange: (value: number) => void
}

function EndField({ name, placeholder, value, open, onChange }: EndFieldProps) {
  const text = value === open ? '' : String(value)
  const [draft, setDraft] = useState(text)
  // `1.50` stays while it says the value in use
  useEffect(() => setDraft((typed) => (parseEnd(typed, open) === value ? typed : text)), [value, open, text])
  return (
    <TextInput
      size="xs"
      inputMode="decimal"
      aria-label={name}
      placeholder={placeholder}
      value={draft}
      error={parseEnd(draft, open) === null && 'not a number'}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setDraft(typed)
        const choice = parseEnd(typed, open)
        if (choice !== null && choice !== value) onChange(choice)
      }}
      onBlur={() => setDraft(text)}
    />
  )
}

/** The number that a field says, `open` where it is empty, `null` where it says none. */
function parseEnd(text: string, open: number): number | null {
  if (text.trim() === '') return open
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}
