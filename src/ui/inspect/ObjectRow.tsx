// One object in the table. A row is made anew only when something in it changes, not when its neighbours do.

import { memo } from 'react'
import type { ObjectColumn } from '../../core/object-order.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import classes from './ObjectTable.module.css'
import { COLUMN_LOOKS, cellText } from './object-text.ts'

interface ObjectRowProps {
  readonly id: string
  readonly columns: ObjectColumns
  readonly shown: readonly ObjectColumn[]
  readonly object: number
  /** in the order that is shown */
  readonly index: number
  /** in pixels from the first row */
  readonly top: number
  readonly isSelected: boolean
}

/** The row of an object, with a cell for each column that is shown. */
export const ObjectRow = memo(function ObjectRow({
  id,
  columns,
  shown,
  object,
  index,
  top,
  isSelected,
}: ObjectRowProps) {
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-object={object}
      className={`${classes.columns} ${classes.row}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      {shown.map((column) => {
        const text = cellText(columns, column, object)
        const { isNumber } = COLUMN_LOOKS[column]
        return (
          <td
            key={column}
            className={column === 'file' ? `${classes.cell} ${classes.path}` : classes.cell}
            data-number={isNumber}
            title={isNumber || text === '' ? undefined : text}
          >
            {text === '' ? <NotKnown /> : column === 'file' ? <bdi>{text}</bdi> : text}
          </td>
        )
      })}
    </tr>
  )
})

function NotKnown() {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className={classes.spoken}>not known</span>
    </>
  )
}
