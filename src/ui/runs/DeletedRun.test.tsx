// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { DeletedRun, type Deletion } from './DeletedRun.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const deletion = (name: string): Deletion => ({ record: { name } })

function draw(names: readonly string[]): void {
  shown = render(<DeletedRun deletions={names.map(deletion)} onUndo={() => {}} />)
}

test.each([
  [[], ''],
  [['B'], 'Deleted B. Undo Keep deleted'],
  [['B', 'A'], 'Deleted B. Also deleted: A. Undo Keep deleted'],
  [['G', 'F', 'E', 'D', 'C', 'B', 'A'], 'Deleted G. Also deleted: F, E, D, C and 2 more. Undo Keep deleted'],
])('%j', (names, text) => {
  draw(names)
  expect(textOf(shown.container.querySelector('[role="status"]'))).toBe(text)
})

test('"Keep deleted" accepts all of them', () => {
  draw(['B', 'A'])
  act(() => [...shown.container.querySelectorAll('button')].at(-1)!.click())
  expect(textOf(shown.container.querySelector('[role="status"]'))).toBe('')
})
