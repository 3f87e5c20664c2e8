// @vitest-environment happy-dom
import { act, useState } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { PosteriorViewer, type PosteriorViewerProps } from './PosteriorViewer.tsx'

let shown: Rendered
afterEach(() => {
  shown.unmount()
  vi.restoreAllMocks()
})

/** 0 to 1 in steps of 0.001. The drawing is 720 wide, its curves from 68 to 706. */
const ZGRID = Float64Array.from({ length: 1001 }, (_, i) => i / 1000)
const LN_P = Float32Array.from(ZGRID, (z) =>
  Math.log(Math.exp(-0.5 * ((z - 0.3) / 0.004) ** 2) + 0.2 * Math.exp(-0.5 * ((z - 0.8) / 0.004) ** 2)),
)

let steps: number[]

function draw(patch: Partial<PosteriorViewerProps> = {}): HTMLElement {
  steps = []
  shown = render(
    <PosteriorViewer
      lnP={LN_P}
      zgrid={ZGRID}
      title="VALID, row 1,234"
      facts={[
        { term: 'class', text: 'DeltaZ < 1e-3' },
        { term: 'flag', text: '3' },
      ]}
      redshift={0.3}
      onStep={(delta) => steps.push(delta)}
      {...patch}
    />,
  )
  return shown.container.querySelector('article')!
}

function button(name: string): HTMLButtonElement {
  const all = [...shown.container.querySelectorAll('button')]
  return all.find((each) => (each.getAttribute('aria-label') ?? textOf(each)) === name)!
}

function click(name: string): void {
  act(() => button(name).click())
}

function choose(label: string, option: string): void {
  const input = shown.container.querySelector<HTMLInputElement>(
    `[aria-label="${label}"] input[value="${option}"]`,
  )
  act(() => input!.click())
}

function press(key: string, patch: KeyboardEventInit = {}, target = plot()): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...patch })
  act(() => {
    target.dispatchEvent(event)
  })
  return event.defaultPrevented
}

function plot(): Element {
  return shown.container.querySelector('[role="application"]')!
}

function point(type: string, clientX: number, patch: PointerEventInit = {}): void {
  const surface = shown.container.querySelector('[data-part="surface"]')!
  const init = { clientX, bubbles: true, button: 0, pointerId: 1, pointerType: 'mouse', ...patch }
  act(() => {
    surface.dispatchEvent(new PointerEvent(type, init))
  })
}

const isOff = (name: string) => button(name).getAttribute('aria-disabled') === 'true'
const range = () => textOf(shown.container.querySelector('output'))
const described = () => textOf(document.getElementById(plot().getAttribute('aria-describedby')!))
const lines = () =>
  [...shown.container.querySelectorAll('svg svg path')].map((each) => each.getAttribute('d')!)

