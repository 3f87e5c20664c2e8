// A grid of objects of which one is selected. The grid itself has the focus and names its active row, so that the keyboard
// keeps working when rows come and go.

import {
  type CSSProperties,
  Fragment,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useId,
} from 'react'
import type { RowPlace } from './GridRow.tsx'
import classes from './ObjectGrid.module.css'
import type { ColumnLook } from './object-text.ts'
import { type GridRows, ROW_HEIGHT } from './use-grid-rows.ts'

interface ObjectGridProps {
  /** of as many rows as `count` */
  readonly view: GridRows
  /** accessible name */
  readonly label: string
  /** of all rows */
  readonly count: number
  /** index of the selected row; -1 for none */
  readonly position: number
  /** object number of a row */
  readonly objectAt: (index: number) => number
  readonly looks: readonly ColumnLook[]
  /** a `th` per column */
  readonly titles: ReactNode
  /** a `GridRow` */
  readonly row: (place: RowPlace) => ReactNode
  /** what stands in place of rows */
  readonly empty: string
  /** the key that an event counts for, `null` for one that is left alone; each for itself unless given */
  readonly keyOf?: (event: KeyboardEvent) => string | null
  readonly className?: string | undefined
  /** in pixels, with the header, unless a class says it */
  readonly height?: number
  readonly onSelect: (object: number) => void
}

/** The grid: header, and the rows in view. Its owner says what rows look like, and when one of them is scrolled to. */
export function ObjectGrid({
  view: { grid, virtualizer },
  label,
  count,
  position,
  objectAt,
  looks,
  titles,
  row,
  empty,
  keyOf = ownKey,
  className,
  height,
  onSelect,
}: ObjectGridProps) {
  const id = useId()

  function handleKey(event: KeyboardEvent<HTMLTableElement>): void {
    // buttons in the header keep their keys
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return
    const index = indexAfter(keyOf(event), position, rowsPerPage(event.currentTarget), count)
    if (index === null) return
    // the grid scrolls only as far as the selection asks for
    event.preventDefault()
    if (index !== position) onSelect(objectAt(index))
  }

  function handleClick(event: MouseEvent<HTMLTableElement>): void {
    const clicked =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-object]') : null
    if (clicked !== null) onSelect(Number(clicked.dataset.object))
  }

  const places = virtualizer.getVirtualItems().map(({ index, start }): RowPlace => {
    const object = objectAt(index)
    const isSelected = index === position
    return { id: `${id}-${object}`, object, index, top: start - ROW_HEIGHT, isSelected }
  })
  return (
    <div className={classes.frame}>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA's grid is a table with this role
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={looks.length}
        aria-activedescendant={places.find(({ isSelected }) => isSelected)?.id}
        tabIndex={0}
        className={className === undefined ? classes.grid : `${classes.grid} ${className}`}
        style={{ height, ...columnWidths(looks) }}
        onKeyDown={handleKey}
        onClick={handleClick}
      >
        <thead className={classes.header}>
          <tr aria-rowindex={1} className={classes.columns}>
            {titles}
          </tr>
        </thead>
        <tbody className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
          {places.map((place) => (
            <Fragment key={place.object}>{row(place)}</Fragment>
          ))}
        </tbody>
      </table>
      {count === 0 && <p className={classes.empty}>{empty}</p>}
    </div>
  )
}

function ownKey({ key }: KeyboardEvent): string {
  return key
}

/** Where a key takes the selection, as an index of the rows; `null` for other keys, and where there are no rows. */
function indexAfter(key: string | null, position: number, page: number, count: number): number | null {
  if (key === null || count === 0) return null
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -count, End: count }[key]
  if (step === undefined) return null
  // without a selection the keys begin at the first row
  if (position < 0 && key !== 'End') return 0
  return Math.min(count - 1, Math.max(0, position + step))
}

/** Rows that are wholly in view, but for one that stays in view when a page is turned. */
function rowsPerPage(grid: HTMLElement): number {
  return Math.max(1, Math.floor(grid.clientHeight / ROW_HEIGHT) - 2)
}

/** The widths of all columns as variables, which the header and each row use. */
function columnWidths(looks: readonly ColumnLook[]): CSSProperties {
  const widths = looks.map(({ width }) => width)
  return {
    '--columns': widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' '),
    '--least-width': `${widths.reduce((sum, width) => sum + width, 0)}px`,
  } as CSSProperties
}
