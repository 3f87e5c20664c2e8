// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import type { ModelCard } from '../../core/model-card.ts'
import { NO_NETWORK, NO_TRUST, NOTHING_APPLIED } from '../../store/network-state.ts'
import type { StudioState } from '../../store/state.ts'
import { RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf, type as typeIn } from '../test-render.tsx'
import { ANSWERED, CARD, FOUR_OUTPUTS, IMPORTED, TWO_INPUTS, using, WRONG } from './apply.fixture.ts'
import { NetworkPanel } from './NetworkPanel.tsx'

let page: Rendered
afterEach(() => page.unmount())

const FILE = new File(['x'], 'net.keras')
const FIT = { temperature: 1.5, rows: 10, lossBefore: 0.4, lossAfter: 0.3, eceBefore: 0.2, eceAfter: 0.1 }

function draw(card: ModelCard | null, state: Partial<StudioState> = {}): HTMLElement {
  page = render(<NetworkPanel />, { ...using(card), ...state })
  return region(page.container, 'Network')
}

function fileInput(): HTMLInputElement {
  return page.container.querySelector('input[aria-label="Network file"]')!
}

function labels(): string[] {
  return [...page.container.querySelectorAll('label')].map(textOf)
}

function field(name: string): HTMLSelectElement & HTMLInputElement {
  const label = [...page.container.querySelectorAll('label')].find((each) => textOf(each) === name)!
  return page.container.querySelector(`#${CSS.escape(label.htmlFor)}`)!
}

function choose(name: string, value: string): void {
  act(() => {
    field(name).value = value
    field(name).dispatchEvent(new Event('change', { bubbles: true }))
  })
}

function buttons(): HTMLButtonElement[] {
  return [...page.container.querySelectorAll('button')]
}

function press(name: string): void {
  act(() =>
    buttons()
      .find((each) => textOf(each) === name)!
      .click(),
  )
}

const options = (name: string) => [...field(name).querySelectorAll('option')].map(textOf)
const live = () => textOf(page.container.querySelector('[aria-live]'))
const alertText = () => textOf(page.container.querySelector('[role="alert"]'))

describe('loading', () => {
  test('invites where there is no network', () => {
    const section = draw(null)
    expect(textOf(section)).toBe(
      'NetworkThe one in use. A new run, another file or a reload takes its place: save it to keep it.' +
        'Network fileA network that was saved here, or one of the five architectures from Keras (.keras, .h5).' +
        'Train a network, or load one.',
    )
    expect([fileInput().accept, fileInput().multiple, fileInput().disabled]).toEqual([
      '.keras,.h5,.hdf5',
      false,
      false,
    ])
  })

  test('says during a run when there will be one', () => {
    const section = draw(null, { run: RUN })
    expect(textOf(section)).toContain('A run is under way: its network is in use once it has ended.')
    expect(textOf(section)).not.toContain('Train a network')
  })

  test('hands the chosen file on', () => {
    draw(CARD)
    expect(live()).toBe(
      'A network that was saved here, or one of the five architectures from Keras (.keras, .h5). It takes the place of the one in use.',
    )
    Object.defineProperty(fileInput(), 'files', { value: [FILE], configurable: true })
    act(() => fileInput().dispatchEvent(new Event('change', { bubbles: true })))
    expect(page.calls).toEqual([['loadModel', FILE]])
  })

  test.each<[string, Partial<StudioState>]>([
    ['A run is under way: a network can be loaded once it has ended.', { run: RUN }],
    ['Taking a network into use.', { network: { ...NO_NETWORK, loading: true } }],
    [
      'The network in use is being applied: another can be loaded after that.',
      { apply: { ...NOTHING_APPLIED, progress: { name: '', done: 0, total: 1 } } },
    ],
  ])('is held, and it is said why: %s', (text, state) => {
    draw(CARD, state)
    expect([live(), fileInput().disabled]).toEqual([text, true])
  })

  test('tells an error with its hint', () => {
    draw(null, { network: { ...NO_NETWORK, error: WRONG } })
    expect(alertText()).toBe('a.txt is no network. Choose another.')
  })
})

