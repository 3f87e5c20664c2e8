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
  baselineScore: -0.5,
}
const saliency = () => region(container(), 'Saliency')

describe('saliency', () => {
  const text = () => textOf(saliency().lastElementChild!.previousElementSibling)
  const strip = () => saliency().firstElementChild as HTMLElement
  const colours = () => [...strip().querySelectorAll('path[fill-opacity]')].length

  test('is drawn under p(z), and told', () => {
    draw({ ...IN_CELL, saliency: SALIENCY })
    expect(text()).toBe(
      'Log-odds of DeltaZ < 1e-3: +3.48. A flat row has −0.50: this posterior raises that by 3.98. It looked most at ' +
        'z 0.0000 (75.0 % of all contributions, for the class) and z 1.0000 (25.0 %, against the class).',
    )
    expect(colours()).toBe(2)
    expect([strip().dataset.faded, saliency().getAttribute('aria-busy')]).toEqual(['false', 'false'])
    expect(textOf(saliency())).toContain('how much it counts for the class against it')
  })

  test('tells what it is not', () => {
    draw({ ...IN_CELL, saliency: SALIENCY })
    expect(textOf(saliency().lastElementChild)).toContain(
      'Where this network reacts, not why the redshift is right or wrong.',
    )
    expect(saliency().querySelector('details')).toBeNull()
  })

  test('by integrated gradients says how exact it is, to who asks', () => {
    const method = 'integratedGradients' as const
    draw({ ...IN_CELL, method, saliency: { ...SALIENCY, method } })
    const details = saliency().querySelector('details')!
    expect(details.open).toBe(false)
    expect(textOf(details)).toBe(
      'How exact this isAll contributions add up to +2.00; the log-odds differ from those of the flat row by +3.98: off by 49.7 %.',
    )
  })

  test('that takes long says how far it is', () => {
    draw({ ...IN_CELL, method: 'integratedGradients', saliency: SALIENCY })
    expect(text()).toBe('Saliency is being computed.')
    update({ saliencyProgress: { done: 12, total: 32 } })
    expect(text()).toBe('Saliency is being computed: 12 of 32 steps.')
    expect(colours()).toBe(0)
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
    const path = () =>
      [...strip().querySelectorAll('path:not([fill-opacity])')]
        .map((each) => each.getAttribute('d'))
        .slice(1, 3)
    expect(path()).toEqual(['M347 53V27H427V53Z', 'M507 53V61.7H586V53Z'])
    click('Zoom in')
    expect(path()).toEqual(['M307 53V27H467V53Z', 'M626 53V61.7H706V53Z'])
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

  test.each<[string, Partial<InspectSlice>, number]>([
    ['gone while that of another object', { selected: 2, posterior: { object: 2, lnP: LN_P } }, 0],
    ['gone while that by another method', { method: 'integratedGradients' }, 0],
    ['gone while that for another class', { explained: 1 }, 0],
    // p(z) above is still that of the same object
    ['faded while that of an object that is being read', { selected: 2 }, 2],
  ])('of before is %s is computed', (_, patch, shades) => {
    draw({ ...IN_CELL, saliency: SALIENCY })
    update(patch)
    expect([strip().dataset.faded, saliency().getAttribute('aria-busy')]).toEqual(['true', 'true'])
    expect(colours()).toBe(shades)
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