describe('PosteriorViewer', () => {
  test('is named after the object, with its facts', () => {
    const article = draw()
    expect(textOf(document.getElementById(article.getAttribute('aria-labelledby')!))).toBe('VALID, row 1,234')
    const facts = [...article.querySelectorAll('dl > div')].map(textOf)
    expect(facts).toEqual(['classDeltaZ < 1e-3', 'flag3'])
  })

  test('draws p and ln p over one axis', () => {
    draw()
    expect(lines()).toHaveLength(2)
    // the peak at z = 0.3 is at 68 + 0.3 * 638, 6 % below the top of either panel
    expect(lines()[0]).toContain('L259.4 48.2L')
    expect(lines()[1]).toContain('L259.4 249.5L')
    const texts = [...shown.container.querySelectorAll('svg text')].map(textOf)
    expect(texts).toContain('redshift z')
    expect(texts).toContain('p per unit z')
    expect(texts).toContain('ln p, as in the file')
    expect(texts).toContain('z_est 0.3000')
  })

  test('the legend has intervals, z_est and width', () => {
    draw()
    expect([...shown.container.querySelectorAll('article > div:last-child li')].map(textOf)).toEqual([
      '68 % of the mass: 0.0110 in z, 1 interval',
      '95 % of the mass: 0.0290 in z, 2 intervals',
      'z_est 0.3000',
      'effective width 19.6 points',
      'ln p is −inf at 383 of 1,001 points',
    ])
  })

  test('another level for the wider intervals', () => {
    draw({ level: 0.9 })
    expect(textOf(shown.container.querySelectorAll('article > div:last-child li')[1]!)).toMatch(
      /^90 % of the mass/,
    )
  })

  test('the table has the peaks', () => {
    draw({ redshift: 0.25 })
    const rows = [...shown.container.querySelectorAll('tr')].map((row) => [...row.children].map(textOf))
    expect(rows).toEqual([
      ['peak', 'z', 'mass', 'Δz / (1 + z_est)'],
      ['1', '0.3000', '83.3 %', '+0.040'],
      ['2', '0.8000', '16.7 %', '+0.440'],
    ])
  })

  test('says everything in words', () => {
    draw()
    expect(described()).toBe(
      'Posterior at 1,001 points, z 0.0000 to 1.0000. z_est 0.3000. ' +
        '68 % of the mass: 0.0110 in z, 1 interval (0.2950 to 0.3050). ' +
        '95 % of the mass: 0.0290 in z, 2 intervals (0.2910 to 0.3080; 0.7950 to 0.8050). ' +
        'Peaks by height: 1 at 0.3000 with 83.3 %, 2 at 0.8000 with 16.7 %. ln p is −inf at 383 of 1,001 points.',
    )
  })

  test('without an object there is nothing to zoom', () => {
    draw({ lnP: null })
    expect(textOf(plot())).toBe('Nothing to draw yet.')
    const names = ['Zoom in', 'Zoom out', 'Whole range', 'Zoom to peak']
    expect(names.map(isOff)).toEqual([true, true, true, true])
  })

  test('without a grid the axis is the number of the point, and is said to be', () => {
    draw({ zgrid: null })
    expect(range()).toBe('point 0 to 1,000')
    const texts = [...shown.container.querySelectorAll('svg text')].map(textOf)
    expect(texts).toContain('point of the grid, no zgrid is known')
    expect(texts).toContain('p per point')
    expect(texts).not.toContain('z_est 0.3000')
    expect(textOf(shown.container)).toContain('z_est 0.3000, not drawn: no zgrid is known')
    expect(shown.container.querySelector<HTMLInputElement>('[aria-label="z axis"] input')!.disabled).toBe(
      true,
    )
  })

  test('a posterior with NaN has no peaks, and says why', () => {
    draw({ lnP: Float32Array.from(LN_P, (value, i) => (i === 7 ? Number.NaN : value)) })
    const problem = 'No probabilities: 1 of 1,001 values are NaN or +inf.'
    expect([...shown.container.querySelectorAll('svg text')].map(textOf)).toContain(problem)
    expect(shown.container.querySelector('table')).toBeNull()
    expect(isOff('Zoom to peak')).toBe(true)
    click('Zoom to peak')
    expect(range()).toBe('z 0.0000 to 1.0000')
    expect(lines()).toHaveLength(1)
  })

  test('-inf is marked at the bottom', () => {
    const lnP = Float32Array.from(LN_P, (_, i) => (i >= 100 && i <= 200 ? Number.NEGATIVE_INFINITY : -1))
    draw({ lnP })
    expect(textOf(shown.container)).toContain('ln p is −inf at 101 of 1,001 points')
    const marks = [...shown.container.querySelectorAll('svg path')].map((each) => each.getAttribute('d'))
    expect(marks).toContain('M131.8 362.5H195.6')
  })

  test('axes can be changed', () => {
    draw()
    const before = lines()
    choose('p axis', 'log')
    expect(lines()[0]).not.toBe(before[0])
    expect(lines()[1]).toBe(before[1])
    choose('z axis', 'ln(1+z)')
    expect(lines()[1]).not.toBe(before[1])
    expect([...shown.container.querySelectorAll('svg text')].map(textOf)).toContain(
      'redshift z, even in ln(1+z)',
    )
  })
})

