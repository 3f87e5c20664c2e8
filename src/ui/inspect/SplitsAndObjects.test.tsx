// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { NO_FILTER } from '../../core/object-order.ts'
import { objectColumns } from '../../core/objects.fixture.ts'
import { NO_DATA, NO_OBJECTS, type ObjectsSlice, type StudioState } from '../../store/state.ts'
import { REPORT } from '../test-data.ts'
import { type Rendered, region, render, textOf, type } from '../test-render.tsx'
import { SplitsAndObjects } from './SplitsAndObjects.tsx'

let shown: Rendered
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(11 * 27)
})
afterEach(() => {
  shown.unmount()
  vi.restoreAllMocks()
})

const COLUMNS = objectColumns([
  { row: 10, label: 0, redshift: 0.5, deltaZ: 0.0004, status: 'success', id: 'A-17' },
  { place: 'test', row: 3, label: 1, redshift: 1, deltaZ: -0.5, status: 'spurious' },
  { place: 'none', row: 4, label: 1 },
])
/** Three objects; the first one is shown, with its peak at redshift 0.5. */
const LOOKING: ObjectsSlice = {
  ...NO_OBJECTS,
  loaded: { columns: COLUMNS, zgrid: Float64Array.of(0, 0.5, 1) },
  order: Uint32Array.of(0, 1, 2),
  selected: 0,
  posterior: { object: 0, lnP: Float32Array.of(-30, 0, -30) },
}
const READY: Partial<StudioState> = {
  view: 'data',
  data: { ...NO_DATA, phase: 'ready', report: REPORT },
}
const GONE = { code: 'file-gone', message: 'X.npy was removed.', hint: 'Choose it again.' } as const

function draw(patch: Partial<ObjectsSlice> = {}, state: Partial<StudioState> = READY): HTMLElement {
  shown = render(<SplitsAndObjects />, { ...state, objects: { ...LOOKING, ...patch } })
  return shown.container
}

function update(patch: Partial<ObjectsSlice>): void {
  shown.update({ objects: { ...shown.store.getState().objects, ...patch } })
}

const names = () =>
  [...shown.container.querySelectorAll('section[aria-label]')].map((each) => each.getAttribute('aria-label'))
const list = () => region(shown.container, 'Objects list')
const posterior = () => region(shown.container, 'Posterior')
const body = (name: string) => textOf(region(shown.container, name).lastElementChild)

function press(name: string, within: Element): void {
  act(() => [...within.querySelectorAll('button')].find((each) => textOf(each) === name)!.click())
}

function pressKey(element: Element, key: string): void {
  act(() => void element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))
}

describe('the data side', () => {
  test('invites to load data where there are none', () => {
    draw({}, { view: 'data' })
    expect(names()).toEqual(['Splits'])
    expect(body('Splits')).toBe('Load data to see how objects become splits, and to look at them.')
  })

  test.each([
    [
      'discovering',
      'The data are being read. Splits come first, objects when all posteriors have been read.',
    ],
    ['reading', 'The data are being read. Splits come first, objects when all posteriors have been read.'],
    ['choosing', 'Choose one of the data sets that were found.'],
  ] as const)('says what it waits for: %s', (phase, text) => {
    draw({}, { view: 'data', data: { ...NO_DATA, phase } })
    expect(names()).toEqual(['Splits'])
    expect(body('Splits')).toBe(text)
  })

  test('has its regions in the order of the work', () => {
    draw()
    expect(names()).toEqual(['Splits', 'Objects list', 'Posterior', 'Class means', 'Gallery'])
  })

  test('says what the objects wait for', () => {
    draw(NO_OBJECTS, { ...READY, data: { ...NO_DATA, phase: 'reading', report: REPORT } })
    expect(names()).toEqual(['Splits', 'Objects list', 'Posterior'])
    expect(body('Objects list')).toBe('Shown when the posteriors have been read through.')
    expect(body('Posterior')).toBe('Choose an object in the table.')
    shown.update(READY)
    expect(body('Objects list')).toBe('Objects are being loaded.')
    update({ error: GONE })
    expect(body('Objects list')).toBe('X.npy was removed. Choose it again.')
    expect(list().querySelector('[role="alert"]')).not.toBeNull()
  })
})

describe('the table', () => {
  const grid = () => list().querySelector('[role="grid"]')!

  test('shows the objects in their order, and which one is in the viewer', () => {
    draw({ order: Uint32Array.of(2, 0), selected: 0 })
    const rows = [...grid().querySelectorAll('tbody tr')]
    expect(rows.map((row) => [row.getAttribute('aria-selected'), textOf(row.querySelector('td'))])).toEqual([
      ['false', '4'],
      ['true', '10'],
    ])
    expect(textOf(list().querySelector('[aria-live]'))).toBe('2 of 3 objects')
  })

  test('hands on what is asked for, sorted by and chosen', () => {
    draw()
    type(list().querySelector('input')!, '17')
    press('Redshift', grid())
    act(() => grid().querySelector<HTMLElement>('[data-object="2"] td')!.click())
    pressKey(grid(), 'ArrowDown')
    expect(shown.calls).toEqual([
      ['filterObjects', { ...NO_FILTER, text: '17' }],
      ['sortObjects', { column: 'redshift', descending: false }],
      ['selectObject', 2],
      ['selectObject', 1],
    ])
  })

  test('follows the filter and the order of the store', () => {
    draw({ filter: { ...NO_FILTER, text: 'A' }, sort: { column: 'deltaZ', descending: true } })
    expect(list().querySelector('input')!.value).toBe('A')
    expect([...grid().querySelectorAll('th[aria-sort="descending"]')].map(textOf)).toEqual(['DeltaZ'])
    expect(grid().querySelector('th[aria-sort="ascending"]')).toBeNull()
  })

  test('stays with an error about a single object', () => {
    draw({ error: { ...GONE, hint: '' } })
    expect(textOf(list().querySelector('[role="alert"]'))).toBe('X.npy was removed.')
    expect(list().querySelectorAll('[role="alert"] p')).toHaveLength(1)
    expect(grid()).not.toBeNull()
  })
})

