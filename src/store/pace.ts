// How fast reading or copying goes on, from its progress alone. The average over the whole phase, renewed once a second:
// a number that jumps with every block tells nobody anything.

import type { ReadProgress } from '../core/dataset-report.ts'

/** The mean rate so far, and what it means for the rest. */
export interface Pace {
  /** of what the progress counts: bytes, or objects while a sample is simulated */
  readonly perSecond: number
  readonly secondsLeft: number
}

/** A shorter time says little. */
const LEAST_SECONDS = 2
const SECONDS_BETWEEN = 1

/**
 * Follows one reading or copying.
 * @param now milliseconds
 * @returns takes each progress and gives the pace; `null` in the first 2 s of a phase
 */
export function createPace(now: () => number): (progress: ReadProgress) => Pace | null {
  let start: { readonly phase: ReadProgress['phase']; readonly done: number; readonly at: number } | null =
    null
  let shown: { readonly pace: Pace; readonly at: number } | null = null
  return ({ phase, done, total }) => {
    const at = now() / 1000
    if (start === null || start.phase !== phase) {
      start = { phase, done, at }
      shown = null
    }
    const seconds = at - start.at
    if (seconds < LEAST_SECONDS || done <= start.done) return shown?.pace ?? null
    if (shown === null || at - shown.at >= SECONDS_BETWEEN) {
      const perSecond = (done - start.done) / seconds
      shown = { pace: { perSecond, secondsLeft: Math.max(0, total - done) / perSecond }, at }
    }
    return shown.pace
  }
}
