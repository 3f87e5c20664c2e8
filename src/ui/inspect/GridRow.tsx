// One row of a grid of objects, as an element: where it stands and what it says of itself to a screen reader.

import type { ReactNode } from 'react'
import classes from './ObjectGrid.module.css'

/** Where a row is, all plain values: a row that is remembered by them is made anew only when one changes. */
export interface RowPlace {
  readonly id: string
  /** object number */
  readonly object: number
  /** in the order that is shown */
  readonly index: number
  /** in pixels from the first row */
  readonly top: number
  readonly isSelected: boolean
}

interface GridRowProps extends RowPlace {
  /** somebody gave it a new label; not said where nobody could */
  readonly isDecided?: boolean
  /** a cell per column */
  readonly children: ReactNode
}

/** The row of an object. */
export function GridRow({ id, object, index, top, isSelected, isDecided, children }: GridRowProps) {
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-object={object}
      data-decided={isDecided}
      className={`${classes.columns} ${classes.row}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      {children}
    </tr>
  )
}
