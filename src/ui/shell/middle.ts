// The middle of the page as a place that a link leads to.

/** The id of the middle, which takes the focus. */
export const MIDDLE_ID = 'middle'

/** Goes to the middle of the page; where it is in sight already, only the focus moves. */
export function goToMiddle(): void {
  const middle = document.getElementById(MIDDLE_ID)
  middle?.focus({ preventScroll: true })
  // above it is all that was there before, on a narrow page
  if (middle !== null && middle.getBoundingClientRect().top > window.innerHeight / 2) middle.scrollIntoView()
}
