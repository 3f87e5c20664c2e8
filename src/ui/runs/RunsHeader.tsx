// The titles of the list of runs; three of them sort it.

import { VisuallyHidden } from '@mantine/core'
import classes from './RunsTable.module.css'
import { type RunColumn, type RunSort, sortAfter } from './run-list.ts'

interface RunsHeaderProps {
  readonly sort: RunSort
  readonly onSort: (sort: RunSort) => void
}

/** The row of titles. */
export function RunsHeader({ sort, onSort }: RunsHeaderProps) {
  return (
    <thead>
      <tr>
        <th scope="col" className={classes.compare}>
          Compare
        </th>
        <SortTitle column="name" title="Name" sort={sort} onSort={onSort} />
        <th scope="col" className={classes.model}>
          Model, target
        </th>
        <SortTitle column="accuracy" title="Test accuracy" sort={sort} onSort={onSort} />
        <th scope="col" className={classes.epoch}>
          Best epoch
        </th>
        <SortTitle column="when" title="When, source" sort={sort} onSort={onSort} />
        <th scope="col" className={classes.actions}>
          <VisuallyHidden>Actions</VisuallyHidden>
        </th>
      </tr>
    </thead>
  )
}

interface SortTitleProps extends RunsHeaderProps {
  readonly column: RunColumn
  readonly title: string
}

function SortTitle({ column, title, sort, onSort }: SortTitleProps) {
  const isUsed = column === sort.column
  return (
    <th
      scope="col"
      aria-sort={isUsed ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={classes[column]}
    >
      <button type="button" className={classes.title} onClick={() => onSort(sortAfter(sort, column))}>
        {title}
        {isUsed && (
          <svg aria-hidden="true" className={classes.sign} viewBox="0 0 8 8">
            <path d={sort.descending ? 'M0.5 2h7L4 6.5z' : 'M0.5 6h7L4 1.5z'} />
          </svg>
        )}
      </button>
    </th>
  )
}
