// What a panel shows before it has anything: a faint sketch of what will come, and a sentence.

import type { ReactNode } from 'react'
import classes from './Empty.module.css'

const SKETCHES = {
  matrix: <path d="M30.5 8.5h36v36h-36zM48.5 8.5v36M30.5 26.5h36" />,
  table: <path d="M14.5 10.5h68M14.5 18.5h68M14.5 26.5h68M14.5 34.5h68M14.5 42.5h68M38.5 6v40" />,
} as const

interface EmptyProps {
  readonly sketch: keyof typeof SKETCHES
  readonly children: ReactNode
}

/** An empty panel's body. */
export function Empty({ sketch, children }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <svg aria-hidden="true" className={classes.sketch} viewBox="0 0 97 50" width="97" height="50">
        {SKETCHES[sketch]}
      </svg>
      <p className={classes.text}>{children}</p>
    </div>
  )
}
