// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Rendered, region, render, textOf, type } from '../test-render.tsx'
import { ComparedCurves } from './ComparedCurves.tsx'
import { type CurveSeries, curveSeries } from './curve-series.ts'
import { COMPARISON, HEADS } from './test-data.ts'

const SERIES = curveSeries(COMPARISON, HEADS, true)
let page: Rendered
let root: HTMLElement

function show(series: readonly CurveSeries[], planned = 0): void {
  page = render(<ComparedCurves series={series} planned={planned} />)
  root = region(page.container, 'Compared curves')
}
beforeEach(() => show(SERIES))
afterEach(() => page.unmount())

const charts = () => [...root.querySelectorAll('svg')].filter((svg) => svg.querySelector('rect') !== null)
const lines = (part: string) =>
  charts().map((chart) =>
    [...chart.querySelectorAll(`[data-part="${part}"]`)].map((line) => line.getAttribute('stroke')),
  )
const slider = () => root.querySelector<HTMLInputElement>('input[type="range"]')!
const rowsOf = (table: Element) =>
  [...table.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => textOf(cell)))
const readout = () => rowsOf(root.querySelectorAll('table')[0]!)

test('accuracy and loss have a line per run in its colour, and its number at the end', () => {
  const colours = ['var(--run-0)', 'var(--run-4)', 'var(--run-2)']
  expect(lines('validation')).toEqual([colours, colours])
  expect(lines('train')).toEqual([[], []])
  expect(charts().map((chart) => [...chart.querySelectorAll('[data-part="end"]')].map(textOf))).toEqual([
    ['1', '2', '3'],
    ['1', '2', '3'],
  ])
})

test('rings stand at the best epochs on the lines', () => {
  // 480 px wide: 372 px for 4 epochs; 250 px from 0.5 to 1
  const rings = [...charts()[0]!.querySelectorAll('circle')].map((ring) => [
    ring.getAttribute('cx'),
    ring.getAttribute('cy'),
  ])
  expect(rings).toEqual([
    ['197.5', '160'],
    ['383.5', '60'],
    ['197.5', '160'],
  ])
})

test('a value that is not a number leaves a gap', () => {
  const second = charts()[1]!.querySelectorAll('[data-part="validation"]')[1]!
  expect(second.getAttribute('d')!.match(/M/g)).toHaveLength(2)
})

test('train curves are shown on request', () => {
  expect(textOf(root)).not.toContain('train.')
  act(() => root.querySelector<HTMLInputElement>('input[type="checkbox"]')!.click())
  expect(lines('train')[0]).toHaveLength(3)
  expect(textOf(root)).toContain(
    'Thick lines: validation, dashed for runs with a hollow swatch. Thin dotted lines: train. Ring: best epoch',
  )
  expect(readout()[0]).toEqual([
    'Run',
    'best epoch',
    'validation accuracy',
    'train accuracy',
    'validation loss',
    'train loss',
  ])
  expect(readout()[1]).toEqual(['1 CNN3', '2', '0.7000', '0.7500', '0.6000', '0.5000'])
})

test('the table has the best epochs first', () => {
  expect(readout()).toEqual([
    ['Run', 'best epoch', 'validation accuracy', 'validation loss'],
    ['1 CNN3', '2', '0.7000', '0.6000'],
    ['2 CNN8', '4', '0.9000', '0.3000'],
    ['3 CNN-GRUunder way', '2', '0.7000', '0.7000'],
  ])
  expect(slider().getAttribute('aria-valuetext')).toBe('best of each run')
})

test('the slider, a range for the keyboard, reads all runs at one epoch', () => {
  expect([
    slider().min,
    slider().max,
    root.querySelector(`label[for="${slider().id}"]`)!.textContent,
  ]).toEqual(['0', '4', 'Epoch'])
  type(slider(), '3')
  expect(readout()).toEqual([
    ['Run', 'epoch', 'validation accuracy', 'validation loss'],
    ['1 CNN3', '3', '0.6900', '0.7000'],
    ['2 CNN8', '3', '0.8000', '0.5000'],
    ['3 CNN-GRUunder way', '3', '–', '–'],
  ])
  expect(textOf(root.querySelector('caption'))).toBe('Values at epoch 3')
  expect(slider().getAttribute('aria-valuetext')).toBe('3')
})