describe('what is known', () => {
  test('the temperature of the view of trust', () => {
    draw(CARD, { trust: { ...NO_TRUST, fit: FIT, calibrated: true } })
    expect(textOf(page.container)).toContain('none in the weights; Trust applies 1.5')
  })

  test('classes stand in their order', () => {
    draw(CARD)
    expect([...page.container.querySelectorAll('dt')].map(textOf)).toEqual([
      'Name',
      'From',
      'Takes',
      'Redshifts',
      'Weights',
      'Training',
      'Trained on',
      'Temperature',
      'Classes',
    ])
    expect([...page.container.querySelectorAll('ol li')].map(textOf)).toEqual([
      'DeltaZ < 1e-3',
      'DeltaZ ≥ 1e-3',
    ])
    expect(buttons().map(textOf)).not.toContain('Use this network')
  })
})

describe('imported weights', () => {
  test('need answers', () => {
    draw(IMPORTED)
    expect(textOf(page.container.querySelector('[data-severity="warning"]'))).toBe(
      'The file does not tell what this network is for Answer before it is applied. A wrong answer gives wrong classes, and nothing else tells.',
    )
    expect(options('Classes of the network')).toEqual([
      'DeltaZ: DeltaZ < 1e-3, then DeltaZ ≥ 1e-3',
      'Success2: Success, then Spurious/Mismatch',
    ])
    expect(options('It takes')).toEqual(['logPDF', 'PDF', 'logVraisemblance (log-likelihood)'])
    expect(textOf(page.container)).toContain('ln p as the files hold it, with a floor in the place of −inf.')
    choose('Classes of the network', 'Success2')
    choose('It takes', 'PDF')
    expect(textOf(page.container)).toContain('exp(ln p), the density itself.')
    choose('It takes', 'logVraisemblance')
    expect(textOf(page.container)).toContain(
      'ln p plus the log-evidence of each object, which the files must hold.',
    )
    expect(labels()).not.toContain('Redshift as')
    press('Use this network')
    expect(page.calls).toEqual([
      ['completeModel', { target: 'Success2', input: 'logVraisemblance', redshift: 'value' }],
    ])
  })

  test('with two inputs it is asked how the redshift is given', () => {
    draw(TWO_INPUTS)
    expect(options('Classes of the network')).toEqual([
      'Success3: Success, then Spurious, then Mismatch',
      'Flag3: Flag 1, then Flags 2 & 9, then Flags 3 & 4',
    ])
    choose('Redshift as', 'index')
    press('Use this network')
    expect(page.calls).toEqual([
      ['completeModel', { target: 'Success3', input: 'logPDF', redshift: 'index' }],
    ])
  })

  test('of a number of outputs that nothing has cannot be used', () => {
    draw(FOUR_OUTPUTS)
    expect(textOf(page.container)).toContain(
      'The network tells 4 classes apart. The classes known here are 2 (DeltaZ), 2 (Success2), 3 (Success3), 3 (Flag3) and 5 (Flag).',
    )
    expect(buttons().map(textOf)).not.toContain('Use this network')
  })

  test('can be corrected, and begin with what was said', () => {
    draw(ANSWERED)
    expect(labels()).not.toContain('It takes')
    press('Correct what was said of it')
    expect([field('Classes of the network').value, field('It takes').value]).toEqual(['Success2', 'logPDF'])
    choose('Classes of the network', 'DeltaZ')
    press('Use this network')
    expect(page.calls).toEqual([['completeModel', { target: 'DeltaZ', input: 'logPDF', redshift: 'value' }]])
  })

  test('what the file tells is the first answer', () => {
    draw({ ...IMPORTED, input: 'PDF' })
    expect(field('It takes').value).toBe('PDF')
  })

  test('are held while posteriors are being answered', () => {
    draw(IMPORTED, { network: { ...NO_NETWORK, card: IMPORTED, loading: true } })
    expect([field('It takes').disabled, field('Classes of the network').disabled]).toEqual([true, true])
    expect(buttons().find((each) => textOf(each) === 'Use this network')!.disabled).toBe(true)
  })
})

