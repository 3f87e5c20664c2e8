// @vitest-environment happy-dom
import { act, type ComponentProps } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Finding, Remedy } from '../../core/dataset-report.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { Findings } from './Findings.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const DROP: Remedy = { label: 'Drop the 412 leaked rows', patch: { drop: ['leaked'] } }
const AGAIN: Remedy = {
  label: 'Split again',
  patch: { splits: 'drawn', stratified: true, drop: ['leaked'] },
}
const LEAK: Finding = {
  code: 'leak',
  severity: 'block',
  message: 'TEST is in TRAIN',
  file: 'TEST/X.npy',
  rows: [],
  counts: {},
  overridable: true,
  remedies: [DROP, AGAIN],
}
const NOTE: Finding = { ...LEAK, code: 'note', severity: 'info', message: 'No zgrid', remedies: [] }

function draw(patch: Partial<ComponentProps<typeof Findings>> & { findings: readonly Finding[] }) {
  const onRemedy = vi.fn()
  shown = render(<Findings overruled={false} onOverrule={vi.fn()} onRemedy={onRemedy} {...patch} />)
  return onRemedy
}

/** Each finding with the buttons under it. */
function items(): readonly string[] {
  return [...shown.container.querySelectorAll('li')].map((item) => {
    const names = [...item.querySelectorAll('button')].map(textOf)
    return [textOf(item.firstChild as Element), ...names].join(' | ')
  })
}

describe('Findings', () => {
  test('nothing to say', () => {
    draw({ findings: [] })
    expect(shown.container.querySelector('ul')).toBeNull()
  })

  test('a finding has a button for each way out, which hands on its remedy', () => {
    const onRemedy = draw({ findings: [LEAK, NOTE] })
    expect(items()).toEqual(['TEST is in TRAIN | Drop the 412 leaked rows | Split again', 'No zgrid'])
    const buttons = [...shown.container.querySelectorAll('button')]
    act(() => buttons[1]!.click())
    act(() => buttons[0]!.click())
    expect(onRemedy.mock.calls).toEqual([[AGAIN], [DROP]])
  })

  test('what several of one severity share stands once, under the last of them', () => {
    const other: Remedy = { label: 'Drop the 3 leaked rows', patch: DROP.patch }
    draw({
      findings: [
        LEAK,
        { ...LEAK, message: 'VALID is in TRAIN', remedies: [DROP, other] },
        { ...LEAK, message: 'TEST is in VALID' },
        { ...LEAK, severity: 'warning', message: 'Pattern' },
        { ...LEAK, message: 'NaN', remedies: [{ ...AGAIN, patch: { splits: 'drawn' } }] },
      ],
    })
    expect(items()).toEqual([
      'TEST is in TRAIN',
      'VALID is in TRAIN | Drop the 3 leaked rows',
      'TEST is in VALID | Drop the 412 leaked rows | Split again',
      // the same words, but another remedy
      'NaN | Split again',
      'Pattern | Drop the 412 leaked rows | Split again',
    ])
  })

  test('buttons and the box are held with the choice', () => {
    draw({ findings: [LEAK], disabled: true })
    const held = [...shown.container.querySelectorAll<HTMLButtonElement>('button, input')]
    expect(held.map(({ disabled }) => disabled)).toEqual([true, true, true])
  })

  test('"train anyway" stays below all ways out', () => {
    const onOverrule = vi.fn()
    draw({ findings: [LEAK], onOverrule })
    const order = [...shown.container.querySelectorAll('button, input')].map(({ tagName }) => tagName)
    expect(order).toEqual(['BUTTON', 'BUTTON', 'INPUT'])
    act(() => shown.container.querySelector('input')!.click())
    expect(onOverrule.mock.calls).toEqual([[true]])
  })

  test('without anyone to take them there are no buttons', () => {
    shown = render(<Findings findings={[LEAK]} overruled={false} onOverrule={vi.fn()} />)
    expect(items()).toEqual(['TEST is in TRAIN'])
  })
})
