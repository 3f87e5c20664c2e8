// The titles of the table of objects: each is a button that sorts by its column.

import { memo } from 'react'
import type { ObjectColumn, ObjectSort } from '../../core/object-order.ts'
import classes from './ObjectTable.module.css'
import { COLUMN_LOOKS } from './object-text.ts'

interface ObjectTitlesProps {
  readonly shown: readonly ObjectColumn[]
  readonly sort: ObjectSort
  readonly onSort: (sort: ObjectSort) => void
}

/** A title per column. The column in use turns its order; another one starts with its lowest values. */
export const ObjectTitles = memo(function ObjectTitles({ shown, sort, onSort }: ObjectTitlesProps) {
  return (
    <>
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
    </>
  )
})
