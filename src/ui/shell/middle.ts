// The middle of the page as a place that links and actions lead to.

/** The id of the middle, which takes the focus. */
export const MIDDLE_ID = 'middle'
/** The id of the heading over the list of runs, which takes the focus. */
export const RUNS_TITLE_ID = 'runs-title'
/** The id of the comparison, which takes the focus. */
export const COMPARISON_ID = 'comparison'

/** Goes to the middle of the page; where its beginning is in sight already, only the focus moves. */
export function goToMiddle(): void {
  goTo(MIDDLE_ID)
}

/** Goes to the list of runs, likewise. */
export function goToRuns(): void {
  goTo(RUNS_TITLE_ID)
}

/** Leaves the focus at the list of runs, for what was pressed there and has gone. */
export function focusRuns(): void {
  document.getElementById(RUNS_TITLE_ID)?.focus({ preventScroll: true })
}

function goTo(id: string): void {
  document.getElementById(id)?.focus({ preventScroll: true })
  const middle = document.getElementById(MIDDLE_ID)
  const top = middle?.getBoundingClientRect().top ?? 0
  // above it is all that was there before, on a narrow page; its beginning may have been scrolled away on a wide one
  if (top < 0 || top > window.innerHeight / 2) middle?.scrollIntoView()
}
