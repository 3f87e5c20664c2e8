// Which rows of a long grid are in view: only those are made, so that tens of thousands scroll as easily as ten.

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useRef } from 'react'

/** Height of a row and of the header, pixels; the stylesheet of the grid has the same number. */
export const ROW_HEIGHT = 27
const ROWS_BEYOND = 4

/** What an `ObjectGrid` scrolls, for its owner to bring rows into view. */
export interface GridRows {
  /** is given the element that scrolls */
  readonly grid: RefObject<HTMLTableElement | null>
  readonly virtualizer: Virtualizer<HTMLTableElement, Element>
}

/** @param count of all rows */
export function useGridRows(count: number): GridRows {
  const grid = useRef<HTMLTableElement>(null)
  const virtualizer = useVirtualizer<HTMLTableElement, Element>({
    count,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: ROWS_BEYOND,
    // the header takes the first row's place, and stays there
    scrollMargin: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
  })
  return { grid, virtualizer }
}
