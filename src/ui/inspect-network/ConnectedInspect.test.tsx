// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ControlFit } from '../../core/predictions.ts'
import { NO_INSPECTION, NO_NETWORK, NO_TRUST } from '../../store/network-state.ts'
import { INITIAL_STATE, NO_OBJECTS } from '../../store/state.ts'
import { RECORD } from '../runs/test-data.ts'
import { textOf, type } from '../test-render.tsx'
import { CARD, IN_CELL, IN_DOUBT, LN_P, PREDICTIONS, reflagOf, WRONG } from './inspect.fixture.ts'
import { cells, testView } from './view.fixture.tsx'

const {
  list,
  object,
  buttons,
  button,
  field,
  calls,
  grid,
  options,
  click,
  draw,
  update,
  updateState,
  select,
  press,
  end,
} = testView()
afterEach(end)

const CELL = { split: 'test', truth: 1, predicted: 0 } as const
const rows = () => [...grid().querySelectorAll('tbody tr')].map(cells)

describe('a confusion cell', () => {
  const inMatrix = () =>
    [...list().querySelectorAll('[aria-label="Cells"] tbody tr')].map((row) => cells(row))

  test('is chosen in a small matrix', () => {
    draw(NO_INSPECTION)
    expect(options('Rows')).toEqual(['Test, 6 rows', 'Validation, 2 rows'])
    expect(inMatrix()).toEqual([
      ['DeltaZ < 1e-3', '1', '1'],
      ['DeltaZ ≥ 1e-3', '3', '1'],
    ])
    expect(textOf(list())).toContain('Choose a cell.')
    expect(textOf(object())).toBe('ObjectNo object yet.')
    click('Show 3 objects: true DeltaZ ≥ 1e-3, predicted DeltaZ < 1e-3')
    expect(calls()).toEqual([['inspectCell', CELL]])
  })

  test('of another split; one without objects is no button', () => {
    draw(NO_INSPECTION)
    select('Rows', 'validation')
    expect(calls()).toEqual([])
    expect(inMatrix()).toEqual([
      ['DeltaZ < 1e-3', '0', '1'],
      ['DeltaZ ≥ 1e-3', '0', '1'],
    ])
    expect(buttons(list()).map((each) => each.getAttribute('aria-label'))).toEqual([
      'Show 1 object: true DeltaZ < 1e-3, predicted DeltaZ ≥ 1e-3',
      'Show 1 object: true DeltaZ ≥ 1e-3, predicted DeltaZ ≥ 1e-3',
    ])
  })

  test('that is chosen is marked, and goes with the split', () => {
    draw(IN_CELL)
    const pressed = buttons(list()).filter((each) => each.getAttribute('aria-pressed') === 'true')
    expect(pressed.map(textOf)).toEqual(['3'])
    select('Rows', 'validation')
    expect(calls()).toEqual([['inspectCell', { ...CELL, split: 'validation' }]])
    update({ cell: { ...CELL, split: 'validation' }, selected: null, posterior: null })
    expect(textOf(list())).toContain(
      'No object of validation is DeltaZ ≥ 1e-3 and predicted as DeltaZ < 1e-3.',
    )
  })

  test('lists its objects, most confident first', () => {
    draw(IN_CELL)
    expect(textOf(list())).toContain('Test: true DeltaZ ≥ 1e-3, predicted DeltaZ < 1e-3, 3 objects')
    // what is above the list is not in each row again
    expect(cells(grid().querySelector('thead tr')!)).toEqual(['Confidence', 'z_est', 'Row', 'Id'])
    expect(rows()).toEqual([
      ['> 0.999', 'unknown', '105', ''],
      ['0.970', '0.1000', '101', 'A-17'],
      ['0.600', '0.2000', '102', ''],
    ])
    expect(grid().querySelector('[aria-selected="true"]')!.getAttribute('data-object')).toBe('1')
  })

  test('has no new labels to give', () => {
    draw(IN_CELL)
    expect(object().querySelector('[aria-label="New label"]')).toBeNull()
    expect([press('1'), press('u')]).toEqual([false, true])
    expect(calls()).toEqual([])
  })

  test('of the most mistakes, where nobody has chosen one yet', () => {
    draw({ ...NO_INSPECTION, list: 'disagreements' })
    act(() => list().querySelector<HTMLInputElement>('input[value="cell"]')!.click())
    expect(calls()).toEqual([['inspectCell', CELL]])
  })

  test('chosen in another view takes the focus to the list', () => {
    draw(NO_INSPECTION)
    expect(document.activeElement).toBe(document.body)
    update(IN_CELL)
    expect(document.activeElement).toBe(grid())
    // a button of the small matrix keeps it
    const other = button('Show 1 object: true DeltaZ < 1e-3, predicted DeltaZ < 1e-3')
    other.focus()
    update({ cell: { ...CELL, truth: 0 } })
    expect(document.activeElement).toBe(other)
  })
})

