// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { DropChoices } from './DropChoices.tsx'
import type { DropChoice } from './drop-reasons.ts'

let shown: Rendered
afterEach(() => shown.unmount())

const CHOICES: readonly DropChoice[] = [
  { reason: 'leaked', title: 'Leaked', text: '3 rows found: equal', checked: false },
  { reason: 'repeated', title: 'Repeated', text: '2 rows left out: equal', checked: true },
  { reason: 'constant', title: 'Constant', text: 'one value', checked: true },
]

function draw(choices: readonly DropChoice[], disabled = false, isScanned = true) {
  const onChange = vi.fn()
  shown = render(
    <DropChoices choices={choices} isScanned={isScanned} disabled={disabled} onChange={onChange} />,
  )
  return onChange
}

function boxes(): HTMLInputElement[] {
  return [...shown.container.querySelectorAll('input')]
}

describe('DropChoices', () => {
  test('a group with one box for each reason, named and described', () => {
    draw(CHOICES)
    expect(textOf(shown.container.querySelector('fieldset > legend'))).toBe('Leave out')
    const told = boxes().map(({ id, checked }) => [
      textOf(shown.container.querySelector(`label[for="${id}"]`)),
      textOf(document.getElementById(`${id}-description`)),
      checked,
    ])
    expect(told).toEqual([
      ['Leaked', '3 rows found: equal', false],
      ['Repeated', '2 rows left out: equal', true],
      ['Constant', 'one value', true],
    ])
    expect(boxes().map((box) => box.getAttribute('aria-describedby'))).toEqual(
      boxes().map(({ id }) => `${id}-description`),
    )
  })

  test.each([
    [0, ['leaked', 'repeated', 'constant']],
    [1, ['constant']],
    [2, ['repeated']],
  ])('box %d hands on all reasons that are ticked then', (index, drop) => {
    const onChange = draw(CHOICES)
    act(() => boxes()[index]!.click())
    expect(onChange.mock.calls).toEqual([[drop]])
  })

  test('nothing can be ticked while the data are held', () => {
    draw(CHOICES, true)
    expect(boxes().map(({ disabled }) => disabled)).toEqual([true, true, true])
  })

  test.each([
    [true, 'Nothing was found that one would leave out.'],
    [false, 'What one may leave out is known when the posteriors have been read.'],
  ])('nothing to leave out; scanned: %s', (isScanned, text) => {
    draw([], false, isScanned)
    expect(textOf(shown.container.querySelector('fieldset p'))).toBe(text)
  })
})
