// The listed objects, of which only the rows in view are made. As in the table of all objects the grid itself has the focus
// and names its active row.

import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import type { InspectedRow as Row } from '../../core/inspected.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import type { Reflag } from '../../core/reflags.ts'
import type { InspectSlice } from '../../store/network-state.ts'
import table from '../inspect/ObjectTable.module.css'
import { InspectedRow } from './InspectedRow.tsx'
import classes from './InspectedTable.module.css'
import { INSPECTED_LOOKS, type InspectedColumn, shownColumns } from './inspected-columns.ts'

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

/** Pixels; the stylesheet of the table of all objects has the same number. */
const ROW_HEIGHT = 27
const ROWS_BEYOND = 4

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
  const id = useId()
  const grid = useRef<HTMLTableElement>(null)
  const shown = useMemo(() => shownColumns(columns, list), [columns, list])
  const position = useMemo(() => rows.findIndex(({ object }) => object === selected), [rows, selected])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: ROWS_BEYOND,
    // the header takes the first row's place, and stays there
    scrollMargin: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
  })

  // steps come from keys of the whole view as well: the row of the object in the viewer is always in sight
  useLayoutEffect(() => {
    if (rows.length > 0) virtualizer.scrollToIndex(Math.max(0, position))
  }, [virtualizer, rows, position])

  function handleKey(event: KeyboardEvent<HTMLTableElement>): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const index = indexAfter(event.key, position, rowsPerPage(event.currentTarget), rows.length)
    if (index === null) return
    // the grid scrolls only as far as the selection asks for
    event.preventDefault()
    if (index !== position) onSelect(rows[index]!.object)
  }

  function handleClick(event: MouseEvent<HTMLTableElement>): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-object]') : null
    if (row !== null) onSelect(Number(row.dataset.object))
  }

  const items = virtualizer.getVirtualItems()
  const isActiveShown = items.some(({ index }) => index === position)
  return (
    <div className={table.frame}>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA's grid is a table with this role
        role="grid"
        aria-label="Listed objects"
        aria-rowcount={rows.length + 1}
        aria-colcount={shown.length}
        aria-activedescendant={isActiveShown ? `${id}-${selected}` : undefined}
        tabIndex={0}
        className={`${table.grid} ${classes.grid}`}
        style={columnWidths(shown)}
        onKeyDown={handleKey}
        onClick={handleClick}
      >
        <thead className={table.header}>
          <tr aria-rowindex={1} className={table.columns}>
            {shown.map((column) => (
              <th key={column} scope="col" aria-sort={column === 'confidence' ? 'descending' : undefined}>
                <span className={classes.title} data-number={INSPECTED_LOOKS[column].isNumber}>
                  {INSPECTED_LOOKS[column].title}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={table.body} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]!
            return (
              <InspectedRow
                key={row.object}
                id={`${id}-${row.object}`}
                row={row}
                columns={columns}
                shown={shown}
                labels={labels}
                decision={decisions.get(row.object)}
                index={index}
                top={start - ROW_HEIGHT}
                isSelected={index === position}
              />
            )
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className={table.empty}>{empty}</p>}
    </div>
  )
})

/** Where a key takes the selection, as an index of the list; `null` for other keys, and where there are no rows. */
function indexAfter(key: string, position: number, page: number, count: number): number | null {
  const step = {
    ArrowUp: -1,
    k: -1,
    ArrowDown: 1,
    j: 1,
    PageUp: -page,
    PageDown: page,
    Home: -count,
    End: count,
  }[key]
  if (step === undefined || count === 0) return null
  // without a selection the keys begin at the first row
  if (position < 0 && key !== 'End') return 0
  return Math.min(count - 1, Math.max(0, position + step))
}

/** Rows that are wholly in view, but for one that stays in view when a page is turned. */
function rowsPerPage(grid: HTMLElement): number {
  return Math.max(1, Math.floor(grid.clientHeight / ROW_HEIGHT) - 2)
}

/** The widths of all columns as variables, which the header and each row use. */
function columnWidths(shown: readonly InspectedColumn[]): CSSProperties {
  const widths = shown.map((column) => INSPECTED_LOOKS[column].width)
  return {
    '--columns': widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' '),
    '--least-width': `${widths.reduce((sum, width) => sum + width, 0)}px`,
  } as CSSProperties
}
