// All objects of a data set, sorted by any column.

import { memo, useLayoutEffect, useMemo, useRef } from 'react'
import type { ObjectSort } from '../../core/object-order.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import { ObjectGrid } from './ObjectGrid.tsx'
import { ObjectRow } from './ObjectRow.tsx'
import { ObjectTitles } from './ObjectTitles.tsx'
import { COLUMN_LOOKS, shownColumns } from './object-text.ts'
import { useGridRows } from './use-grid-rows.ts'

interface ObjectTableProps {
  readonly columns: ObjectColumns
  /** object numbers in the order in which they are shown */
  readonly order: Uint32Array
  readonly sort: ObjectSort
  /** object number */
  readonly selected: number | null
  readonly onSort: (sort: ObjectSort) => void
  readonly onSelect: (object: number) => void
  /** in pixels, with the header */
  readonly height?: number
}

/** The grid "Objects". */
export const ObjectTable = memo(function ObjectTable({
  columns,
  order,
  sort,
  selected,
  onSort,
  onSelect,
  height = 420,
}: ObjectTableProps) {
  const shown = useMemo(() => shownColumns(columns), [columns])
  const position = useMemo(() => (selected === null ? -1 : order.indexOf(selected)), [order, selected])
  const view = useGridRows(order.length)
  const { virtualizer } = view

  // a selection made elsewhere comes into view as well; another order is shown from its start
  const before = useRef<{ readonly selected: number | null; readonly order: Uint32Array } | null>(null)
  useLayoutEffect(() => {
    const { selected: wasSelected = null, order: oldOrder = order } = before.current ?? {}
    before.current = { selected, order }
    if (selected !== wasSelected && position >= 0) virtualizer.scrollToIndex(position)
    else if (order !== oldOrder) virtualizer.scrollToOffset(0)
  }, [virtualizer, selected, order, position])

  return (
    <ObjectGrid
      view={view}
      label="Objects"
      count={order.length}
      position={position}
      objectAt={(index) => order[index]!}
      looks={shown.map((column) => COLUMN_LOOKS[column])}
      titles={<ObjectTitles shown={shown} sort={sort} onSort={onSort} />}
      row={(place) => <ObjectRow {...place} columns={columns} shown={shown} />}
      empty="No object matches."
      height={height}
      onSelect={onSelect}
    />
  )
})
