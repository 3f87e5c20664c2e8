// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest'
import type { PlanSummary } from '../../core/preparation.ts'
import { REPORT } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { PlanTable } from './PlanTable.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const { planned } = REPORT
const BALANCED: PlanSummary = {
  ...planned,
  counts: { train: [100, 100], validation: [20, 20], test: [30, 30] },
  natural: { counts: [50, 18], excluded: 0, thinned: 12 },
  dropped: { leaked: 4, constant: 1 },
  prevalence: [405, 150],
  undersampled: 257,
  leftOut: [260, 0],
}

function draw(summary: PlanSummary, before: PlanSummary = planned): readonly (readonly string[])[] {
  shown = render(<PlanTable shown={summary} planned={before} />)
  return [...shown.container.querySelectorAll('tr')].map((row) => [...row.children].map(textOf))
}

/** `column of row` of each marked cell. */
function marked(): readonly string[] {
  return [...shown.container.querySelectorAll('[data-changed]')].map(
    (cell) => `${cell.getAttribute('data-title')}, ${textOf(cell.parentElement!.firstElementChild)}`,
  )
}

describe('PlanTable', () => {
  test('the plan in use: counts with shares, totals, nothing marked', () => {
    expect(draw(planned)).toEqual([
      ['Class', 'Train', 'Validation', 'Test', 'Left out', 'Natural prevalence'],
      ['DeltaZ < 1e-3', '300 75.00%', '60 75.00%', '50 62.50%', '0', '410 73.21%'],
      ['DeltaZ ≥ 1e-3', '100 25.00%', '20 25.00%', '30 37.50%', '0', '150 26.79%'],
      ['All', '400', '80', '80', '0', '560'],
    ])
    expect(marked()).toEqual([])
    expect(textOf(shown.container.querySelector('caption'))).toBe(
      'Objects per class, and their share of the column',
    )
  })

  test('a balanced draft: what changes says in words what it was', () => {
    expect(draw(BALANCED)).toEqual([
      ['Class', 'Train', 'Validation', 'Test', 'Natural test', 'Left out', 'Natural prevalence'],
      [
        'DeltaZ < 1e-3',
        '100 50.00% was 300',
        '20 50.00% was 60',
        '30 50.00% was 50',
        '50 73.53% was none',
        '260 was 0',
        '405 72.97% was 410',
      ],
      ['DeltaZ ≥ 1e-3', '100 50.00%', '20 50.00%', '30 50.00%', '18 26.47% was none', '0', '150 27.03%'],
      ['No class', '', '', '', '', '2 was 0', ''],
      ['All', '200 was 400', '40 was 80', '60 was 80', '68 was none', '262 was 0', '555 was 560'],
    ])
    expect(marked()).toEqual([
      'Train, DeltaZ < 1e-3',
      'Validation, DeltaZ < 1e-3',
      'Test, DeltaZ < 1e-3',
      'Natural test, DeltaZ < 1e-3',
      'Left out, DeltaZ < 1e-3',
      'Natural prevalence, DeltaZ < 1e-3',
      'Natural test, DeltaZ ≥ 1e-3',
      'Left out, No class',
      'Train, All',
      'Validation, All',
      'Test, All',
      'Natural test, All',
      'Left out, All',
      'Natural prevalence, All',
    ])
  })

  test('a natural test that would go', () => {
    const rows = draw(planned, BALANCED)
    expect(rows.map((row) => row[4])).toEqual([
      'Natural test',
      'none was 50',
      'none was 18',
      '',
      'none was 68',
    ])
    expect(rows[3]).toEqual(['No class', '', '', '', '', '0 was 2', ''])
  })

  test('a class whose name changes with the threshold', () => {
    const rows = draw({ ...planned, labels: ['DeltaZ < 5e-3', 'DeltaZ ≥ 5e-3'] })
    expect(rows.map((row) => row[0])).toEqual([
      'Class',
      'DeltaZ < 5e-3 was DeltaZ < 1e-3',
      'DeltaZ ≥ 5e-3 was DeltaZ ≥ 1e-3',
      'All',
    ])
  })

  test('what is left out is told by class, also where the prevalence is that of other data', () => {
    const rows = draw({ ...BALANCED, prevalence: [4000, 1500] })
    expect(rows.map((row) => row[5])).toEqual(['Left out', '260 was 0', '0', '2 was 0', '262 was 0'])
  })

  test('where every row that is left out has a class, there is no row of others', () => {
    const rows = draw({ ...BALANCED, undersampled: 255 })
    expect(rows.map((row) => [row[0], row[5]])).toEqual([
      ['Class', 'Left out'],
      ['DeltaZ < 1e-3', '260 was 0'],
      ['DeltaZ ≥ 1e-3', '0'],
      ['All', '260 was 0'],
    ])
  })

  test('an empty split has no shares', () => {
    const rows = draw({ ...planned, counts: { ...planned.counts, test: [0, 0] } })
    expect(rows.map((row) => row[3])).toEqual(['Test', '0 was 50', '0 was 30', '0 was 80'])
  })
})
