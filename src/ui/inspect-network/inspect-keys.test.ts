// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { reflagKeys } from '../../core/reflag-keys.ts'
import { CARD } from './inspect.fixture.ts'
import { inspectAction, keyNeeds, type PressedKey } from './inspect-keys.ts'

const KEYS = reflagKeys(CARD)
const PLAIN = {
  code: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
}

function action(key: string, patch: Partial<PressedKey> = {}, needs: Parameters<typeof keyNeeds>[0] = null) {
  return inspectAction({ ...PLAIN, key, ...patch }, KEYS, keyNeeds(needs))
}

describe('keys', () => {
  test('step', () => {
    const deltas = ['j', 'ArrowDown', 'k', 'ArrowUp'].map((key) => action(key))
    expect(deltas).toEqual([1, 1, -1, -1].map((delta) => ({ kind: 'step', delta })))
  })

  test('give the labels of the classes', () => {
    expect(action('1')).toEqual({ kind: 'flag', decision: KEYS[0] })
    expect(action('2')).toEqual({ kind: 'flag', decision: KEYS[1] })
    expect(action('3')).toBeNull()
    expect(inspectAction({ ...PLAIN, key: '1' }, [], 'none')).toBeNull()
  })

  test('of a French keyboard count by their place, with and without shift', () => {
    expect(action('&', { code: 'Digit1' })).toEqual({ kind: 'flag', decision: KEYS[0] })
    expect(action('1', { code: 'Digit1', shiftKey: true })).toEqual({ kind: 'flag', decision: KEYS[0] })
    // that of an English one
    expect(action('!', { code: 'Digit1', shiftKey: true })).toBeNull()
    expect(action('2', { code: 'Numpad2' })).toEqual({ kind: 'flag', decision: KEYS[1] })
  })

  test('undo', () => {
    for (const event of [action('u'), action('z', { ctrlKey: true }), action('z', { metaKey: true })]) {
      expect(event).toEqual({ kind: 'undo' })
    }
    expect(action('z')).toBeNull()
    expect(action('Z', { ctrlKey: true, shiftKey: true })).toBeNull()
  })

  test('that are held down step on, and decide nothing', () => {
    expect(action('j', { repeat: true })).toEqual({ kind: 'step', delta: 1 })
    expect([action('1', { repeat: true }), action('u', { repeat: true })]).toEqual([null, null])
  })

  test('with others belong to the browser', () => {
    expect([
      action('1', { ctrlKey: true }),
      action('j', { altKey: true }),
      action('1', { metaKey: true }),
    ]).toEqual([null, null, null])
    expect(action('ArrowDown', { shiftKey: true })).toBeNull()
  })
})

describe('what has the focus', () => {
  function element(tag: string, attributes: Readonly<Record<string, string>> = {}): Element {
    const made = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    return made
  }

  test.each([
    ['input', { type: 'text' }, 'all'],
    ['input', { type: 'number' }, 'all'],
    ['input', {}, 'all'],
    ['select', {}, 'all'],
    ['textarea', {}, 'all'],
    ['div', { contenteditable: 'true' }, 'all'],
    ['input', { type: 'radio' }, 'arrows'],
    ['input', { type: 'range' }, 'arrows'],
    ['input', { type: 'checkbox' }, 'none'],
    ['button', {}, 'none'],
    ['table', { role: 'grid' }, 'none'],
  ])('%s %j needs %s', (tag, attributes, needs) => {
    expect(keyNeeds(element(tag, attributes as Record<string, string>))).toBe(needs)
  })

  test('fields keep every key, choices their arrows', () => {
    const field = element('input', { type: 'text' })
    const radio = element('input', { type: 'radio' })
    expect([action('1', {}, field), action('u', {}, field), action('z', { ctrlKey: true }, field)]).toEqual([
      null,
      null,
      null,
    ])
    expect([action('ArrowDown', {}, radio), action('j', {}, radio)]).toEqual([
      null,
      { kind: 'step', delta: 1 },
    ])
  })
})
