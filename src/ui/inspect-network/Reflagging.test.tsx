// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest'
import { NO_NETWORK } from '../../store/network-state.ts'
import { textOf } from '../test-render.tsx'
import { CARD, IN_DOUBT, PREDICTIONS, reflagOf, WRONG } from './inspect.fixture.ts'
import { testView } from './view.fixture.tsx'

const { object, buttons, button, field, calls, slice, grid, click, draw, update, press, end } = testView()
afterEach(end)

describe('new labels', () => {
  const names = () => buttons(object().querySelector('[aria-label="New label"]')!).map(textOf)
  const status = () => textOf(object().querySelector('[role="status"]'))
  const isOff = (name: string) => button(name).getAttribute('aria-disabled') === 'true'

  test('by button and by key, wherever the focus is but in a field', () => {
    draw(IN_DOUBT)
    expect(names()).toEqual(['1 DeltaZ < 1e-3', '2 DeltaZ ≥ 1e-3'])
    click('2 DeltaZ ≥ 1e-3')
    expect(press('1')).toBe(true)
    press('2', grid())
    press('1', button('Zoom in'))
    press('1', field('Least confidence'))
    press('1', field('Rows to search'))
    press('3')
    expect(calls()).toEqual([1, 0, 1, 0].map((newLabel) => ['reflag', { newLabel, newFlag: null }]))
  })

  test('are flags where the classes are made of flags', () => {
    const card = {
      ...CARD,
      target: 'Flag3',
      classes: ['Flag 1', 'Flags 2-9', 'Flags 3-4'],
      labels: ['Flag 1', 'Flags 2 & 9', 'Flags 3 & 4'],
    } as const
    draw(IN_DOUBT, { network: { ...NO_NETWORK, card, predictions: { ...PREDICTIONS, card } } })
    expect(names()).toEqual(['1 Flag 1', '2 Flag 2', '3 Flag 3', '4 Flag 4', '9 Flag 9'])
    press('9')
    expect(calls()).toEqual([['reflag', { newLabel: 1, newFlag: 9 }]])
  })

  test('can be taken back and saved', () => {
    const reflags = [reflagOf(1)]
    draw({ ...IN_DOUBT, reflags, undo: [[]] })
    expect(textOf(object())).toContain('1 decision')
    expect(button('1 DeltaZ < 1e-3').getAttribute('aria-pressed')).toBe('true')
    expect(button('2 DeltaZ ≥ 1e-3').getAttribute('aria-pressed')).toBe('false')
    click('u Undo')
    press('u')
    press('z', document.body, { ctrlKey: true })
    click('New labels CSV')
    expect(calls().map(([name]) => name)).toEqual(['undoReflag', 'undoReflag', 'undoReflag', 'exportReflags'])
  })

  test('without any there is nothing to take back or to save', () => {
    draw(IN_DOUBT)
    expect([isOff('u Undo'), isOff('New labels CSV'), isOff('1 DeltaZ < 1e-3')]).toEqual([true, true, false])
    click('u Undo')
    click('New labels CSV')
    expect(calls()).toEqual([])
    update({ selected: null, posterior: null })
    expect(isOff('1 DeltaZ < 1e-3')).toBe(true)
    click('1 DeltaZ < 1e-3')
    expect(calls()).toEqual([])
  })

  test('are said', () => {
    draw(IN_DOUBT)
    const { reflags: none } = slice()
    expect(status()).toBe('')
    expect(textOf(object())).toContain('Give the label you think is right; the next object follows.')
    const one = [reflagOf(1)]
    update({ reflags: one, undo: [none], selected: 3 })
    expect(status()).toBe('Test, row 101, A-17: DeltaZ < 1e-3 in place of DeltaZ ≥ 1e-3.')
    update({ reflags: [...one, reflagOf(3, { label: 0 })], undo: [none, one] })
    expect(status()).toBe('Test, row 103: the label is confirmed, DeltaZ < 1e-3.')
    update({ reflags: one, undo: [none] })
    expect(status()).toBe('Undone: DeltaZ < 1e-3 for Test, row 103.')
  })

  test('that the browser does not keep are said to be lost', () => {
    draw({ ...IN_DOUBT, storageError: WRONG })
    expect(textOf(object())).toContain('X.npy was removed. Choose it again.')
    expect(object().querySelector('[role="alert"]')).toBeNull()
  })
})
