// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest'
import type { Saliency } from '../../core/saliency.ts'
import { type InspectSlice, NO_NETWORK, NO_TRUST } from '../../store/network-state.ts'
import { NO_OBJECTS } from '../../store/state.ts'
import { region, textOf } from '../test-render.tsx'
import { CARD, COLUMNS, IN_CELL, LN_P, PREDICTIONS, WRONG } from './inspect.fixture.ts'
import { testView } from './view.fixture.tsx'

const { container, button, field, calls, options, click, draw, update, select, press, end } = testView()
afterEach(end)

const SALIENCY: Saliency = {
  object: 1,
  classIndex: 0,
  method: 'gradientTimesInput',
  values: Float32Array.of(3, 0, -1),
  score: 3.476,
  baselineScore: null,
}
const saliency = () => region(container(), 'Saliency')

describe('saliency', () => {
  const text = () => textOf(saliency().lastElementChild!.previousElementSibling)
  const strip = () => saliency().firstElementChild as HTMLElement
  const colours = () => [...strip().querySelectorAll('path[fill-opacity]')].length

  test('is drawn under p(z), and told', () => {
    draw({ ...IN_CELL, saliency: SALIENCY })
    expect(text()).toBe(
      'Log-odds of DeltaZ < 1e-3: +3.48. Strongest contributions: ' +
        'z 0.0000 (75.0 % of the sum of absolute values, for the class) and z 1.0000 (25.0 %, against the class).',
    )
    expect(colours()).toBe(2)
    expect([strip().dataset.faded, saliency().getAttribute('aria-busy')]).toEqual(['false', 'false'])
    expect(textOf(saliency())).toContain('speaks for the class speaks against it')
  })

  test('tells what it is not', () => {
    draw({ ...IN_CELL, saliency: SALIENCY })
    expect(textOf(saliency().lastElementChild)).toBe(
      'Where this network reacts, not why the redshift is right or wrong.',
    )
  })

  test('of a network that takes the redshift, beside calibrated probabilities', () => {
    const card = { ...CARD, model: 'CNN-2inputs' } as const
    const fit = { temperature: 2, rows: 2, lossBefore: 1, lossAfter: 1, eceBefore: 0, eceAfter: 0 }
    draw(
      { ...IN_CELL, saliency: SALIENCY },
      {
        network: { ...NO_NETWORK, card, predictions: { ...PREDICTIONS, card } },
        trust: { ...NO_TRUST, fit, calibrated: true },
      },
    )
    expect(text()).toContain('Log-odds of DeltaZ < 1e-3 before calibration: +3.48.')
    expect(textOf(saliency().lastElementChild)).toContain('is held fixed: it is not in the strip.')
  })

  test('zooms with p(z)', () => {
    const zgrid = Float64Array.from({ length: 9 }, (_, i) => i / 8)
    const values = Float32Array.of(0, 0, 0, 0, 3, 0, -1, 0, 0)
    draw(
      { ...IN_CELL, posterior: { object: 1, lnP: values }, saliency: { ...SALIENCY, values } },
      { objects: { ...NO_OBJECTS, loaded: { columns: COLUMNS, zgrid } } },
    )
    const path = () => strip().querySelector('svg svg path')!.getAttribute('d')
    expect(path()).toBe('M68 53L147.8 53L227.5 53L307.3 53L387 27L466.8 53L546.5 61.7L626.3 53L706 53')
    click('Zoom in')
    expect(path()).toBe('M-91.5 53L68 53L227.5 53L387 27L546.5 53L706 61.7L865.5 53')
  })

  test('by another method, or for another class', () => {
    draw({ ...IN_CELL, saliency: SALIENCY })
    expect(button('Gradient × input').getAttribute('aria-pressed')).toBe('true')
    expect(button('Integrated gradients').getAttribute('aria-pressed')).toBe('false')
    click('Integrated gradients')
    expect(options('Explained class')).toEqual(['Predicted: DeltaZ < 1e-3', 'DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'])
    select('Explained class', '1')
    update({ explained: 1 })
    select('Explained class', 'predicted')
    expect(calls()).toEqual([
      ['setSaliency', { method: 'integratedGradients' }],
      ['setSaliency', { explained: 1 }],
      ['setSaliency', { explained: null }],
    ])
  })

  test.each<[string, Partial<InspectSlice>]>([
    ['another object', { selected: 2, posterior: { object: 2, lnP: LN_P } }],
    ['another object that is being read', { selected: 2 }],
    ['another method', { method: 'integratedGradients' }],
    ['another class', { explained: 1 }],
  ])('of before is faded while that of %s is computed', (_, patch) => {
    draw({ ...IN_CELL, saliency: SALIENCY })
    update(patch)
    expect([strip().dataset.faded, saliency().getAttribute('aria-busy')]).toEqual(['true', 'true'])
    expect(colours()).toBe(2)
    expect(text()).toBe('Saliency is being computed.')
  })

  test('that cannot be computed says why, and leaves nothing of another object', () => {
    draw({ ...IN_CELL, saliency: { ...SALIENCY, object: 5 }, saliencyError: WRONG })
    expect(textOf(saliency().querySelector('[role="alert"]'))).toBe('X.npy was removed. Choose it again.')
    expect(colours()).toBe(0)
    expect(saliency().getAttribute('aria-busy')).toBe('false')
  })

  test('of other posteriors is not drawn', () => {
    draw({ ...IN_CELL, saliency: { ...SALIENCY, values: Float32Array.of(1, 2) } })
    expect(colours()).toBe(0)
  })

  test('arrow keys choose the explained class, not another object', () => {
    draw({ ...IN_CELL, saliency: SALIENCY })
    expect(press('ArrowDown', field('Explained class'))).toBe(false)
    expect(calls()).toEqual([])
  })
})
