// Content of several panels that are shown one after the other: eight runs laid out at once would hold the page for longer
// than a frame or three.

import { useEffect, useRef, useState } from 'react'

/** What a panel shows, and whether it does. */
export interface Turn<Value> {
  /** `null` until its first turn */
  readonly value: Value | null
  /** a panel that is hidden keeps its content: laying out is what takes long */
  readonly isShown: boolean
}

/** Milliseconds from a turn to the next one: a frame lies between them. */
const TURN_MS = 20

/**
 * Gives `value` to the panels, each in a task of its own, in their order. A value that changes meanwhile goes on with the next
 * panel, so that frequent changes hold none of them back.
 * @param isInView while it is false all are hidden, and nothing is given to them
 */
export function useTurns<Value>(value: Value, isInView: boolean, count: number): readonly Turn<Value>[] {
  const [turns, setTurns] = useState<Turns<Value>>(() => ({
    each: Array.from({ length: count }, () => NONE),
    next: 0,
  }))
  if (!isInView && turns.each.some(({ isShown }) => isShown)) {
    setTurns({ each: turns.each.map((turn) => ({ ...turn, isShown: false })), next: 0 })
  }
  const latest = useRef(value)
  useEffect(() => {
    latest.current = value
  }, [value])
  const isDue = isInView && turns.each.some((turn) => !isUpToDate(turn, value))
  useEffect(() => {
    if (!isDue) return undefined
    const timer = setTimeout(() => setTurns(advanced(turns, latest.current)), TURN_MS)
    return () => clearTimeout(timer)
  }, [isDue, turns])
  return turns.each
}

interface Turns<Value> {
  readonly each: readonly Turn<Value>[]
  /** whose turn it is */
  readonly next: number
}

const NONE = { value: null, isShown: false } as const

function isUpToDate<Value>(turn: Turn<Value>, value: Value): boolean {
  return turn.isShown && turn.value === value
}

/** The next panel that does not show the value does. */
function advanced<Value>({ each, next }: Turns<Value>, value: Value): Turns<Value> {
  const order = [...each.keys()].map((i) => (next + i) % each.length)
  const due = order.find((i) => !isUpToDate(each[i]!, value)) ?? next
  return {
    each: each.map((turn, i) => (i === due ? { value, isShown: true } : turn)),
    next: (due + 1) % each.length,
  }
}
