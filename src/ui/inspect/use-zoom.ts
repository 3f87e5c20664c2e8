// The part of a redshift axis that is shown: chosen for one drawing, whole again for the next one.

import { useState } from 'react'
import type { ZAxis, ZRange } from './z-axis.ts'

/** What becomes of the range. */
export type RangeChange = (before: ZRange) => ZRange

/** A range and its changes. */
export interface ZoomState {
  readonly range: ZRange
  readonly change: (next: RangeChange) => void
}

/** @param subject what is drawn: a range that was chosen on another one does not count */
export function useZoom(axis: ZAxis, subject: unknown): ZoomState {
  const [chosen, setChosen] = useState<{ readonly of: unknown; readonly range: ZRange } | null>(null)
  const rangeOf = (each: typeof chosen) => (each !== null && each.of === subject ? each.range : axis.whole)
  return {
    range: rangeOf(chosen),
    change: (next) => setChosen((before) => ({ of: subject, range: next(rangeOf(before)) })),
  }
}
