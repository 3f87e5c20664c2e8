// The width of an element in pixels, followed as it changes: drawings are as wide as their place.

import { useCallback, useState } from 'react'

/** Narrower than this nothing is drawn well; the drawing then shrinks as a whole. */
const LEAST_WIDTH = 240

/**
 * @param initial until the element has been measured, and where nothing is laid out
 * @returns a ref for the element, and its width in whole pixels
 */
export function useWidth(
  initial: number,
): [ref: (element: HTMLElement | null) => (() => void) | undefined, width: number] {
  const [width, setWidth] = useState(initial)
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const measure = () => {
      const measured = Math.floor(element.getBoundingClientRect().width)
      if (measured > 0) setWidth(Math.max(LEAST_WIDTH, measured))
    }
    measure()
    if (typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