describe('saving', () => {
  const save = () => page.container.querySelectorAll('[role="group"]')[0]!
  const amazed = () => page.container.querySelectorAll('[role="group"]')[1]!

  test('each format has a button', () => {
    draw(CARD)
    expect(textOf(save())).toBe(
      'SaveSave network (.keras)Keras 3 loads it, and so does this page, with all that is known of it.' +
        'Keras HDF5 (.h5)The older format of Keras, which Keras 3 and this page load as well.' +
        'Probabilities are saved as they are, not calibrated. Where "Calibrated probabilities" is on in the view Trust, the temperature goes into the last layer.',
    )
    press('Save network (.keras)')
    press('Keras HDF5 (.h5)')
    expect(page.calls).toEqual([
      ['saveModel', 'keras'],
      ['saveModel', 'hdf5'],
    ])
  })

  test.each([
    [
      { trust: { ...NO_TRUST, fit: FIT, calibrated: true } },
      CARD,
      'Probabilities are saved calibrated: T = 1.5 goes into the weights of the last layer, so that any program that loads the file gives them.',
    ],
    [
      { trust: { ...NO_TRUST, fit: FIT, calibrated: false } },
      CARD,
      'Probabilities are saved as they are, not calibrated. Where "Calibrated probabilities" is on in the view Trust, the temperature goes into the last layer.',
    ],
    [{}, { ...CARD, temperature: 2 }, 'Probabilities are saved calibrated, as the network gives them.'],
  ])('says whether probabilities are calibrated: %#', (state, card, text) => {
    draw(card, state)
    expect([...save().querySelectorAll('p')].map(textOf)).toContain(text)
  })

  test('AMAZED gets the range of the grid, and the last class as the failure', () => {
    draw(CARD)
    expect(['z min', 'z max', 'z step', 'Failure class'].map((name) => field(name).value)).toEqual([
      '0',
      '4.99412',
      '0.0001',
      '1',
    ])
    expect(options('Failure class')).toEqual(['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'])
    expect(textOf(amazed())).toContain(
      'AMAZED compares these numbers for equality with its own parameters, and the step is in ln(1+z). In the file the failure class comes first.',
    )
    press('AMAZED (.h5)')
    typeIn(field('z max'), '5')
    typeIn(field('z min'), '0.01')
    typeIn(field('z step'), '2e-4')
    choose('Failure class', '0')
    press('AMAZED (.h5)')
    expect(page.calls).toEqual([
      ['saveModel', 'amazed', { range: { min: 0, max: 4.994_12, step: 1e-4 }, failureClass: 1 }],
      ['saveModel', 'amazed', { range: { min: 0.01, max: 5, step: 2e-4 }, failureClass: 0 }],
    ])
  })

  test('an empty range cannot be saved', () => {
    draw(CARD)
    typeIn(field('z min'), '5')
    expect(textOf(amazed())).toContain('z min must be below z max.')
    press('AMAZED (.h5)')
    expect(page.calls).toEqual([])
  })

  test('says why AMAZED could not use it', () => {
    draw({ ...CARD, input: 'logPDF' })
    expect(textOf(amazed())).toBe(
      "For AMAZED's deepLearningSolverAMAZED gives a network the PDF, and this one takes logPDF. Train one on the PDF.",
    )
  })

  test('presses do nothing while a file is made', () => {
    draw(CARD, { network: { ...NO_NETWORK, card: CARD, saving: 'hdf5' } })
    expect(textOf(save())).toMatch(/Making the file\.$/)
    const names = ['Save network (.keras)', 'Keras HDF5 (.h5)', 'AMAZED (.h5)']
    for (const name of names) press(name)
    expect(page.calls).toEqual([])
    const made = buttons().filter((each) => names.includes(textOf(each)))
    expect(made.map((each) => [each.disabled, each.getAttribute('aria-disabled')])).toEqual(
      names.map(() => [false, 'true']),
    )
  })

  test('another network begins with its own numbers', () => {
    draw(CARD)
    typeIn(field('z max'), '3')
    const other = { ...CARD, created: '2026-11-23T00:00:00.000Z' }
    page.update({ network: { ...NO_NETWORK, card: other } })
    expect(field('z max').value).toBe('4.99412')
  })
})
