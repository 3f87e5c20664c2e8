// @vitest-environment happy-dom
import { act, useState } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ObjectSort } from '../../core/object-order.ts'
import { objectColumns } from '../../core/objects.fixture.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ObjectTable } from './ObjectTable.tsx'
import * as texts from './object-text.ts'

/** Header, and 10 rows of 27 pixels. */
const HEIGHT = 11 * 27

const COUNT = 59_000
const COLUMNS = objectColumns(
  Array.from({ length: COUNT }, (_, i) => ({
    place: i % 2 === 0 ? 'train' : 'test',
    label: i % 3 === 0 ? 0 : 1,
    redshift: i / 10_000,
    ...(i === 1 ? {} : { deltaZ: i / 1e6 }),
  })),
)
const ORDER = Uint32Array.from({ length: COUNT }, (_, i) => i)
const REVERSED = ORDER.toReversed()
const BY_ROW: ObjectSort = { column: 'row', descending: false }

let shown: Rendered
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT)
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(27 * (COUNT + 1))
})
afterEach(() => {
  shown.unmount()
  vi.restoreAllMocks()
})

const onSort = vi.fn()
const onSelect = vi.fn()
let setSelected: (object: number | null) => void
let setOrder: (order: Uint32Array) => void

function Page({ first, start }: { readonly first: number | null; readonly start: Uint32Array }) {
  const [selected, select] = useState(first)
  const [order, arrange] = useState(start)
  setSelected = select
  setOrder = arrange
  return (
    <ObjectTable
      columns={COLUMNS}
      order={order}
      sort={BY_ROW}
      selected={selected}
      onSort={onSort}
      onSelect={(object) => {
        onSelect(object)
        select(object)
      }}
    />
  )
}

function draw(first: number | null = null, start: Uint32Array = ORDER): HTMLElement {
  onSort.mockClear()
  onSelect.mockClear()
  shown = render(<Page first={first} start={start} />)
  return shown.container.querySelector<HTMLElement>('[role="grid"]')!
}

function press(element: Element, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  act(() => {
    element.dispatchEvent(event)
  })
  return event
}

function scroll(grid: HTMLElement, top: number): void {
  act(() => {
    grid.scrollTop = top
    grid.dispatchEvent(new Event('scroll'))
  })
}

const rows = (grid: HTMLElement) => [...grid.querySelectorAll('tbody tr')]
const rowNumbers = (grid: HTMLElement) => rows(grid).map((row) => Number(textOf(row.querySelector('td'))))
const selectedRows = (grid: HTMLElement) =>
  rows(grid)
    .filter((row) => row.getAttribute('aria-selected') === 'true')
    .map((row) => Number(textOf(row.querySelector('td'))))

