// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { NO_RUNS, type RunsSlice } from '../../store/state.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ImportOutcome } from './ImportOutcome.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const said = () => textOf(shown.container.querySelector('[role="status"]'))

/** What is said after an import that began in another view. */
function outcomeOf(imported: RunsSlice['imported']): string {
  shown = render(<ImportOutcome />, { runs: { ...NO_RUNS, importing: true } })
  expect(said()).toBe('')
  shown.update({ runs: { ...NO_RUNS, imported }, view: 'runs' })
  return said()
}

test.each([
  [{ added: 1, known: 0 }, '1 report added.'],
  [{ added: 1200, known: 0 }, '1,200 reports added.'],
  [{ added: 4, known: 2 }, '4 reports added, 2 were already there.'],
  [{ added: 0, known: 1 }, '1 was already there.'],
  [{ added: 0, known: 0 }, ''],
])('%j: %s', (imported, text) => expect(outcomeOf(imported)).toBe(text))

test('it is gone once another view was looked at, until the next import', () => {
  expect(outcomeOf({ added: 1, known: 0 })).toBe('1 report added.')
  shown.update({ view: 'training' })
  expect(said()).toBe('')
  shown.update({ view: 'runs' })
  expect(said()).toBe('')
  shown.update({ runs: { ...NO_RUNS, imported: { added: 1, known: 0 } } })
  expect(said()).toBe('1 report added.')
})
