// @vitest-environment happy-dom
import { act, useState } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Rendered, render, textOf, type } from '../test-render.tsx'
import { DeltaZHistogram } from './DeltaZHistogram.tsx'

/** 6 below 1e-3, of which 2 are 0, 4 at or above it, 1 not known. */
const DELTA_Z = Float64Array.of(0, 0, 2e-4, -3e-4, 5e-4, 9e-4, 1e-3, -2e-3, 0.03, 0.5, Number.NaN)

let shown: Rendered
afterEach(() => {
  shown.unmount()
  vi.restoreAllMocks()
})

const onThreshold = vi.fn()
let setThreshold: (threshold: number) => void

interface PageProps {
  readonly deltaZ: Float64Array
  readonly first: number
  readonly disabled: boolean
}

function Page({ deltaZ, first, disabled }: PageProps) {
  const [threshold, change] = useState(first)
  setThreshold = change
  return (
    <DeltaZHistogram
      deltaZ={deltaZ}
      threshold={threshold}
      disabled={disabled}
      onThreshold={(next) => {
        onThreshold(next)
        change(next)
      }}
    />
  )
}

function draw({ deltaZ = DELTA_Z, first = 1e-3, disabled = false }: Partial<PageProps> = {}): void {
  onThreshold.mockClear()
  shown = render(<Page deltaZ={deltaZ} first={first} disabled={disabled} />)
}

const slider = () => shown.container.querySelector<HTMLElement>('[role="slider"]')!
const input = () => shown.container.querySelector<HTMLInputElement>('input:not([type="radio"])')!
const drawing = () => shown.container.querySelector('[role="img"]')!
const sides = () =>
  [...shown.container.querySelectorAll('dl > div')].map((side) => [...side.children].map(textOf))
const bars = () => [...drawing().querySelectorAll('rect')].slice(1)
const texts = () => [...drawing().querySelectorAll('text')].map(textOf)

function send(element: Element, event: Event): Event {
  act(() => {
    element.dispatchEvent(event)
  })
  return event
}

const key = (name: string, init: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init })

describe('what is shown', () => {
  test('both classes and what has none, with shares of those that have one', () => {
    draw()
    expect(sides()).toEqual([
      ['DeltaZ < 1e-3', '6', '60.00%'],
      ['DeltaZ ≥ 1e-3', '4', '40.00%'],
      ['not known', '1', 'no class'],
    ])
    expect(textOf(shown.container.querySelector('figcaption'))).toBe('abs(DeltaZ), as given')
    act(() => setThreshold(0.03))
    expect(sides().slice(0, 2)).toEqual([
      ['DeltaZ < 3e-2', '8', '80.00%'],
      ['DeltaZ ≥ 3e-2', '2', '20.00%'],
    ])
  })

  test('the chart in words', () => {
    draw()
    expect(drawing().getAttribute('aria-label')).toBe(
      'Histogram of abs(DeltaZ) of 10 objects, 1e-4 to 1; 2 are 0',
    )
  })

  test('a bar for each bin that holds anything, zeros at the left edge', () => {
    draw()
    // 2e-4, 3e-4, 5e-4, 9e-4, 1e-3, 2e-3, 0.03 and 0.5 are in bins of their own
    expect(bars()).toHaveLength(9)
    expect([bars()[0]!.getAttribute('x'), bars()[0]!.getAttribute('height')]).toEqual(['0%', '100%'])
    expect(bars()[1]!.getAttribute('height')).toBe('50%')
    expect(texts()).toEqual(['0', '1', '2', '0', '1e-4', '1e-3', '1e-2', '1e-1', '1', 'below', 'at or above'])
  })

  test('no bar for zeros where there are none', () => {
    draw({ deltaZ: Float64Array.of(2e-4, 0.5), first: 1e-4 })
    expect(bars().map((bar) => bar.getAttribute('height'))).toEqual(['100%', '100%'])
    expect(texts()).toEqual(['0', '1', '1e-4', '1e-3', '1e-2', '1e-1', '1', 'at or above'])
    expect(sides()).toEqual([
      ['DeltaZ < 1e-4', '0', '0.00%'],
      ['DeltaZ ≥ 1e-4', '2', '100.00%'],
    ])
  })

  test('counts by the square root, where it is asked for', () => {
    draw()
    act(() => shown.container.querySelector<HTMLInputElement>('input[value="square root"]')!.click())
    expect(Number.parseFloat(bars()[1]!.getAttribute('height')!)).toBeCloseTo(100 / Math.SQRT2, 9)
  })

  test('no DeltaZ at all', () => {
    draw({ deltaZ: Float64Array.of(Number.NaN) })
    expect(bars()).toEqual([])
    expect(sides()).toEqual([
      ['DeltaZ < 1e-3', '0', '–'],
      ['DeltaZ ≥ 1e-3', '0', '–'],
      ['not known', '1', 'no class'],
    ])
  })
})

