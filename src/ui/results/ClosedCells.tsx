// Under a matrix whose cells are no buttons: why, in a line.

import { useStudio } from '../context.tsx'
import classes from './ClosedCells.module.css'
import { closedCellsText } from './closed-cells.ts'

/** The line; nothing where none is needed. */
export function ClosedCells() {
  const text = useStudio(closedCellsText)
  return text === null ? null : <p className={classes.text}>{text}</p>
}