describe('disagreements', () => {
  test('are asked for', () => {
    draw(IN_CELL)
    act(() => list().querySelector<HTMLInputElement>('input[value="disagreements"]')!.click())
    expect(calls()).toEqual([['showDisagreements']])
  })

  test('of all splits, with what is left to do', () => {
    draw({ ...IN_DOUBT, reflags: [reflagOf(1), reflagOf(3, { label: 0 }), reflagOf(7)] })
    expect(textOf(list())).toContain('5 objects, 2 decided, 3 remain')
    expect(
      rows().map(([confidence, classes, , split, , decision]) => [confidence, classes, decision, split]),
    ).toEqual([
      ['> 0.999', 'DeltaZ ≥ 1e-3 → < 1e-3', '', 'Test'],
      ['0.970', 'DeltaZ ≥ 1e-3 → < 1e-3', 'DeltaZ < 1e-3', 'Test'],
      ['0.800', 'DeltaZ < 1e-3 → ≥ 1e-3', 'confirmed', 'Test'],
      ['0.700', 'DeltaZ < 1e-3 → ≥ 1e-3', '', 'Validation'],
      ['0.600', 'DeltaZ ≥ 1e-3 → < 1e-3', '', 'Test'],
    ])
    // the mark is in sight beside the confidence; the text comes after what tells objects apart
    expect(cells(grid().querySelector('thead tr')!).slice(0, 6)).toEqual([
      'Confidence',
      'Label → predicted',
      'z_est',
      'Split',
      'Row',
      'New label',
    ])
    const marks = [...grid().querySelectorAll<HTMLElement>('tbody tr')].map((row) => row.dataset.decided)
    expect(marks).toEqual(['false', 'true', 'true', 'false', 'false'])
  })

  test('of a split, at a confidence: it counts when the field is left', () => {
    draw(IN_DOUBT)
    expect(options('Rows to search')).toEqual(['All splits', 'Test, 6 rows', 'Validation, 2 rows'])
    select('Rows to search', 'validation')
    const confidence = field<HTMLInputElement>('Least confidence')
    expect(confidence.value).toBe('0.5')
    type(confidence, '0.95')
    expect(calls()).toEqual([['showDisagreements', { queueSplit: 'validation' }]])
    press('Enter', confidence)
    expect(calls()[1]).toEqual(['showDisagreements', { confidence: 0.95 }])
    type(confidence, '95')
    expect(textOf(list())).toContain('0 to 1')
    act(() => {
      confidence.focus()
      confidence.blur()
    })
    expect(confidence.value).toBe('0.5')
    expect(calls()).toHaveLength(2)
  })

  test('none', () => {
    draw({ ...IN_DOUBT, confidence: 0.99999, selected: null, posterior: null })
    expect(textOf(list())).toContain(
      'No label is doubted with a confidence of 0.99999 or more. A lower least confidence lists more.',
    )
    expect(textOf(list())).toContain('0 objects, 0 decided, 0 remain')
  })
})

test('the network is named, and told from an opened run', () => {
  draw(IN_CELL)
  expect(textOf(list().querySelector('header p'))).toBe('CNN3, DeltaZ, weights imported from Keras')
  updateState({ runs: { ...INITIAL_STATE.runs, records: [RECORD], openedId: RECORD.id } })
  expect(textOf(list().querySelector('[data-severity="info"]'))).toBe(
    `This is about the network in use, and not about the opened run ${RECORD.name}: kept runs have no weights.`,
  )
})

describe('stepping', () => {
  test('by arrow keys, j and k', () => {
    draw(IN_CELL)
    expect([press('j'), press('k'), press('ArrowDown', button('Zoom in'))]).toEqual([true, true, true])
    press('ArrowUp', buttons(list())[0]!)
    expect(calls()).toEqual([1, -1, 1, -1].map((delta) => ['stepInspected', delta]))
  })

  test('in the list by its own keys, once', () => {
    draw(IN_CELL)
    press('ArrowDown', grid())
    press('k', grid())
    press('Home', grid())
    press('End', grid())
    expect(calls()).toEqual([2, 5, 5, 2].map((number) => ['inspectObject', number]))
  })

  test.each([
    ['below', 300, 1],
    ['beside', 0, 0],
  ])('scrolls to a drawing that lies %s its list', (_, top, times) => {
    const scrolled = vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(() => {})
    const box = (y: number) => ({ top: y, bottom: y + 300 }) as DOMRect
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
      return box(this.getAttribute('role') === 'application' ? top : 0)
    })
    draw(IN_CELL)
    expect(scrolled).not.toHaveBeenCalled()
    update({ selected: 2 })
    expect(scrolled.mock.calls).toEqual(Array(times).fill([{ block: 'nearest' }]))
    expect(scrolled.mock.contexts).toEqual(Array(times).fill(object().querySelector('[role="application"]')))
    // another list begins where it stands
    update({ cell: { ...CELL, truth: 0 }, selected: 0 })
    expect(scrolled).toHaveBeenCalledTimes(times)
  })

  test('by a click in the list', () => {
    draw(IN_CELL)
    act(() => grid().querySelector<HTMLElement>('[data-object="2"] td')!.click())
    expect(calls()).toEqual([['inspectObject', 2]])
  })

  test('not where nothing of the view has the focus but the page, which scrolls by arrows', () => {
    draw(IN_CELL)
    expect([press('ArrowDown'), press('j')]).toEqual([false, true])
    expect(calls()).toEqual([['stepInspected', 1]])
  })

  test('not while another view is shown, nor from another part of the page', () => {
    draw(IN_CELL)
    const elsewhere = document.createElement('button')
    document.body.append(elsewhere)
    expect(press('j', elsewhere)).toBe(false)
    elsewhere.remove()
    updateState({ view: 'training' })
    expect(press('j')).toBe(false)
    expect(calls()).toEqual([])
  })
})