describe('what is shown', () => {
  test('the grid tells its size and has the focus; only rows in view and four beyond exist', () => {
    const grid = draw()
    expect(grid.getAttribute('aria-label')).toBe('Objects')
    expect(grid.getAttribute('aria-rowcount')).toBe('59001')
    expect(grid.getAttribute('aria-colcount')).toBe('5')
    expect(grid.tabIndex).toBe(0)
    expect(rowNumbers(grid)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    expect(rows(grid).map((row) => row.getAttribute('aria-rowindex'))).toEqual(
      Array.from({ length: 14 }, (_, i) => String(i + 2)),
    )
    expect(grid.querySelector('tbody')!.style.height).toBe(`${27 * COUNT}px`)
  })

  test('a row has the text of its columns, and says what is not known', () => {
    const cells = (row: number) => [...rows(draw())[row]!.querySelectorAll('td')].map(textOf)
    expect(cells(1)).toEqual(['1', 'Test', 'DeltaZ ≥ 1e-3', '0.00010', '–not known'])
    shown.unmount()
    expect(cells(3)).toEqual(['3', 'Test', 'DeltaZ < 1e-3', '0.00030', '3.00e-6'])
  })

  test('no object: the header, and a sentence', () => {
    const grid = draw(null, new Uint32Array())
    expect(rows(grid)).toEqual([])
    expect(textOf(grid.parentElement)).toBe('RowSplitClassRedshiftDeltaZNo object matches.')
    expect(press(grid, 'ArrowDown').defaultPrevented).toBe(false)
    expect(onSelect).not.toHaveBeenCalled()
  })
})

describe('sorting', () => {
  function header(grid: HTMLElement, title: string): HTMLElement {
    return [...grid.querySelectorAll('th')].find((cell) => textOf(cell) === title)!
  }

  test('the column in use says its order, and turns it', () => {
    const grid = draw()
    expect([...grid.querySelectorAll('th')].map((cell) => cell.getAttribute('aria-sort'))).toEqual([
      'ascending',
      'none',
      'none',
      'none',
      'none',
    ])
    act(() => header(grid, 'Row').querySelector('button')!.click())
    act(() => header(grid, 'DeltaZ').querySelector('button')!.click())
    expect(onSort.mock.calls).toEqual([
      [{ column: 'row', descending: true }],
      [{ column: 'deltaZ', descending: false }],
    ])
    expect(onSelect).not.toHaveBeenCalled()
  })

  test('keys of the header buttons do not move the selection', () => {
    const grid = draw(5)
    expect(press(header(grid, 'Row').querySelector('button')!, 'End').defaultPrevented).toBe(false)
    expect(onSelect).not.toHaveBeenCalled()
  })
})

describe('selecting', () => {
  test('by a click on any cell', () => {
    const grid = draw()
    act(() => rows(grid)[4]!.querySelectorAll('td')[2]!.click())
    expect(onSelect.mock.calls).toEqual([[4]])
    expect(selectedRows(grid)).toEqual([4])
    const active = grid.getAttribute('aria-activedescendant')!
    expect(shown.container.querySelector(`#${CSS.escape(active)}`)).toBe(rows(grid)[4])
  })

  test.each<[string, number | null, number]>([
    ['ArrowDown', 5, 6],
    ['ArrowUp', 5, 4],
    ['PageDown', 5, 14],
    ['PageUp', 20, 11],
    ['PageUp', 3, 0],
    ['Home', 30, 0],
    ['End', 30, COUNT - 1],
    ['ArrowDown', null, 0],
    ['ArrowUp', null, 0],
    ['PageDown', null, 0],
    ['End', null, COUNT - 1],
  ])('%s from %s goes to %i and keeps it in view', (key, from, to) => {
    const grid = draw(from)
    const event = press(grid, key)
    expect(event.defaultPrevented).toBe(true)
    expect(onSelect.mock.calls).toEqual([[to]])
    expect(grid.scrollTop).toBeLessThanOrEqual(27 * to)
    expect(grid.scrollTop + HEIGHT).toBeGreaterThanOrEqual(27 * (to + 2))
    scroll(grid, grid.scrollTop)
    expect(selectedRows(grid)).toEqual([to])
  })

  test.each([
    ['ArrowUp', 0],
    ['Home', 0],
    ['ArrowDown', COUNT - 1],
    ['End', COUNT - 1],
  ])('%s at %i changes nothing', (key, from) => {
    const grid = draw(from)
    expect(press(grid, key).defaultPrevented).toBe(true)
    expect(onSelect).not.toHaveBeenCalled()
  })

  test.each<[string, KeyboardEventInit]>([
    ['a', {}],
    ['ArrowLeft', {}],
    ['ArrowDown', { ctrlKey: true }],
    ['ArrowDown', { altKey: true }],
    ['End', { metaKey: true }],
  ])('%s with %o is left to the browser', (key, init) => {
    const grid = draw(5)
    expect(press(grid, key, init).defaultPrevented).toBe(false)
    expect(onSelect).not.toHaveBeenCalled()
  })

  test('moves through the order that is shown', () => {
    const grid = draw(100, REVERSED)
    press(grid, 'ArrowDown')
    expect(onSelect.mock.calls).toEqual([[99]])
  })

  test('an object that the filter hides: the keys begin at the first row', () => {
    const grid = draw(100, ORDER.slice(0, 50))
    expect(selectedRows(grid)).toEqual([])
    expect(grid.hasAttribute('aria-activedescendant')).toBe(false)
    press(grid, 'ArrowDown')
    expect(onSelect.mock.calls).toEqual([[0]])
  })
})

describe('scrolling', () => {
  test('makes the rows that come into view, and no longer names an active row that has gone', () => {
    const grid = draw(2)
    expect(grid.hasAttribute('aria-activedescendant')).toBe(true)
    scroll(grid, 27 * 1000)
    expect(rowNumbers(grid)[0]).toBe(995)
    expect(rowNumbers(grid).at(-1)).toBe(1013)
    expect(grid.hasAttribute('aria-activedescendant')).toBe(false)
  })

  test('a selection from elsewhere comes into view, also the first one', () => {
    const grid = draw(40_000)
    expect(grid.scrollTop).toBe(27 * 40_002 - HEIGHT)
    scroll(grid, grid.scrollTop)
    act(() => setSelected(300))
    expect(grid.scrollTop).toBe(27 * 300)
    act(() => setSelected(null))
    expect(grid.scrollTop).toBe(27 * 300)
  })

  test('another order begins at its start', () => {
    const grid = draw(40_000)
    act(() => setOrder(REVERSED))
    expect(grid.scrollTop).toBe(0)
    scroll(grid, 0)
    expect(rowNumbers(grid)[0]).toBe(COUNT - 1)
  })
})

test('a selection makes two rows anew, and a scroll only those that come', () => {
  const grid = draw(5)
  const made = vi.spyOn(texts, 'cellText')
  press(grid, 'ArrowDown')
  expect(new Set(made.mock.calls.map(([, , object]) => object))).toEqual(new Set([5, 6]))
  made.mockClear()
  scroll(grid, 27 * 5)
  expect(new Set(made.mock.calls.map(([, , object]) => object))).toEqual(new Set([14, 15, 16, 17, 18]))
})
