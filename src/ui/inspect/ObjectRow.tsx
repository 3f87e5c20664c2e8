// One object in the table. A row is made anew only when something in it changes, not when its neighbours do.

import { memo } from 'react'
import type { ObjectColumn } from '../../core/object-order.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import { GridRow, type RowPlace } from './GridRow.tsx'
import grid from './ObjectGrid.module.css'
import classes from './ObjectTable.module.css'
import { COLUMN_LOOKS, cellText } from './object-text.ts'

interface ObjectRowProps extends RowPlace {
  readonly columns: ObjectColumns
  readonly shown: readonly ObjectColumn[]
}

/** The row of an object, with a cell for each column that is shown. */
export const ObjectRow = memo(function ObjectRow({ columns, shown, ...place }: ObjectRowProps) {
  return (
    <GridRow {...place}>
      {shown.map((column) => {
        const text = cellText(columns, column, place.object)
        const { isNumber } = COLUMN_LOOKS[column]
        return (
          <td
            key={column}
            className={column === 'file' ? `${grid.cell} ${classes.path}` : grid.cell}
            data-number={isNumber}
            title={isNumber || text === '' ? undefined : text}
          >
            {text === '' ? <NotKnown /> : column === 'file' ? <bdi>{text}</bdi> : text}
          </td>
        )
      })}
    </GridRow>
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
