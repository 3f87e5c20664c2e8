// The threshold as a line over the plot: a slider for the pointer and for the keyboard.

import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import classes from './DeltaZHistogram.module.css'
import { type DeltaZAxis, thresholdAfter } from './delta-z-axis.ts'

interface ThresholdLineProps {
  readonly axis: DeltaZAxis
  readonly threshold: number
  /** the threshold and what it does, in words */
  readonly text: string
  readonly onThreshold: (threshold: number) => void
  readonly disabled: boolean
}

/** The slider "Threshold on abs(DeltaZ)". */
export function ThresholdLine({ axis, threshold, text, onThreshold, disabled }: ThresholdLineProps) {
  /** pixels from the line to where it was taken; `null` while it is not held */
  const held = useRef<number | null>(null)
  const place = axis.place(threshold)

  function set(value: number): void {
    if (value !== threshold) onThreshold(value)
  }

  function take(event: PointerEvent<HTMLDivElement>): void {
    if (disabled || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { left, width } = plotOf(event)
    held.current = event.clientX - (left + (width * place) / 100)
  }

  function drag(event: PointerEvent<HTMLDivElement>): void {
    if (held.current === null || disabled) return
    const { left, width } = plotOf(event)
    set(axis.valueAt((100 * (event.clientX - held.current - left)) / width))
  }

  function release(): void {
    held.current = null
  }

  function handleKey(event: KeyboardEvent<HTMLDivElement>): void {
    if (disabled || event.altKey || event.ctrlKey || event.metaKey) return
    const value = thresholdAfter(event.key, threshold, axis)
    if (value === null) return
    event.preventDefault()
    set(value)
  }

  return (
    <div
      role="slider"
      aria-label="Threshold on abs(DeltaZ)"
      aria-orientation="horizontal"
      aria-valuemin={Math.min(axis.least, threshold)}
      aria-valuemax={Math.max(axis.most, threshold)}
      aria-valuenow={threshold}
      aria-valuetext={text}
      aria-disabled={disabled}
      tabIndex={disabled ? -1 : 0}
      className={classes.line}
      style={{ left: `${place}%` }}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={handleKey}
    />
  )
}

function plotOf(event: PointerEvent<HTMLDivElement>): DOMRect {
  return event.currentTarget.parentElement!.getBoundingClientRect()
}
