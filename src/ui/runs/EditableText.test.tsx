// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Rendered, render, textOf, type } from '../test-render.tsx'
import { EditableText } from './EditableText.tsx'

let shown: Rendered
const onSave = vi.fn()
beforeEach(() => onSave.mockClear())
afterEach(() => shown.unmount())

function draw(lines: number): void {
  shown = render(
    <EditableText
      value="old"
      action="Rename old"
      label="Name of old"
      hint="How it ends."
      lines={lines}
      maxLength={20}
      onSave={onSave}
    >
      shown text
    </EditableText>,
  )
}

const button = () => shown.container.querySelector('button')!
const field = () => shown.container.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')!

function begin(lines = 1): void {
  draw(lines)
  act(() => button().click())
}

function typeText(text: string): void {
  const element = field()
  if (element instanceof HTMLInputElement) type(element, text)
  else {
    act(() => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(element, text)
      element.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }
}

function press(key: string, init: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  act(() => void field().dispatchEvent(event))
  return event.defaultPrevented
}

test('the text with a named button, then a named field with the text and its hint', () => {
  draw(1)
  expect(textOf(button().parentElement)).toBe('shown text')
  expect(button().getAttribute('aria-label')).toBe('Rename old')
  act(() => button().click())
  expect(shown.container.querySelector('button')).toBeNull()
  expect([field().value, field().getAttribute('aria-label')]).toEqual(['old', 'Name of old'])
  expect(document.activeElement).toBe(field())
  expect(textOf(document.getElementById(field().getAttribute('aria-describedby')!))).toBe('How it ends.')
})

describe('one line', () => {
  test('Enter saves and leaves the focus on the button', () => {
    begin()
    typeText('new')
    expect(press('Enter')).toBe(true)
    expect(onSave.mock.calls).toEqual([['new']])
    expect(document.activeElement).toBe(button())
  })

  test('Escape drops what was typed; the next time begins anew', () => {
    begin()
    typeText('new')
    press('Escape')
    expect(onSave).not.toHaveBeenCalled()
    expect(document.activeElement).toBe(button())
    act(() => button().click())
    expect(field().value).toBe('old')
  })

  test('leaving the field saves, and takes the focus nowhere', () => {
    begin()
    typeText('new')
    act(() => field().blur())
    expect(onSave.mock.calls).toEqual([['new']])
    expect(document.activeElement).not.toBe(button())
  })

  test('a click elsewhere saves at once, and the field stays until the click is done', async () => {
    begin()
    typeText('new')
    act(() => void window.dispatchEvent(new Event('pointerdown')))
    act(() => field().blur())
    expect(onSave.mock.calls).toEqual([['new']])
    expect(field()).not.toBeNull()
    await act(async () => {
      window.dispatchEvent(new Event('pointerup'))
      await new Promise((resolve) => setTimeout(resolve))
    })
    expect(field()).toBeNull()
    expect(onSave).toHaveBeenCalledTimes(1)
  })

  test('the same text is not saved', () => {
    begin()
    press('Enter')
    expect(onSave).not.toHaveBeenCalled()
    expect(button()).not.toBeNull()
  })

  test('an Enter that ends a word of an input method is left alone', () => {
    begin()
    typeText('new')
    expect(press('Enter', { isComposing: true })).toBe(false)
    expect(field().value).toBe('new')
  })
})

describe('several lines', () => {
  test('Enter begins another line, Control with Enter saves', () => {
    begin(4)
    expect(field().tagName).toBe('TEXTAREA')
    typeText('new\nline')
    expect(press('Enter')).toBe(false)
    expect(onSave).not.toHaveBeenCalled()
    expect(press('Enter', { ctrlKey: true })).toBe(true)
    expect(onSave.mock.calls).toEqual([['new\nline']])
  })
})
