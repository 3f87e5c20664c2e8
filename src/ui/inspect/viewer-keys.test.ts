import { describe, expect, test } from 'vitest'
import { keyAction, rangeAfter } from './viewer-keys.ts'
import { zAxis } from './z-axis.ts'

const NO_MODIFIERS = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false }

describe('keyAction', () => {
  test.each([
    ['ArrowUp', { kind: 'step', delta: -1 }, { kind: 'zoom', factor: 2 }],
    ['ArrowLeft', { kind: 'step', delta: -1 }, { kind: 'pan', share: -0.1 }],
    ['ArrowDown', { kind: 'step', delta: 1 }, { kind: 'zoom', factor: 0.5 }],
    ['ArrowRight', { kind: 'step', delta: 1 }, { kind: 'pan', share: 0.1 }],
    ['Home', { kind: 'whole' }, null],
    ['End', { kind: 'whole' }, null],
    ['a', null, null],
  ])('%s', (key, plain, shifted) => {
    expect(keyAction({ ...NO_MODIFIERS, key })).toEqual(plain)
    expect(keyAction({ ...NO_MODIFIERS, key, shiftKey: true })).toEqual(shifted)
  })

  test.each(['ctrlKey', 'altKey', 'metaKey'])('%s is left to the browser', (modifier) => {
    expect(keyAction({ ...NO_MODIFIERS, key: 'ArrowLeft', [modifier]: true })).toBeNull()
  })
})

test('rangeAfter pans, zooms around the middle, and shows all', () => {
  const axis = zAxis(101, null, 'z')
  expect(rangeAfter({ kind: 'pan', share: 0.1 }, axis, [20, 40])).toEqual([22, 42])
  expect(rangeAfter({ kind: 'zoom', factor: 2 }, axis, [20, 40])).toEqual([25, 35])
  expect(rangeAfter({ kind: 'whole' }, axis, [20, 40])).toEqual([0, 100])
})