describe('the line', () => {
  test('is a slider that says what it does', () => {
    draw()
    expect(slider().getAttribute('aria-label')).toBe('Threshold on abs(DeltaZ)')
    expect(slider().getAttribute('aria-valuetext')).toBe('1e-3: 6 below, 4 at or above')
    expect(['min', 'now', 'max'].map((name) => slider().getAttribute(`aria-value${name}`))).toEqual([
      '0.0001',
      '0.001',
      '1',
    ])
    // zeros take the first 12 percent
    expect(Number.parseFloat(slider().style.left)).toBeCloseTo(12 + 88 / 4, 9)
    act(() => setThreshold(1e-7))
    expect(slider().getAttribute('aria-valuemin')).toBe('1e-7')
    expect(slider().style.left).toBe('12%')
  })

  test.each([
    ['ArrowRight', 2e-3],
    ['ArrowLeft', 9e-4],
    ['PageUp', 1e-2],
    ['Home', 1e-4],
    ['End', 1],
  ])('%s', (name, threshold) => {
    draw()
    expect(send(slider(), key(name)).defaultPrevented).toBe(true)
    expect(onThreshold.mock.calls).toEqual([[threshold]])
  })

  test('other keys, keys with modifiers, and a key that leads nowhere', () => {
    draw({ first: 1 })
    expect(send(slider(), key('Tab')).defaultPrevented).toBe(false)
    expect(send(slider(), key('ArrowLeft', { ctrlKey: true })).defaultPrevented).toBe(false)
    expect(send(slider(), key('ArrowRight')).defaultPrevented).toBe(true)
    expect(onThreshold).not.toHaveBeenCalled()
  })

  function pointer(name: string, clientX: number, init: PointerEventInit = {}): PointerEvent {
    return new PointerEvent(name, { clientX, pointerId: 1, bubbles: true, ...init })
  }

  /** 100 pixels from 50, so that one pixel is one percent. */
  function drawPlot(disabled = false): void {
    draw({ deltaZ: Float64Array.of(2e-4, 0.5), disabled })
    vi.spyOn(slider().parentElement!, 'getBoundingClientRect').mockReturnValue(new DOMRect(50, 0, 100, 160))
  }

  test('is dragged from where it was taken, in numbers of two digits', () => {
    drawPlot()
    send(slider(), pointer('pointermove', 90))
    expect(onThreshold).not.toHaveBeenCalled()
    // the line is at pixel 75, and taken 3 pixels to its right
    send(slider(), pointer('pointerdown', 78))
    send(slider(), pointer('pointermove', 78))
    expect(onThreshold).not.toHaveBeenCalled()
    send(slider(), pointer('pointermove', 103))
    send(slider(), pointer('pointermove', 83))
    send(slider(), pointer('pointermove', 900))
    expect(onThreshold.mock.calls).toEqual([[0.01], [1.6e-3], [1]])
    send(slider(), pointer('pointerup', 900))
    send(slider(), pointer('pointermove', 60))
    expect(onThreshold).toHaveBeenCalledTimes(3)
  })

  test('is not taken by another button', () => {
    drawPlot()
    send(slider(), pointer('pointerdown', 75, { button: 2 }))
    send(slider(), pointer('pointermove', 90))
    expect(onThreshold).not.toHaveBeenCalled()
  })

  test('cannot be moved while it is disabled', () => {
    drawPlot(true)
    expect([slider().tabIndex, slider().getAttribute('aria-disabled')]).toEqual([-1, 'true'])
    send(slider(), pointer('pointerdown', 75))
    send(slider(), pointer('pointermove', 90))
    send(slider(), key('End'))
    expect(onThreshold).not.toHaveBeenCalled()
    expect(input().disabled).toBe(true)
  })
})

describe('the field', () => {
  test.each([
    ['5e-3', 5e-3, '5e-3'],
    ['0.005', 5e-3, '5e-3'],
    [' 0.25 ', 0.25, '0.25'],
  ])('%s is handed on when the field is left', (typed, threshold, text) => {
    draw()
    expect(input().value).toBe('1e-3')
    type(input(), typed)
    expect(onThreshold).not.toHaveBeenCalled()
    send(input(), new FocusEvent('focusout', { bubbles: true }))
    expect(onThreshold.mock.calls).toEqual([[threshold]])
    expect(input().value).toBe(text)
  })

  test('or on Enter; Escape brings the number in use back', () => {
    draw()
    type(input(), '2e-3')
    send(input(), key('Enter'))
    type(input(), '3e-3')
    send(input(), key('Escape'))
    expect(input().value).toBe('2e-3')
    send(input(), new FocusEvent('focusout', { bubbles: true }))
    expect(onThreshold.mock.calls).toEqual([[2e-3]])
  })

  test.each(['', '0', '-1e-3', '1e', 'Infinity'])('%j is no threshold', (typed) => {
    draw()
    type(input(), typed)
    expect(textOf(shown.container.querySelector('figure'))).toContain('a number above 0')
    send(input(), new FocusEvent('focusout', { bubbles: true }))
    expect(onThreshold).not.toHaveBeenCalled()
    expect(input().value).toBe('1e-3')
  })
})
