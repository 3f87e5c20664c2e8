// The listed objects, by falling confidence. Letters step as well as arrows, as everywhere in this view.

import { type KeyboardEvent, memo, useLayoutEffect, useMemo } from 'react'
import type { InspectedRow as Row } from '../../core/inspected.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import type { Reflag } from '../../core/reflags.ts'
import type { InspectSlice } from '../../store/network-state.ts'
import { ObjectGrid } from '../inspect/ObjectGrid.tsx'
import { useGridRows } from '../inspect/use-grid-rows.ts'
import { InspectedRow } from './InspectedRow.tsx'
import classes from './InspectedTable.module.css'
import { INSPECTED_LOOKS, shownColumns } from './inspected-columns.ts'

interface InspectedTableProps {
  readonly list: InspectSlice['list']
  /** in the order in which they are shown */
  readonly rows: readonly Row[]
  /** `null` until they are loaded */
  readonly columns: ObjectColumns | null
  /** names of the classes */
  readonly labels: readonly string[]
  /** object number */
  readonly selected: number | null
  /** by object number */
  readonly decisions: ReadonlyMap<number, Reflag>
  /** what stands in place of rows */
  readonly empty: string
  readonly onSelect: (object: number) => void
}

const LETTERS: Readonly<Record<string, string>> = { k: 'ArrowUp', j: 'ArrowDown' }

/** The grid "Listed objects". */
export const InspectedTable = memo(function InspectedTable({
  list,
  rows,
  columns,
  labels,
  selected,
  decisions,
  empty,
  onSelect,
}: InspectedTableProps) {
  const hasDecisions = useMemo(() => rows.some(({ object }) => decisions.has(object)), [rows, decisions])
  const shown = useMemo(() => shownColumns(columns, list, hasDecisions), [columns, list, hasDecisions])
  const position = useMemo(() => rows.findIndex(({ object }) => object === selected), [rows, selected])
  const view = useGridRows(rows.length)
  const { virtualizer } = view

  // steps come from keys of the whole view as well: the row of the object in the viewer is always in sight
  useLayoutEffect(() => {
    if (rows.length > 0) virtualizer.scrollToIndex(Math.max(0, position))
  }, [virtualizer, rows, position])

  return (
    <ObjectGrid
      view={view}
      label="Listed objects"
      count={rows.length}
      position={position}
      objectAt={(index) => rows[index]!.object}
      looks={shown.map((column) => INSPECTED_LOOKS[column])}
      titles={shown.map((column) => (
        <th key={column} scope="col" aria-sort={column === 'confidence' ? 'descending' : undefined}>
          <span className={classes.title} data-number={INSPECTED_LOOKS[column].isNumber}>
            {INSPECTED_LOOKS[column].title}
          </span>
        </th>
      ))}
      row={(place) => {
        const row = rows[place.index]!
        const decision = decisions.get(row.object)
        return <InspectedRow {...place} {...{ row, columns, shown, labels, decision }} />
      }}
      empty={empty}
      keyOf={keyOf}
      className={classes.grid}
      onSelect={onSelect}
    />
  )
})

/** With shift, keys are none of the list. */
function keyOf({ key, shiftKey }: KeyboardEvent): string | null {
  return shiftKey ? null : (LETTERS[key] ?? key)
}
