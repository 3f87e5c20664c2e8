// The threshold as a number. It counts when the field is left or on Enter: `1e-3` would be 1 on the way.

import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { thresholdText } from './delta-z-axis.ts'

interface ThresholdFieldProps {
  readonly threshold: number
  readonly onThreshold: (threshold: number) => void
  readonly disabled: boolean
}

/** The field "DeltaZ threshold", which takes `1e-3` as well as `0.001`. */
export function ThresholdField({ threshold, onThreshold, disabled }: ThresholdFieldProps) {
  const text = thresholdText(threshold)
  const [draft, setDraft] = useState(text)
  useEffect(() => setDraft(text), [text])
  const value = Number(draft)
  const isValid = value > 0 && value < Number.POSITIVE_INFINITY

  function commit(): void {
    setDraft(isValid ? thresholdText(value) : text)
    if (isValid && value !== threshold) onThreshold(value)
  }

  return (
    <TextInput
      size="xs"
      label="DeltaZ threshold"
      inputMode="decimal"
      value={draft}
      disabled={disabled}
      error={!isValid && 'a number above 0'}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setDraft(text)
      }}
    />
  )
}
