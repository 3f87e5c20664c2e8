// Where the object stands below its list, a step through the list would change what nobody sees.

import { type RefObject, useEffect, useRef } from 'react'
import { listInView } from '../../store/inspected.ts'
import { useStudio } from '../context.tsx'

/**
 * Scrolls the drawing into sight when another object of the same list is chosen, unless list and object are side by side.
 * @param view around the list, which is the first element in it, and the object
 */
export function useDrawingInSight(view: RefObject<HTMLElement | null>): void {
  const selected = useStudio(({ inspect }) => inspect.selected)
  const rows = useStudio(listInView)
  const before = useRef({ selected, rows })
  useEffect(() => {
    const isStep =
      before.current.rows === rows &&
      before.current.selected !== null &&
      selected !== null &&
      before.current.selected !== selected
    before.current = { selected, rows }
    const list = view.current?.firstElementChild
    const drawing = view.current?.querySelector('[role="application"]')
    if (!isStep || !list || !drawing) return
    const isBelow = drawing.getBoundingClientRect().top >= list.getBoundingClientRect().bottom
    if (isBelow) drawing.scrollIntoView({ block: 'nearest' })
  }, [view, selected, rows])
}
