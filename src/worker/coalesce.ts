// Progress reaches the page at most ten times a second: of several transient events within the interval only the last
// one is sent, and nothing ever overtakes it.

/** Options of `coalesce`. */
export interface CoalesceOptions<Event> {
  /** whether a later event of the kind makes this one worthless */
  readonly isTransient: (event: Event) => boolean
  /** milliseconds between transient events */
  readonly interval: number
  /** milliseconds; any origin */
  readonly now: () => number
}

/** Wraps `emit`. A transient event that is held back is sent with the next event that is due, or before a lasting one. */
export function coalesce<Event>(
  emit: (event: Event) => void,
  { isTransient, interval, now }: CoalesceOptions<Event>,
): (event: Event) => void {
  let held: Event | null = null
  let lastSent = Number.NEGATIVE_INFINITY
  return (event) => {
    if (!isTransient(event)) {
      if (held !== null) emit(held)
      held = null
      emit(event)
    } else if (now() - lastSent >= interval) {
      held = null
      lastSent = now()
      emit(event)
    } else held = event
  }
}