describe('zooming', () => {
  test('by buttons', () => {
    draw()
    expect(range()).toBe('z 0.0000 to 1.0000')
    expect([isOff('Zoom out'), isOff('Whole range')]).toEqual([true, true])
    click('Zoom in')
    expect(range()).toBe('z 0.2500 to 0.7500')
    click('Zoom in')
    expect(range()).toBe('z 0.3750 to 0.6250')
    click('Zoom out')
    expect(range()).toBe('z 0.2500 to 0.7500')
    click('Whole range')
    expect(range()).toBe('z 0.0000 to 1.0000')
  })

  test('to the highest peak, and to any by its number', () => {
    draw()
    click('Zoom to peak')
    expect(range()).toBe('z 0.2650 to 0.3350')
    click('Show peak 2')
    expect(range()).toBe('z 0.7650 to 0.8350')
    // z_est is to the left of it
    expect([...shown.container.querySelectorAll('svg text')].map(textOf)).toContain('← z_est 0.3000')
  })

  test('by keys: shift and arrows, Home and End', () => {
    draw()
    press('ArrowUp', { shiftKey: true })
    expect(range()).toBe('z 0.2500 to 0.7500')
    press('ArrowRight', { shiftKey: true })
    expect(range()).toBe('z 0.3000 to 0.8000')
    press('ArrowLeft', { shiftKey: true })
    expect(range()).toBe('z 0.2500 to 0.7500')
    press('ArrowDown', { shiftKey: true })
    expect(range()).toBe('z 0.0000 to 1.0000')
    click('Zoom in')
    press('End')
    expect(range()).toBe('z 0.0000 to 1.0000')
    expect(steps).toEqual([])
  })

  test('by dragging over a range', () => {
    draw()
    point('pointerdown', 68 + 0.2 * 638)
    point('pointermove', 68 + 0.5 * 638)
    expect(shown.container.querySelector('[data-part="choice"]')!.getAttribute('width')).toBe(
      String(0.5 * 638 - 0.2 * 638),
    )
    point('pointerup', 68 + 0.5 * 638)
    expect(range()).toBe('z 0.2000 to 0.5000')
    expect(shown.container.querySelector('[data-part="choice"]')).toBeNull()
  })

  test('a click is no drag, a double click shows all', () => {
    draw()
    click('Zoom in')
    point('pointerdown', 300)
    point('pointerup', 302)
    expect(range()).toBe('z 0.2500 to 0.7500')
    point('dblclick', 300)
    expect(range()).toBe('z 0.0000 to 1.0000')
  })

  test('shift and dragging moves the range with the pointer', () => {
    draw()
    click('Zoom in')
    point('pointerdown', 400, { shiftKey: true })
    point('pointermove', 400 - 0.2 * 638, { shiftKey: true })
    point('pointermove', 400 - 0.1 * 638, { shiftKey: true })
    point('pointerup', 400 - 0.1 * 638)
    expect(range()).toBe('z 0.3000 to 0.8000')
  })

  test('by the wheel, around the pointer; where all is in view the page scrolls', () => {
    draw()
    const turn = (deltaY: number) => {
      const event = new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true })
      // happy-dom's has no place
      Object.defineProperty(event, 'clientX', { value: 68 + 0.2 * 638 })
      act(() => {
        shown.container.querySelector('[data-part="surface"]')!.dispatchEvent(event)
      })
      return event.defaultPrevented
    }
    expect(turn(500)).toBe(false)
    // a turn doubles at most; 0.2 stays where it is
    expect(turn(-1000)).toBe(true)
    expect(range()).toBe('z 0.1000 to 0.6000')
    expect(turn(1000)).toBe(true)
    expect(range()).toBe('z 0.0000 to 1.0000')
  })

  test('another object is shown whole, on the same kinds of axes', () => {
    const other = LN_P.map((value) => value - 1)
    function Steps() {
      const [at, setAt] = useState(0)
      return (
        <PosteriorViewer
          lnP={at === 0 ? LN_P : other}
          zgrid={ZGRID}
          title={`row ${at}`}
          facts={[]}
          redshift={null}
          onStep={(delta) => setAt(at + delta)}
        />
      )
    }
    shown = render(<Steps />)
    choose('p axis', 'log')
    click('Show peak 2')
    const button2 = button('Show peak 2')
    button2.focus()
    press('ArrowDown', {}, button2)
    expect(textOf(shown.container.querySelector('h3'))).toBe('row 1')
    expect(range()).toBe('z 0.0000 to 1.0000')
    expect(shown.container.querySelector<HTMLInputElement>('input[value="log"]')!.checked).toBe(true)
    expect(document.activeElement).toBe(button2)
    // what was chosen on an object is still there when it is shown again
    press('ArrowUp', {}, button2)
    expect(range()).toBe('z 0.7650 to 0.8350')
  })
})

