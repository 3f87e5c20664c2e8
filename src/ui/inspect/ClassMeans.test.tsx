// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ClassMeans, type ClassMeansProps } from './ClassMeans.tsx'
import { CLASS_LINES } from './class-lines.ts'

let shown: Rendered
afterEach(() => shown.unmount())

const ZGRID = Float64Array.of(0, 1, 3)
const MEANS = [
  { mean: Float64Array.of(0.25, 0.5, 0.25), objects: 1000, of: 48_211 },
  { mean: Float64Array.of(0.75, 0.25, 0), objects: 120, of: 120 },
]

let calls: unknown[]

function draw(patch: Partial<ClassMeansProps> = {}): HTMLElement {
  calls = []
  shown = render(
    <ClassMeans
      means={MEANS}
      labels={['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']}
      zgrid={ZGRID}
      busy={false}
      onCompute={() => calls.push('compute')}
      log={false}
      onLog={(log) => calls.push(log)}
      {...patch}
    />,
  )
  return shown.container
}

const plot = () => shown.container.querySelector('[role="application"]')!
const range = () => textOf(shown.container.querySelector('output'))
const lines = () => [...shown.container.querySelectorAll('svg svg path')]

function press(key: string, shiftKey = true): void {
  act(() => {
    plot().dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true }))
  })
}

describe('ClassMeans', () => {
  test('draws a curve per class, even in ln(1+z), with its own colour and dashes', () => {
    draw()
    // from 68 to 706, and 220 high below 10: a value of 0.75 is 6 % below the top
    expect(lines().map((each) => each.getAttribute('d'))).toEqual([
      'M68 160.8L387 91.6L706 160.8',
      'M68 22.5L387 160.8L706 230',
    ])
    expect(lines().map((each) => each.getAttribute('stroke'))).toEqual([
      'var(--series-acc)',
      'var(--series-loss)',
    ])
    expect(lines().map((each) => each.getAttribute('stroke-dasharray'))).toEqual(['', '7 3'])
  })

  test('the legend says over how many objects', () => {
    const entries = [...draw().querySelectorAll('li')].map(textOf)
    expect(entries).toEqual([
      'DeltaZ < 1e-3mean of 1,000 of 48,211 objects',
      'DeltaZ ≥ 1e-3mean of 120 of 120 objects',
    ])
  })

  test('says the same in words', () => {
    draw()
    expect(textOf(document.getElementById(plot().getAttribute('aria-describedby')!))).toBe(
      'DeltaZ < 1e-3: mean of 1,000 of 48,211 objects, highest at 1.0000: 0.500 per point. ' +
        'DeltaZ ≥ 1e-3: mean of 120 of 120 objects, highest at 0.0000: 0.750 per point.',
    )
  })

  test('a class without objects', () => {
    draw({ means: [MEANS[0]!, { mean: new Float64Array(3), objects: 0, of: 0 }] })
    expect(textOf(document.getElementById(plot().getAttribute('aria-describedby')!))).toContain(
      'DeltaZ ≥ 1e-3: mean of 0 of 0 objects, no object.',
    )
  })

  test('has a logarithmic axis', () => {
    draw({ log: true })
    expect(lines()[0]!.getAttribute('d')).not.toBe('M68 160.8L387 91.6L706 160.8')
    expect([...shown.container.querySelectorAll('svg text')].map(textOf)).toContain('10⁻²')
    const linear = shown.container.querySelector<HTMLInputElement>('input[value="linear"]')!
    act(() => linear.click())
    expect(calls).toEqual([false])
  })

  test('before they are computed there is a button', () => {
    draw({ means: [] })
    const [button] = shown.container.querySelectorAll('button')
    expect(textOf(button!)).toBe('Compute class means')
    act(() => button!.click())
    expect(calls).toEqual(['compute'])
    shown.unmount()
    draw({ means: [], busy: true })
    expect(shown.container.querySelector('button')!.disabled).toBe(true)
    expect(textOf(shown.container.querySelector('button'))).toBe('Computing class means')
  })

  test('zooms by keys, and back by key or button', () => {
    draw({ zgrid: null })
    expect(range()).toBe('point 0 to 2')
    expect(shown.container.querySelector('button')).toBeNull()
    const many = Float64Array.from({ length: 101 }, () => 1 / 101)
    shown.unmount()
    draw({ zgrid: null, means: [{ mean: many, objects: 1, of: 1 }] })
    press('ArrowUp')
    expect(range()).toBe('point 25 to 75')
    press('ArrowRight')
    expect(range()).toBe('point 30 to 80')
    press('Home', false)
    expect(range()).toBe('point 0 to 100')
    press('ArrowUp')
    act(() => shown.container.querySelector('button')!.click())
    expect(range()).toBe('point 0 to 100')
  })

  test('reads every class under the pointer', () => {
    draw()
    const surface = shown.container.querySelector('[data-part="surface"]')!
    act(() => {
      surface.dispatchEvent(new PointerEvent('pointermove', { clientX: 390, bubbles: true }))
    })
    const texts = [...shown.container.querySelectorAll('[data-part="reading"] tspan')].map(textOf)
    expect(texts).toEqual(['z 1.0000', 'DeltaZ < 1e-3 0.500', 'DeltaZ ≥ 1e-3 0.250'])
  })

  test('five classes are told apart by colour and by dashes', () => {
    expect(new Set(CLASS_LINES.map(({ stroke }) => stroke)).size).toBe(5)
    expect(new Set(CLASS_LINES.map(({ strokeDasharray }) => strokeDasharray)).size).toBe(5)
  })
})
