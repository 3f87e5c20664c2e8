// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { type Rendered, render } from '../test-render.tsx'
import { ReadingOptions } from './ReadingOptions.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

test('the number is behind a switch, and is handed on', () => {
  const onChange = vi.fn()
  shown = render(<ReadingOptions keepMegabytes={600} disabled={false} onChange={onChange} />)
  expect(shown.container.querySelector('input')).toBeNull()
  const button = shown.container.querySelector('button')!
  expect(button.getAttribute('aria-expanded')).toBe('false')
  act(() => button.click())
  expect(button.getAttribute('aria-expanded')).toBe('true')
  const input = shown.container.querySelector('input')!
  expect([input.value, input.min, input.max]).toEqual(['600', '0', '8000'])
})