describe('the object', () => {
  test('has its facts and p(z)', () => {
    draw(IN_CELL)
    expect(textOf(object().querySelector('h3'))).toBe('Test, row 101, A-17')
    expect([...object().querySelectorAll('dl > div')].map(textOf)).toEqual(['ClassDeltaZ ≥ 1e-3'])
    expect(textOf(object())).toContain('z_est 0.1000')
  })

  test('has the probabilities of network and control', () => {
    draw(IN_CELL)
    const table = object().querySelector('[aria-label="Probabilities"]')!
    expect([...table.querySelectorAll('tr')].map(cells)).toEqual([
      ['Class', 'Network', 'Control'],
      ['DeltaZ < 1e-3predicted', '0.970', '0.250'],
      ['DeltaZ ≥ 1e-3label', '0.030', '0.750'],
    ])
    expect(textOf(table.nextElementSibling)).toBe(
      'As the network gives them, not calibrated. Control: logistic regression on a few descriptors.',
    )
  })

  test('says where they are calibrated, and where the control has none', () => {
    const fit = { temperature: 2, rows: 2, lossBefore: 1, lossAfter: 1, eceBefore: 0, eceAfter: 0 }
    draw(
      { ...IN_DOUBT, selected: 6, posterior: { object: 6, lnP: LN_P } },
      { trust: { ...NO_TRUST, fit, calibrated: true } },
    )
    const table = object().querySelector('[aria-label="Probabilities"]')!
    expect([...table.querySelectorAll('tr')].map(cells)).toEqual([
      ['Class', 'Network'],
      ['DeltaZ < 1e-3label', '0.396'],
      ['DeltaZ ≥ 1e-3predicted', '0.604'],
    ])
    expect(textOf(table.nextElementSibling)).toBe(
      'Calibrated: logits divided by the temperature 2.000. No control was fitted beside this network.',
    )
  })

  test('of TRAIN says why the control is silent', () => {
    const control = {} as ControlFit
    const splits = PREDICTIONS.splits.map((each) => ({ ...each, control: null }))
    const on = (split: 'train' | 'test') => ({
      network: {
        ...NO_NETWORK,
        card: CARD,
        predictions: { ...PREDICTIONS, control, splits: [{ ...splits[0]!, split }] },
      },
    })
    draw({ ...IN_CELL, cell: { ...CELL, split: 'train' } }, on('train'))
    const note = () => textOf(object().querySelector('[aria-label="Probabilities"]')!.nextElementSibling)
    expect(note()).toBe(
      'As the network gives them, not calibrated. The control was fitted on TRAIN and is not asked about it.',
    )
    updateState({ ...on('test'), inspect: IN_CELL })
    expect(note()).toBe('As the network gives them, not calibrated. The control has none for these rows.')
  })

  test('that is being read leaves the one before in sight', () => {
    draw(IN_CELL)
    update({ selected: 2 })
    expect(textOf(object().querySelector('h3'))).toBe('Test, row 101, A-17')
    expect(textOf(object().querySelector('header'))).toBe('ObjectReading the next one')
    update({ posterior: { object: 2, lnP: LN_P } })
    expect(textOf(object().querySelector('h3'))).toBe('Test, row 102')
    expect(textOf(object().querySelector('header'))).toBe('Object')
  })

  test('that cannot be read says why', () => {
    draw({ ...IN_CELL, posterior: null, error: WRONG })
    expect(textOf(object().querySelector('[role="alert"]'))).toBe('X.npy was removed. Choose it again.')
    expect(textOf(object())).toContain('Nothing to draw yet.')
  })

  test('waits for the facts of all objects', () => {
    draw(IN_CELL, { objects: NO_OBJECTS })
    expect(textOf(object())).toBe('ObjectObjects are being loaded.')
    expect(rows()[1]).toEqual(['0.970', '0.1000', ''])
  })

  test('steps by the arrow keys of its viewer', () => {
    draw(IN_CELL)
    press('ArrowRight', object().querySelector('[role="application"]')!)
    expect(calls()).toEqual([['stepInspected', 1]])
  })
})
