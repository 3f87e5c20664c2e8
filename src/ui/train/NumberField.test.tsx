// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Rendered, render, textOf, type } from '../test-render.tsx'
import { NumberField, OptionalNumberField, parseInteger, parseNumber } from './NumberField.tsx'

let shown: Rendered
afterEach(() => shown?.unmount())

describe('parseInteger', () => {
  test.each([
    ['12', 12],
    [' 7 ', 7],
    ['1', 1],
    ['0', null],
    ['101', null],
    ['1.5', null],
    ['', null],
    ['x', null],
  ])('%j', (text, number) => {
    expect(parseInteger(text, 1, 100)).toBe(number)
  })
})

describe('parseNumber', () => {
  test.each([
    ['0.25', 0.25],
    ['0', 0],
    ['.9', 0.9],
    ['0.91', null],
    ['-0.1', null],
    ['', null],
  ])('%j', (text, number) => {
    expect(parseNumber(text, 0, 0.9)).toBe(number)
  })
})

describe('NumberField', () => {
  function draw(): { readonly input: HTMLInputElement; readonly onCommit: ReturnType<typeof vi.fn> } {
    const onCommit = vi.fn()
    shown = render(<NumberField label="Epochs" value={12} min={1} max={10_000} onCommit={onCommit} />)
    return { input: shown.container.querySelector('input')!, onCommit }
  }

  test('is a number input with the label', () => {
    const { input } = draw()
    expect(input.type).toBe('number')
    expect(textOf(shown.container.querySelector(`label[for="${input.id}"]`))).toBe('Epochs')
  })

  test('hands valid numbers on at once', () => {
    const { input, onCommit } = draw()
    type(input, '30')
    expect(onCommit.mock.calls).toEqual([[30]])
  })

  test('keeps an invalid number to itself, says the limits, and brings the old one back', () => {
    const { input, onCommit } = draw()
    type(input, '0')
    expect(onCommit).not.toHaveBeenCalled()
    expect(textOf(shown.container)).toContain('1 to 10,000')
    act(() => {
      input.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    })
    expect(input.value).toBe('12')
  })

  test('takes fractions where its step is one', () => {
    const onCommit = vi.fn()
    shown = render(
      <NumberField label="Dropout" value={0.2} min={0} max={0.9} step={0.05} onCommit={onCommit} />,
    )
    const input = shown.container.querySelector('input')!
    expect(input.step).toBe('0.05')
    type(input, '0.35')
    type(input, '1')
    expect(onCommit.mock.calls).toEqual([[0.35]])
    expect(textOf(shown.container)).toContain('0 to 0.9')
  })
})

describe('OptionalNumberField', () => {
  function draw(value: number | null): {
    readonly input: HTMLInputElement
    readonly onCommit: ReturnType<typeof vi.fn>
  } {
    const onCommit = vi.fn()
    shown = render(
      <OptionalNumberField
        label="Limit"
        description="For all of it."
        placeholder="automatic"
        value={value}
        min={50}
        max={1000}
        onCommit={onCommit}
      />,
    )
    return { input: shown.container.querySelector('input')!, onCommit }
  }

  test('is empty and valid without a number, and says what that means', () => {
    const { input } = draw(null)
    expect([input.value, input.placeholder]).toEqual(['', 'automatic'])
    expect(input.getAttribute('aria-invalid')).not.toBe('true')
    const note = input.getAttribute('aria-describedby')!
    expect(textOf(shown.container.querySelector(`#${CSS.escape(note)}`))).toBe('For all of it.')
  })

  test('hands on numbers, and null when it is emptied', () => {
    const { input, onCommit } = draw(200)
    type(input, '300')
    type(input, '')
    expect(onCommit.mock.calls).toEqual([[300], [null]])
  })

  test('keeps an invalid number to itself', () => {
    const { input, onCommit } = draw(null)
    type(input, '49')
    type(input, '50.5')
    expect(onCommit).not.toHaveBeenCalled()
    expect(textOf(shown.container)).toContain('50 to 1,000')
  })

  test('does not take a bad text for an empty one', () => {
    const { input, onCommit } = draw(200)
    Object.defineProperty(input, 'validity', { value: { badInput: true } })
    type(input, '')
    expect(onCommit).not.toHaveBeenCalled()
    expect(textOf(shown.container)).toContain('50 to 1,000')
    act(() => {
      input.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    })
    expect(input.value).toBe('200')
  })
})