describe('the viewer', () => {
  const title = () => textOf(posterior().querySelector('h3'))
  const facts = () => [...posterior().querySelectorAll('article > div dl > div')].map(textOf)
  const described = () =>
    textOf(
      document.getElementById(
        posterior().querySelector('[role=application]')!.getAttribute('aria-describedby')!,
      ),
    )
  const legend = () => [...posterior().querySelectorAll('article ul li')].map(textOf)

  test('says which object it shows, and what is known of it', () => {
    draw()
    expect(title()).toBe('Train, row 10, A-17')
    expect(facts()).toEqual(['ClassDeltaZ < 1e-3', 'Redshift0.50000', 'DeltaZ4.00e-4', 'Statussuccess'])
    expect(legend()).toContain('z_est 0.5000')
  })

  test('says what is not known', () => {
    draw({ selected: 2, posterior: { object: 2, lnP: Float32Array.of(-30, 0, -30) } })
    expect(title()).toBe('left out, row 4')
    expect(facts()).toEqual(['ClassDeltaZ ≥ 1e-3', 'Redshiftnot known', 'DeltaZnot known', 'Statusnot known'])
    expect(legend()).toContain('z_est is not known')
  })

  test('keeps the object before in sight until the posterior of the next one is read', () => {
    draw()
    const before = textOf(posterior().querySelector('article'))
    const header = () => textOf(posterior().querySelector('header'))
    expect(header()).toBe('Posterior')
    update({ selected: 1 })
    expect(textOf(posterior().querySelector('article'))).toBe(before)
    expect(header()).toBe('PosteriorReading Test, row 3')
    update({ posterior: { object: 1, lnP: Float32Array.of(-30, -30, 0) } })
    expect(title()).toBe('Test, row 3')
    expect(facts()).toContain('Statusspurious')
    expect(described()).toContain('1.0000')
    expect(legend()).toContain('z_est 1.0000')
  })

  test('has nothing to draw before the first one is read, and where it cannot be read', () => {
    draw({ posterior: null })
    expect(title()).toBe('Train, row 10, A-17')
    expect(described()).toBe('Nothing to draw yet.')
  })

  test('asks for a choice where no object is chosen', () => {
    draw({ selected: null, posterior: null })
    expect(body('Posterior')).toBe('Choose an object in the table.')
  })

  test('steps by the arrow keys', () => {
    draw()
    const article = posterior().querySelector('article')!
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) pressKey(article, key)
    expect(shown.calls).toEqual([
      ['stepObject', 1],
      ['stepObject', 1],
      ['stepObject', -1],
    ])
  })
})

describe('class means', () => {
  const MEANS = [
    { mean: Float64Array.of(0.25, 0.5, 0.25), objects: 1, of: 1 },
    { mean: Float64Array.of(0, 0, 1), objects: 1, of: 1 },
  ]
  const means = () => region(shown.container, 'Class means')

  test('are computed when asked for', () => {
    draw()
    press('Compute class means', means())
    expect(shown.calls.map(([name]) => name)).toEqual(['computeMeans'])
    update({ meansProgress: { phase: 'scan', file: 'X.npy', done: 1, total: 2 } })
    const button = means().querySelector('button')!
    expect([textOf(button), button.disabled]).toEqual(['Computing class means', true])
    update({ means: MEANS, meansProgress: null })
    expect([...means().querySelectorAll('li')].map(textOf)).toEqual([
      'DeltaZ < 1e-3mean of 1 of 1 objects',
      'DeltaZ ≥ 1e-3mean of 1 of 1 objects',
    ])
  })

  test('have an axis of their own', () => {
    draw({ means: MEANS })
    const linear = means().querySelector('svg svg path')!.getAttribute('d')
    act(() => means().querySelector<HTMLInputElement>('input[value="log"]')!.click())
    expect(means().querySelector('svg svg path')!.getAttribute('d')).not.toBe(linear)
  })
})

describe('the gallery', () => {
  const gallery = () => region(shown.container, 'Gallery')
  const entries = () =>
    [...gallery().querySelectorAll('section')].map((each) => [
      textOf(each.querySelector('h3')),
      ...[...each.querySelectorAll('li')].map(textOf),
    ])
  const lnP = Float32Array.of(-30, 0, -30)

  test('shows objects by class, and opens them', () => {
    draw({
      gallery: [
        [{ object: 0, lnP }],
        [
          { object: 2, lnP },
          { object: 1, lnP },
        ],
      ],
    })
    expect(entries()).toEqual([
      ['DeltaZ < 1e-3', 'Train, row 10 z_est 0.5000'],
      ['DeltaZ ≥ 1e-3', 'left out, row 4 z_est not known', 'Test, row 3 z_est 1.0000'],
    ])
    act(() => gallery().querySelectorAll<HTMLElement>('li button')[1]!.click())
    expect(shown.calls).toEqual([['selectObject', 2]])
  })

  test('draws others, and waits for them', () => {
    draw()
    expect(entries()).toEqual([])
    press('Draw 12 others', gallery())
    expect(shown.calls.map(([name]) => name)).toEqual(['drawGallery'])
    update({ drawing: true })
    const button = gallery().querySelector('button')!
    expect([textOf(button), button.disabled]).toEqual(['Reading objects', true])
  })
})
