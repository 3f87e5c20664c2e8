// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useStudio } from '../context.tsx'
import { RUN } from '../test-data.ts'
import { type Rendered, render } from '../test-render.tsx'
import { useOwnTask } from './use-own-task.ts'

let shown: Rendered
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  shown.unmount()
  vi.useRealTimers()
})

function Epoch() {
  return useOwnTask(
    useStudio((state) => state.run?.epoch ?? 0),
    20,
  )
}

test('a new value is shown after the delay, and changes that keep coming do not hold it back', () => {
  shown = render(<Epoch />)
  const text = () => shown.container.lastChild?.textContent
  expect(text()).toBe('0')
  shown.update({ run: { ...RUN, epoch: 1 } })
  act(() => vi.advanceTimersByTime(15))
  expect(text()).toBe('0')
  shown.update({ run: { ...RUN, epoch: 2 } })
  act(() => vi.advanceTimersByTime(5))
  expect(text()).toBe('1')
  act(() => vi.advanceTimersByTime(15))
  expect(text()).toBe('2')
})

test('behind another view nothing changes until it comes back, and then the latest value is shown', () => {
  shown = render(<Epoch />, { view: 'runs' })
  const text = () => shown.container.lastChild?.textContent
  for (const epoch of [1, 2]) {
    shown.update({ run: { ...RUN, epoch } })
    act(() => vi.advanceTimersByTime(100))
    expect(text()).toBe('0')
  }
  shown.update({ view: 'training' })
  act(() => vi.advanceTimersByTime(19))
  expect(text()).toBe('0')
  act(() => vi.advanceTimersByTime(1))
  expect(text()).toBe('2')
})

test('nothing waits for a component that is gone', () => {
  shown = render(<Epoch />)
  shown.update({ run: { ...RUN, epoch: 1 } })
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  shown.unmount()
  expect(vi.getTimerCount()).toBe(0)
})
