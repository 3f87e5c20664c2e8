// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { COLUMN_ROLES } from '../../core/column-roles.ts'
import type { Discovery } from '../../core/dataset-report.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { ColumnChoice } from './ColumnChoice.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const UNCLEAR: Discovery = {
  layout: 'table',
  candidates: [],
  ignored: [],
  findings: [],
  tables: [
    {
      path: 'objects.parquet',
      format: 'Parquet',
      columns: [
        { name: 'lnp', type: '<f4', shape: [12, 64], role: null },
        { name: 'cls', type: '<i8', shape: [12], role: 'label' },
      ],
    },
  ],
}
const CLEAR: Discovery = {
  ...UNCLEAR,
  candidates: [{ id: 'a', target: null, balance: null, path: 'a', splits: [], bytes: 1 }],
}

function draw(props: Partial<Parameters<typeof ColumnChoice>[0]> = {}) {
  const onUse = vi.fn()
  shown = render(<ColumnChoice discovery={UNCLEAR} columns={{}} disabled={false} onUse={onUse} {...props} />)
  return onUse
}

function button(name: string): HTMLButtonElement | undefined {
  return [...shown.container.querySelectorAll('button')].find((element) => textOf(element) === name)
}

function selectFor(role: string): HTMLSelectElement {
  const label = [...shown.container.querySelectorAll('label')].find(
    (element) => textOf(element) === `Column for ${role}`,
  )!
  return shown.container.querySelector<HTMLSelectElement>(`#${CSS.escape(label.htmlFor)}`)!
}

function choose(role: string, value: string): void {
  act(() => {
    const select = selectFor(role)
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

describe('ColumnChoice', () => {
  test('is not there without tables', () => {
    draw({ discovery: { ...UNCLEAR, tables: [] } })
    expect(shown.container.querySelector('button')).toBeNull()
  })

  test('is open where nothing else could be found, with one select per role', () => {
    draw()
    expect(button('Columns')!.getAttribute('aria-expanded')).toBe('true')
    expect([...shown.container.querySelectorAll('label')].map(textOf)).toEqual(
      COLUMN_ROLES.map((role) => `Column for ${role}`),
    )
    expect([...selectFor('label').options].map(textOf)).toEqual([
      'by name: cls',
      'lnp (<f4, 64 per row)',
      'cls (<i8)',
    ])
  })

  test('is closed beside a data set, until the visitor opens it', () => {
    draw({ discovery: CLEAR })
    expect(button('Columns')!.getAttribute('aria-expanded')).toBe('false')
    expect(shown.container.querySelector('select')).toBeNull()
    act(() => button('Columns')!.click())
    expect(shown.container.querySelectorAll('select')).toHaveLength(COLUMN_ROLES.length)
    act(() => button('Columns')!.click())
    expect(shown.container.querySelector('select')).toBeNull()
  })

  test('names that hold those of other controls are not in use', () => {
    draw()
    const names = [...shown.container.querySelectorAll('label, button')].map(textOf)
    for (const name of ['Target', 'Model', 'Input', 'Seed', 'Backend', 'Epochs', 'Batch size', 'Dropout']) {
      expect(names.filter((text) => text.toLowerCase().includes(name.toLowerCase()))).toEqual([])
    }
  })

  test('hands on what was chosen, without roles that are left to names', () => {
    const onUse = draw({ columns: { flag: 'cls' } })
    expect(selectFor('flag').value).toBe('cls')
    choose('flag', '')
    choose('X', 'lnp')
    act(() => button('Use these columns')!.click())
    expect(onUse.mock.calls).toEqual([[{ X: 'lnp' }]])
  })

  test('one column for two roles is told, and not used', () => {
    draw()
    choose('label', 'cls')
    choose('flag', 'cls')
    expect(textOf(shown.container)).toContain('cls is chosen for label and for flag.')
    expect(button('Use these columns')!.disabled).toBe(true)
  })

  test('while training nothing can be chosen', () => {
    draw({ disabled: true })
    expect(selectFor('X').disabled).toBe(true)
    expect(button('Use these columns')!.disabled).toBe(true)
  })
})
