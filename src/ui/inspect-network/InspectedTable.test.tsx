// @vitest-environment happy-dom
import { act, useState } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { InspectedRow } from '../../core/inspected.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { InspectedTable } from './InspectedTable.tsx'
import * as texts from './inspected-text.ts'

/** Header, and 10 rows of 27 pixels. */
const HEIGHT = 11 * 27
const COUNT = 59_000
const ROWS: readonly InspectedRow[] = Array.from({ length: COUNT }, (_, i) => ({
  split: 'train',
  row: i,
  object: COUNT - 1 - i,
  label: 0,
  predicted: 1,
  confidence: 1 - i / COUNT,
  probabilities: [i / COUNT, 1 - i / COUNT],
  redshift: i / 10_000,
}))

// rows are remembered by them
const LABELS = ['a', 'b']
const NO_DECISIONS = new Map<number, never>()

let shown: Rendered
let setSelected: (object: number | null) => void
const onSelect = vi.fn()
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT)
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(27 * (COUNT + 1))
  onSelect.mockClear()
})
afterEach(() => {
  shown.unmount()
  vi.restoreAllMocks()
})

function Page() {
  const [selected, select] = useState<number | null>(COUNT - 1)
  setSelected = select
  return (
    <InspectedTable
      list="disagreements"
      rows={ROWS}
      columns={null}
      labels={LABELS}
      selected={selected}
      decisions={NO_DECISIONS}
      empty="none"
      onSelect={(object) => {
        onSelect(object)
        select(object)
      }}
    />
  )
}

function draw(): HTMLElement {
  shown = render(<Page />)
  return shown.container.querySelector<HTMLElement>('[role="grid"]')!
}

function press(grid: Element, key: string, init: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  act(() => void grid.dispatchEvent(event))
  return event.defaultPrevented
}

const active = (grid: Element) =>
  textOf(document.getElementById(grid.getAttribute('aria-activedescendant') ?? ''))

describe('the list', () => {
  test('makes only the rows in view of all there are', () => {
    const grid = draw()
    expect(grid.getAttribute('aria-rowcount')).toBe('59001')
    expect(grid.querySelectorAll('tbody tr').length).toBeLessThan(20)
    expect(textOf(grid.querySelector('tbody tr'))).toBe('1.000a → b0.0000Train')
    expect(grid.querySelector('tbody tr')!.getAttribute('aria-rowindex')).toBe('2')
  })

  test('goes by keys, a page at a time too, and stays at its ends', () => {
    const grid = draw()
    for (const key of ['ArrowUp', 'ArrowDown', 'j', 'k', 'PageDown', 'PageUp', 'End', 'ArrowDown', 'Home']) {
      expect(press(grid, key)).toBe(true)
    }
    const last = COUNT - 1
    expect(onSelect.mock.calls.flat()).toEqual([last - 1, last - 2, last - 1, last - 10, last - 1, 0, last])
  })

  test('leaves other keys alone', () => {
    const grid = draw()
    expect([
      press(grid, 'a'),
      press(grid, 'j', { ctrlKey: true }),
      press(grid, 'ArrowDown', { shiftKey: true }),
    ]).toEqual([false, false, false])
    expect(onSelect).not.toHaveBeenCalled()
  })

  test('selects the row that is clicked, and says which one it is', () => {
    const grid = draw()
    const row = grid.querySelectorAll('tbody tr')[4]!
    act(() => row.querySelectorAll<HTMLElement>('td')[1]!.click())
    expect(onSelect.mock.calls).toEqual([[COUNT - 5]])
    expect(grid.querySelectorAll('[aria-selected="true"]')).toHaveLength(1)
    expect(row.getAttribute('aria-selected')).toBe('true')
    expect(grid.getAttribute('aria-activedescendant')).toBe(row.id)
  })

  test('a click on a title selects nothing', () => {
    const grid = draw()
    act(() => grid.querySelector<HTMLElement>('th span')!.click())
    expect(onSelect).not.toHaveBeenCalled()
  })

  test('makes two rows anew for a step', () => {
    const grid = draw()
    const made = vi.spyOn(texts, 'probabilityText')
    press(grid, 'ArrowDown')
    expect(made.mock.calls).toEqual([[ROWS[0]!.confidence], [ROWS[1]!.confidence]])
  })

  test('follows what is chosen elsewhere', () => {
    const grid = draw()
    act(() => setSelected(COUNT - 1 - 30_000))
    act(() => void grid.dispatchEvent(new Event('scroll')))
    expect(grid.scrollTop).toBeGreaterThan(29_900 * 27)
    expect(active(grid)).toBe('0.492a → b3.0000Train')
  })

  test('without a choice begins at its first row', () => {
    const grid = draw()
    act(() => setSelected(null))
    expect(grid.getAttribute('aria-activedescendant')).toBeNull()
    press(grid, 'ArrowDown')
    expect(onSelect.mock.calls).toEqual([[COUNT - 1]])
  })
})
