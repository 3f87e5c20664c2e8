// All objects of a data set, of which only the rows in view are made: tens of thousands scroll as easily as ten. The grid
// itself has the focus and names its active row, so that the keyboard keeps working when rows come and go.

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
import type { ObjectColumn, ObjectSort } from '../../core/object-order.ts'
import type { ObjectColumns } from '../../core/objects.ts'
import { ObjectHeader } from './ObjectHeader.tsx'
import { ObjectRow } from './ObjectRow.tsx'
import classes from './ObjectTable.module.css'
import { COLUMN_LOOKS, shownColumns } from './object-text.ts'

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

/** Pixels; the stylesheet has the same number. */
const ROW_HEIGHT = 27
const ROWS_BEYOND = 4

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
  const id = useId()
  const grid = useRef<HTMLTableElement>(null)
  const shown = useMemo(() => shownColumns(columns), [columns])
  const position = useMemo(() => (selected === null ? -1 : order.indexOf(selected)), [order, selected])
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: ROWS_BEYOND,
    // the header takes the first row's place, and stays there
    scrollMargin: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
  })

  // a selection made elsewhere comes into view as well; another order is shown from its start
  const before = useRef<{ readonly selected: number | null; readonly order: Uint32Array } | null>(null)
  useLayoutEffect(() => {
    const { selected: wasSelected = null, order: oldOrder = order } = before.current ?? {}
    before.current = { selected, order }
    if (selected !== wasSelected && position >= 0) virtualizer.scrollToIndex(position)
    else if (order !== oldOrder) virtualizer.scrollToOffset(0)
  }, [virtualizer, selected, order, position])

  function handleKey(event: KeyboardEvent<HTMLTableElement>): void {
    // the buttons of the header keep their keys
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return
    const index = indexAfter(event.key, position, rowsPerPage(event.currentTarget), order.length)
    if (index === null) return
    // the grid scrolls only as far as the selection asks for
    event.preventDefault()
    if (index !== position) onSelect(order[index]!)
  }

  function handleClick(event: MouseEvent<HTMLTableElement>): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-object]') : null
    if (row !== null) onSelect(Number(row.dataset.object))
  }

  const items = virtualizer.getVirtualItems()
  const isActiveShown = items.some(({ index }) => index === position)
  return (
    <div className={classes.frame}>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA's grid is a table with this role
        role="grid"
        aria-label="Objects"
        aria-rowcount={order.length + 1}
        aria-colcount={shown.length}
        aria-activedescendant={isActiveShown ? `${id}-${selected}` : undefined}
        tabIndex={0}
        className={classes.grid}
        style={{ height, ...columnWidths(shown) }}
        onKeyDown={handleKey}
        onClick={handleClick}
      >
        <ObjectHeader shown={shown} sort={sort} onSort={onSort} />
        <tbody className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const object = order[index]!
            return (
              <ObjectRow
                key={object}
                id={`${id}-${object}`}
                columns={columns}
                shown={shown}
                object={object}
                index={index}
                top={start - ROW_HEIGHT}
                isSelected={object === selected}
              />
            )
          })}
        </tbody>
      </table>
      {order.length === 0 && <p className={classes.empty}>No object matches.</p>}
    </div>
  )
})

/** Where a key takes the selection, as an index of the order; `null` for other keys, and where there are no rows. */
function indexAfter(key: string, position: number, page: number, count: number): number | null {
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -count, End: count }[key]
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
function columnWidths(shown: readonly ObjectColumn[]): CSSProperties {
  const widths = shown.map((column) => COLUMN_LOOKS[column].width)
  return {
    '--columns': widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' '),
    '--least-width': `${widths.reduce((sum, width) => sum + width, 0)}px`,
  } as CSSProperties
}
