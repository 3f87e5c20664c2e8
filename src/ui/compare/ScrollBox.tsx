// What is wider than its place scrolls within it, never the page. It takes the focus only while there is something to
// scroll to, so that arrow keys reach all of it.

import { type ReactNode, useCallback, useState } from 'react'
import classes from './ScrollBox.module.css'

interface ScrollBoxProps {
  /** accessible name of what scrolls */
  readonly name: string
  readonly children: ReactNode
}

/** A box that scrolls sideways. */
export function ScrollBox({ name, children }: ScrollBoxProps) {
  const [overflows, setOverflows] = useState(false)
  const follow = useCallback((element: HTMLElement | null) => {
    if (element === null || typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth))
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [])
  return (
    <div
      ref={follow}
      className={classes.box}
      {...(overflows ? { role: 'group', 'aria-label': name, tabIndex: 0 } : {})}
    >
      {children}
    </div>
  )
}
