// The header of the table of objects: each title is a button that sorts by its column.

import { memo } from 'react'
import type { ObjectColumn, ObjectSort } from '../../core/object-order.ts'
import classes from './ObjectTable.module.css'
import { COLUMN_LOOKS } from './object-text.ts'

interface ObjectHeaderProps {
  readonly shown: readonly ObjectColumn[]
  readonly sort: ObjectSort
  readonly onSort: (sort: ObjectSort) => void
}

/** The row of titles. The column in use turns its order; another one starts with its lowest values. */
export const ObjectHeader = memo(function ObjectHeader({ shown, sort, onSort }: ObjectHeaderProps) {
  return (
    <thead className={classes.header}>
      <tr aria-rowindex={1} className={classes.columns}>
        {shown.map((column) => {
          const { title, isNumber } = COLUMN_LOOKS[column]
          const isUsed = column === sort.column
          return (
            <th
              key={column}
              scope="col"
              aria-sort={isUsed ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button
                type="button"
                className={classes.title}
                data-number={isNumber}
                onClick={() => onSort({ column, descending: isUsed && !sort.descending })}
              >
                {title}
                {isUsed && (
                  <svg aria-hidden="true" className={classes.sign} viewBox="0 0 8 8">
                    <path d={sort.descending ? 'M0.5 2h7L4 6.5z' : 'M0.5 6h7L4 1.5z'} />
                  </svg>
                )}
              </button>
            </th>
          )
        })}
      </tr>
    </thead>
  )
})
