// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useStudio } from '../context.tsx'
import { RUN } from '../test-data.ts'
import { type Rendered, render } from '../test-render.tsx'
import { useTurns } from './use-turns.ts'

let shown: Rendered
beforeEach(() => {
  vi.useFakeTimers()
  shown = render(<Epochs />, { view: 'runs' })
})
afterEach(() => {
  shown.unmount()
  vi.useRealTimers()
})

/** Three panels that show the epoch of the run, `(1)` where they are hidden and `-` before their first turn. */
function Epochs() {
  const epoch = useStudio((state) => state.run?.epoch ?? 0)
  const isInView = useStudio(({ view }) => view === 'runs')
  const turns = useTurns(epoch, isInView, 3)
  return <p>{turns.map(({ value, isShown }) => (isShown ? value : `(${value ?? '-'})`)).join(' ')}</p>
}

const text = () => shown.container.querySelector('p')!.textContent
const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms))
const reach = (epoch: number) => shown.update({ run: { ...RUN, epoch } })

test('panels are given the value one after the other', () => {
  expect(text()).toBe('(-) (-) (-)')
  wait(20)
  expect(text()).toBe('0 (-) (-)')
  wait(20)
  expect(text()).toBe('0 0 (-)')
  wait(20)
  expect(text()).toBe('0 0 0')
  reach(1)
  expect(text()).toBe('0 0 0')
  wait(20)
  expect(text()).toBe('1 0 0')
})

test('values that keep coming hold no panel back', () => {
  for (const epoch of [1, 2, 3]) {
    reach(epoch)
    wait(10)
    reach(epoch + 0.5)
    wait(10)
  }
  expect(text()).toBe('1.5 2.5 3.5')
})

test('out of view they are hidden with what they have, and take turns again', () => {
  wait(20)
  wait(20)
  wait(20)
  shown.update({ view: 'training' })
  expect(text()).toBe('(0) (0) (0)')
  reach(1)
  wait(200)
  expect(text()).toBe('(0) (0) (0)')
  shown.update({ view: 'runs' })
  wait(20)
  expect(text()).toBe('1 (0) (0)')
})

test('nothing waits once all is shown, or for a component that is gone', () => {
  wait(20)
  expect(vi.getTimerCount()).toBe(1)
  wait(20)
  wait(20)
  expect(vi.getTimerCount()).toBe(0)
  reach(1)
  shown.unmount()
  expect(vi.getTimerCount()).toBe(0)
  shown = render(<Epochs />)
})
