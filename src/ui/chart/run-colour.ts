// The colours of runs, and the second mark of those that share a hue's neighbourhood with another: colour is never alone.

/** CSS colour of a run. */
export function runColour(colour: number): string {
  return `var(--run-${colour})`
}

/** The first colour whose runs are drawn dashed or hollow. */
const FIRST_MARKED = 4

/** Whether a run of this colour has a second mark: a dashed line, a hollow dot, a hollow swatch. */
export function isMarked(colour: number): boolean {
  return colour >= FIRST_MARKED
}