test('the pointer reads the nearest epoch in both charts, and leaves the chosen one', () => {
  const surface = charts()[1]!.querySelector('rect')!
  const point = (kind: string, clientX: number) =>
    act(() => surface.dispatchEvent(new PointerEvent(kind, { bubbles: true, clientX })))
  const marks = () => charts().map((chart) => chart.querySelectorAll(':scope > path').length)
  const without = marks()
  // epochs are 93 px apart, the first at 104.5
  point('pointermove', 200)
  expect(readout()[1]).toEqual(['1 CNN3', '2', '0.7000', '0.6000'])
  expect(marks()).toEqual(without.map((count) => count + 1))
  point('pointermove', 9999)
  expect(readout()[2]).toEqual(['2 CNN8', '4', '0.9000', '0.3000'])
  point('click', 104)
  point('pointerout', 0)
  expect(slider().value).toBe('1')
  expect(readout()[1]).toEqual(['1 CNN3', '1', '0.5500', '2.2500'])
  point('click', 104)
  expect(slider().value).toBe('0')
  expect(marks()).toEqual(without)
})

test('a hidden table has the last and the best values', () => {
  const [head, first, , third] = rowsOf(root.querySelectorAll('table')[1]!)
  expect(head).toEqual([
    'Run',
    'last epoch',
    'validation accuracy, last',
    'validation loss, last',
    'best epoch',
    'validation accuracy, best epoch',
    'validation loss, best epoch',
  ])
  expect(first).toEqual(['1, CNN3', '3', '0.6900', '0.7000', '2', '0.7000', '0.6000'])
  expect(third).toEqual(['3, CNN-GRU, under way', '2', '0.7000', '0.7000', '2', '0.7000', '0.7000'])
})

test('a group has a band and its deviation', () => {
  page.unmount()
  const { curves } = SERIES[0]!
  const deviations = { ...curves, valAcc: [0.01, 0.02, Number.NaN], valLoss: [0.1, 0.1, 0.1] }
  show([{ ...SERIES[0]!, label: '1–3', note: 'mean of 3 seeds, band: 1 standard deviation', deviations }])
  const band = charts()[0]!.querySelector('[data-part="band"]')!
  expect(band.getAttribute('fill')).toBe('var(--run-0)')
  expect(readout()[1]).toEqual([
    '1–3 CNN3mean of 3 seeds, band: 1 standard deviation',
    '2',
    '0.7000 ± 0.0200',
    '0.6000 ± 0.1000',
  ])
})

test('the axes say where they do not begin at 0, and have room for a run under way', () => {
  expect(
    charts().map((chart) =>
      [...chart.querySelectorAll('text')].map(textOf).find((text) => /acc|loss/.test(text)),
    ),
  ).toEqual(['accuracy (axis from 0.5)', 'loss'])
  page.unmount()
  show(SERIES, 50)
  expect([...charts()[0]!.querySelectorAll('text')].map(textOf)).toContain('20')
})

test('epochs may be cut off where the shortest run that has ended does', () => {
  const choice = () => [...root.querySelectorAll('[aria-label="Epochs shown"] label')].map(textOf)
  expect(choice()).toEqual(['All 4', 'Up to the shortest run, 3'])
  act(() => root.querySelector<HTMLInputElement>('input[value="shortest"]')!.click())
  const second = charts()[0]!.querySelectorAll('[data-part="validation"]')[1]!
  // 372 px for 3 epochs; 250 px from 0.5 to 1
  expect(second.getAttribute('d')).toBe('M120 185L244 135L368 110')
  expect(slider().max).toBe('3')
  // the best epoch of the second is cut off
  expect(charts()[0]!.querySelectorAll('circle')).toHaveLength(2)
  page.unmount()
  show([SERIES[0]!])
  expect(choice()).toEqual([])
})

test('without curves it says so', () => {
  page.unmount()
  show([{ ...SERIES[0]!, curves: { acc: [], loss: [], valAcc: [], valLoss: [] } }])
  expect(textOf(root)).toContain('None of these runs has curves yet.')
})
