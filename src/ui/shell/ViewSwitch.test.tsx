// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { RUN } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ViewSwitch } from './ViewSwitch.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

/** The options by their label's text; `true` for the chosen one. */
function options(): readonly (readonly [string, boolean])[] {
  return [...shown.container.querySelectorAll('input')].map((input) => [
    textOf(input.labels?.[0] ?? null),
    input.checked,
  ])
}

test('is a named choice between results and data', () => {
  shown = render(<ViewSwitch />)
  expect(shown.container.querySelector('[role="radiogroup"]')?.getAttribute('aria-label')).toBe('View')
  expect(options()).toEqual([
    ['Training', true],
    ['Splits and objects', false],
    ['Trust', false],
    ['Inspect', false],
    ['Apply', false],
    ['Runs', false],
  ])
})

test('asks for the other view, and follows the store', () => {
  shown = render(<ViewSwitch />)
  act(() => shown.container.querySelector<HTMLInputElement>('input[value="data"]')!.click())
  expect(shown.calls).toEqual([['showView', 'data']])
  // nothing turns before the store says so
  expect(options().map(([, chosen]) => chosen)).toEqual([true, false, false, false, false, false])
  shown.update({ view: 'data' })
  expect(options().map(([, chosen]) => chosen)).toEqual([false, true, false, false, false, false])
  act(() => shown.container.querySelector<HTMLInputElement>('input[value="training"]')!.click())
  expect(shown.calls[1]).toEqual(['showView', 'training'])
})

test('can be used while a run is under way', () => {
  shown = render(<ViewSwitch />, { run: RUN })
  expect([...shown.container.querySelectorAll('input')].map(({ disabled }) => disabled)).toEqual(
    new Array(6).fill(false),
  )
})
