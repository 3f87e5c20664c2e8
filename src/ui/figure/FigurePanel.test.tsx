// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { type RunView, viewOfRun } from '../../core/run-view.ts'
import { type ExportSlice, NO_EXPORTS } from '../../store/state.ts'
import { endedRun } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { FigurePanel } from './FigurePanel.tsx'

const VIEW = viewOfRun(endedRun('finished'))
const COUNTS = { counts: [900, 10], left: null }
const NATURAL: RunView = {
  ...VIEW,
  natural: {
    ...COUNTS,
    matrix: [
      [880, 20],
      [3, 7],
    ],
  },
}
const UNCOUNTED: RunView = { ...VIEW, natural: { ...COUNTS, matrix: null } }

const FILES = [
  ['Export figure SVG', ['exportFigure', 'svg']],
  ['Export figure PDF', ['exportFigure', 'pdf']],
  ['Export figure PNG', ['exportFigure', 'png']],
  ['Export report JSON', ['exportReport']],
  ['Export report NPY', ['exportReportNpy']],
  ['Export report Markdown', ['exportText', 'report-markdown']],
  ['Export curves CSV', ['exportText', 'curves-csv']],
  ['Export table LaTeX', ['exportText', 'table-latex']],
  ['Export paper kit', ['exportPaperKit']],
] as const

let shown: Rendered
let calls: unknown[][]
let previews: number
afterEach(() => shown.unmount())

function draw(exports: Partial<ExportSlice> = {}, view = VIEW): HTMLElement {
  calls = []
  previews = 0
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      calls.push([name, ...args])
    }
  shown = render(
    <FigurePanel
      view={view}
      exports={{ ...NO_EXPORTS, ...exports }}
      actions={{
        setFigure: note('setFigure'),
        exportFigure: note('exportFigure'),
        exportReport: note('exportReport'),
        exportReportNpy: note('exportReportNpy'),
        exportText: note('exportText'),
        exportPaperKit: note('exportPaperKit'),
      }}
      preview={() => {
        previews += 1
        return new Promise(() => {})
      }}
    />,
  )
  return region(shown.container, 'Figure and files')
}

const fileButtons = () =>
  [...shown.container.querySelectorAll('button')].filter((button) => nameOf(button).startsWith('Export '))

const nameOf = (button: Element) => button.getAttribute('aria-label') ?? ''

function select(label: string): HTMLSelectElement {
  const found = [...shown.container.querySelectorAll('label')].find((each) => textOf(each) === label)!
  return shown.container.querySelector(`#${CSS.escape(found.htmlFor)}`)!
}

const optionsOf = (label: string) => [...select(label).options].map(({ value, text }) => [value, text])

function choose(label: string, value: string): void {
  act(() => {
    select(label).value = value
    select(label).dispatchEvent(new Event('change', { bubbles: true }))
  })
}

describe('the buttons', () => {
  test('stand in three groups, visible at once', () => {
    draw()
    const groups = [...shown.container.querySelectorAll('[role="group"]')].map((group) => [
      textOf(shown.container.querySelector(`#${CSS.escape(group.getAttribute('aria-labelledby')!)}`)),
      [...group.querySelectorAll('button')].map(textOf),
    ])
    expect(groups).toEqual([
      ['Figure', ['SVG', 'PDF', 'PNG']],
      ['Report', ['JSON', 'NPY', 'Markdown', 'Curves CSV']],
      ['For a paper', ['Table LaTeX', 'Paper kit']],
    ])
    // a voice can call them by what is seen
    for (const button of fileButtons()) {
      expect(nameOf(button).toLowerCase()).toMatch(new RegExp(` ${textOf(button).toLowerCase()}$`))
    }
    expect(fileButtons().map(nameOf)).toEqual(FILES.map(([name]) => name))
    expect(fileButtons().every((button) => button.closest('[hidden]') === null)).toBe(true)
  })

  test.each(FILES)('%s', (name, call) => {
    draw()
    act(() =>
      fileButtons()
        .find((button) => nameOf(button) === name)!
        .click(),
    )
    expect(calls).toEqual([call])
  })

  test('wait while something is made, with the focus where it was, and it is said what', () => {
    const panel = draw({ making: 'figure PDF' })
    expect(fileButtons().map((button) => button.getAttribute('aria-disabled'))).toEqual(
      FILES.map(() => 'true'),
    )
    const pdf = fileButtons()[1]!
    act(() => {
      pdf.focus()
      for (const button of fileButtons()) button.click()
    })
    expect(document.activeElement).toBe(pdf)
    expect(calls).toEqual([])
    expect([select('Figure size').disabled, select('Figure panel').disabled]).toEqual([true, true])
    expect(textOf(panel.querySelector('[aria-live="polite"]'))).toBe('Making figure PDF')
  })

  test('do not wait otherwise', () => {
    const panel = draw()
    expect(fileButtons().map((button) => button.getAttribute('aria-disabled'))).toEqual(
      FILES.map(() => 'false'),
    )
    expect(textOf(panel.querySelector('[aria-live="polite"]'))).toBe('')
    expect(panel.querySelector('[role="alert"]')).toBeNull()
  })

  test('an error is told with what to do', () => {
    const panel = draw({
      error: { code: 'out-of-memory', message: 'No picture of 3900 × 2400 pixels.', hint: 'Export SVG.' },
    })
    expect(textOf(panel.querySelector('[role="alert"]'))).toBe(
      'No picture of 3900 × 2400 pixels. Export SVG.',
    )
  })
})

describe('the choice of a figure', () => {
  test('offers sizes and panels', () => {
    draw({ figure: { size: 'page', panel: 'd' } })
    expect(optionsOf('Figure size')).toEqual([
      ['reference', '13 × 8 in, as fig.py'],
      ['column', 'A&A one column, 88 mm'],
      ['page', 'A&A two columns, 180 mm'],
    ])
    expect(optionsOf('Figure panel').map(([value]) => value)).toEqual(['all', 'a', 'b', 'c', 'd'])
    expect([select('Figure size').value, select('Figure panel').value]).toEqual(['page', 'd'])
  })

  test.each([
    ['a run with a natural test', NATURAL, true],
    ['one whose natural test was not evaluated', UNCOUNTED, false],
  ])('the natural matrix is offered for %s: %#', (_, view, offered) => {
    draw({}, view)
    expect(optionsOf('Figure panel').some(([value]) => value === 'natural')).toBe(offered)
  })

  test('is told', () => {
    draw()
    choose('Figure size', 'column')
    choose('Figure panel', 'b')
    expect(calls).toEqual([
      ['setFigure', { size: 'column' }],
      ['setFigure', { panel: 'b' }],
    ])
  })
})

test('the preview is drawn once it is opened', () => {
  draw()
  const button = [...shown.container.querySelectorAll('button')].find((each) => textOf(each) === 'Preview')!
  expect([button.getAttribute('aria-expanded'), previews]).toEqual(['false', 0])
  act(() => button.click())
  expect([button.getAttribute('aria-expanded'), previews]).toEqual(['true', 1])
  act(() => button.click())
  expect(textOf(shown.container)).not.toContain('Drawing the figure')
})