describe('keys', () => {
  test('arrows go to other objects, wherever the focus is', () => {
    draw()
    const handled = ['ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowRight'].map((key) => press(key))
    expect(handled).toEqual([true, true, true, true])
    press('ArrowDown', {}, button('Zoom in'))
    expect(steps).toEqual([-1, -1, 1, 1, 1])
  })

  test('arrows inside a control choose among its options', () => {
    draw()
    const radio = shown.container.querySelector('[aria-label="p axis"] input')!
    expect(press('ArrowRight', {}, radio)).toBe(false)
    expect(steps).toEqual([])
  })

  test('other keys are left alone', () => {
    draw()
    expect(press('a')).toBe(false)
    expect(press('ArrowLeft', { altKey: true })).toBe(false)
    expect(steps).toEqual([])
  })
})

describe('what others add', () => {
  test('stands under the heading, and under the drawing with its axis and range', () => {
    const article = draw({
      intro: <p>of this object</p>,
      under: (axis, range) => (
        <p>
          {axis.scale}, {axis.positions.length} points, {range.join(' to ')}
        </p>
      ),
    })
    const under = () => textOf(article.querySelectorAll('article > p')[1]!)
    expect(textOf(article.children[1]!)).toBe('of this object')
    expect(under()).toBe('z, 1001 points, 0 to 1')
    expect(article.querySelector('[role="application"] ~ p')).not.toBeNull()
    click('Zoom in')
    expect(under()).toBe('z, 1001 points, 0.25 to 0.75')
    choose('z axis', 'ln(1+z)')
    expect(under()).toMatch(/^ln\(1\+z\), 1001 points/)
  })

  test('keeps its arrow keys where it is a select', () => {
    draw({ intro: <select /> })
    expect(press('ArrowDown', {}, shown.container.querySelector('select')!)).toBe(false)
    expect(steps).toEqual([])
  })
})

describe('crosshair', () => {
  test('reads the curve under the pointer, and goes with it', () => {
    draw()
    point('pointermove', 68 + 0.3 * 638)
    const reading = shown.container.querySelector('[data-part="reading"]')!
    expect(textOf(reading)).toBe('z 0.3000 p 83.1 ln p 0.00')
    expect(reading.querySelector('text')!.getAttribute('text-anchor')).toBe('end')
    point('pointermove', 68 + 0.8 * 638)
    expect(shown.container.querySelector('[data-part="reading"] text')!.getAttribute('text-anchor')).toBe(
      'start',
    )
    point('pointerout', 0)
    expect(shown.container.querySelector('[data-part="reading"]')).toBeNull()
  })
})

test('is as wide as its place', () => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 500, 400))
  draw()
  expect(shown.container.querySelector('article svg')!.getAttribute('viewBox')).toBe('0 0 500 404')
})
