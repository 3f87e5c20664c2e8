// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { ComparedMatrices, type MatrixItem } from './ComparedMatrices.tsx'
import { ComparedMetrics } from './ComparedMetrics.tsx'
import { DifferingSettings } from './DifferingSettings.tsx'
import { SameObjects } from './SameObjects.tsx'
import { BASELINE_RUN, COMPARISON, FIRST, HEADS, OTHER_RUN } from './test-data.ts'

let page: Rendered
afterEach(() => page.unmount())

function show(children: React.ReactNode, name: string): HTMLElement {
  page = render(children)
  return region(page.container, name)
}
const rowsOf = (table: Element | null) =>
  [...table!.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => textOf(cell)))

describe('Settings that differ', () => {
  const { settings } = COMPARISON

  test('rows are settings, columns are runs; what differs from the baseline is marked, unknown is not', () => {
    const root = show(<DifferingSettings heads={HEADS} settings={settings} />, 'Settings that differ')
    expect(rowsOf(root.querySelector('table'))).toEqual([
      ['Setting', '1 CNN3baseline', '2 CNN8', '3 CNN-GRU'],
      ['Model', 'CNN3', 'CNN8', 'unknown'],
    ])
    expect([...root.querySelectorAll('strong')].map(textOf)).toEqual(['CNN8'])
  })

  test('those that all share are shown on request', () => {
    const root = show(<DifferingSettings heads={HEADS} settings={settings} />, 'Settings that differ')
    expect(root.querySelectorAll('table')).toHaveLength(1)
    act(() => root.querySelector<HTMLElement>('button[aria-expanded="false"]')!.click())
    expect(rowsOf(root.querySelectorAll('table')[1]!)).toEqual([
      ['Setting', 'all runs'],
      ['Input', 'logPDF'],
    ])
  })

  test('says where none differs', () => {
    const root = show(
      <DifferingSettings heads={HEADS} settings={{ different: [], same: [] }} />,
      'Settings that differ',
    )
    expect(textOf(root)).toContain('No setting differs.')
    expect(root.querySelectorAll('table, button')).toHaveLength(0)
  })
})

describe('Compared matrices', () => {
  const items: MatrixItem[] = COMPARISON.runs.map(({ matrix, difference }, index) => ({
    head: HEADS[index]!,
    isUnderWay: index === 2,
    matrix,
    difference,
  }))
  const shown = (test: 'test' | 'natural' = 'test', given = items) =>
    show(<ComparedMatrices items={given} labels={FIRST.labels} test={test} />, 'Compared matrices')

  test('each run has its matrix, the others the signed difference to the baseline', () => {
    const root = shown()
    const cards = [...root.querySelectorAll('li')]
    expect(
      cards.map((card) => [textOf(card.querySelector('h3')), card.querySelectorAll('table').length]),
    ).toEqual([
      ['1 CNN3baseline', 1],
      ['2 CNN8', 2],
      ['3 CNN-GRU', 0],
    ])
    const difference = root.querySelector('table[aria-label]')!
    expect(difference.getAttribute('aria-label')).toBe('Difference of CNN8 to CNN3')
    expect(rowsOf(difference)).toEqual([
      ['', 'DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
      ['DeltaZ < 1e-3', '+25.00 +1', '−25.00 −1'],
      ['DeltaZ ≥ 1e-3', '0.00 0', '0.00 0'],
    ])
    expect(difference.querySelectorAll('th[scope="row"]')).toHaveLength(2)
    expect(textOf(difference.previousElementSibling)).toBe('Difference to 1')
  })

  test('class names never break within a comparison, and stay one text', () => {
    const heads = [...shown().querySelectorAll('thead th')].map((head) => head.querySelector('span'))
    expect(heads.slice(0, 2).map(textOf)).toEqual(['< 1e-3', '≥ 1e-3'])
  })

  test('names of files may break after an underscore, and stay one text', () => {
    const head = { ...HEADS[0]!, name: 'DeltaZ_epoch45_BS128' }
    const name = shown('test', [{ ...items[0]!, head }]).querySelector('h3 [title]')!
    expect([name.querySelectorAll('wbr').length, name.textContent]).toEqual([2, 'DeltaZ_epoch45_BS128'])
  })

  test('higher and lower are told apart by colour as well, strongest where the difference is largest', () => {
    const cells = [...shown().querySelectorAll<HTMLElement>('td[data-difference]')]
    expect(
      cells.map((cell) => [
        cell.dataset.higher,
        cell.style.getPropertyValue('--strength'),
        cell.dataset.difference,
      ]),
    ).toEqual([
      ['true', '48%', '1'],
      ['false', '48%', '-1'],
      ['false', '0%', '0'],
      ['false', '0%', '0'],
    ])
  })

  test('small differences are not drawn as if they were large', () => {
    const difference = {
      counts: [
        [1, -1],
        [0, 0],
      ],
      points: [
        [0.5, -0.5],
        [0, 0],
      ],
    }
    const root = shown('test', [items[0]!, { ...items[1]!, difference }])
    const cell = root.querySelector<HTMLElement>('td[data-difference]')!
    expect(cell.style.getPropertyValue('--strength')).toBe('24%')
  })

  test('says why a run has none', () => {
    const none = { ...items[1]!, head: { ...HEADS[1]!, id: 'd' }, matrix: null, difference: null }
    const why = (card: Element) => textOf(card.querySelector('p'))
    expect([...shown('test', [...items, none]).querySelectorAll('li')].slice(2).map(why)).toEqual([
      'Counted once the run has ended.',
      'The report has no matrix of test.',
    ])
    page.unmount()
    const root = shown('natural', [none])
    expect(why(root.querySelector('li')!)).toBe('This run has no natural test.')
    expect(textOf(root.querySelector('h2'))).toBe('Compared matrices, natural test')
  })
})

describe('Compared metrics', () => {
  const shown = () =>
    show(
      <ComparedMetrics heads={HEADS} runs={COMPARISON.runs} labels={FIRST.labels} test="test" />,
      'Compared metrics',
    )

  test('cells have the value, its interval and the difference to the baseline', () => {
    expect(rowsOf(shown().querySelector('table')).slice(0, 8)).toEqual([
      ['Metric', '', '1 CNN3baseline', '2 CNN8', '3 CNN-GRU'],
      ['All classes', '93 %96 %', '', '', ''],
      ['accuracy', '', '93.94% 93.2–94.8', '94.36% 93.6–95.1 +0.42', '–'],
      ['macro F1', '', '94.00%', '93.00% −1.00', '–'],
      ['DeltaZ < 1e-3', '30 %100 %', '', '', ''],
      ['precision', '', '100.00% 40.0–100.0', '100.00% 40.0–100.0', '–'],
      ['recall', '', '75.00% 30.1–95.4', '75.00% 30.1–95.4', '–'],
      ['F1', '', '85.71%', '85.71%', '–'],
    ])
    expect(rowsOf(page.container.querySelector('table'))[8]).toEqual(['support', '', '1,204', '1,204', '–'])
  })

  test('the controls stand below the networks, and are explained', () => {
    const control = { value: 0.8123, interval: { low: 0.801, high: 0.823 }, delta: null }
    const [first, second, ...others] = COMPARISON.runs
    const runs = [{ ...first!, control }, { ...second!, control: { ...control, delta: -0.0021 } }, ...others]
    const root = show(
      <ComparedMetrics heads={HEADS} runs={runs} labels={FIRST.labels} test="test" />,
      'Compared metrics',
    )
    expect(rowsOf(root.querySelector('table')).slice(4, 6)).toEqual([
      ['Control', '80 %83 %', '', '', ''],
      ['control accuracy', '', '81.23% 80.1–82.3', '81.23% 80.1–82.3 −0.21', '–'],
    ])
    expect(textOf(root)).toContain(
      'the dashed line the baseline’s value. Control: a logistic regression on a few descriptors of each posterior, fitted beside each run; its difference is to the control of the baseline.',
    )
    page.unmount()
    expect(textOf(shown())).not.toContain('Control')
  })

  test('says what the intervals are', () => {
    expect(textOf(shown())).toContain(
      'Intervals: Wilson, 95 %. F1 has none: it is no share of independent objects.',
    )
  })

  test('a row has a dot per run and a bar per interval, on the scale of its group', () => {
    const [accuracy, f1] = [...shown().querySelectorAll('svg')]
    // 120 px from 93 to 96 %, from 4
    expect([...accuracy!.querySelectorAll('circle')].map((dot) => dot.getAttribute('cx'))).toEqual([
      '41.6',
      '58.4',
    ])
    expect([...accuracy!.querySelectorAll('g path')].map((bar) => bar.getAttribute('d'))).toEqual([
      'M12.4 6H74.4',
      'M28 15H88',
    ])
    // the second run has a hollow swatch, and so a hollow dot
    expect([...accuracy!.querySelectorAll('circle')].map((dot) => dot.getAttribute('stroke'))).toEqual([
      'none',
      null,
    ])
    expect([...accuracy!.querySelectorAll('g')].map((lane) => lane.getAttribute('fill'))).toEqual([
      'var(--run-0)',
      'var(--run-4)',
    ])
    expect([f1!.querySelectorAll('circle').length, f1!.querySelectorAll('g path').length]).toEqual([2, 0])
  })
})

describe('Same objects (McNemar)', () => {
  const items = [
    { head: HEADS[1]!, mcnemar: OTHER_RUN.mcnemar, withoutMcNemar: '' },
    { head: HEADS[2]!, mcnemar: null, withoutMcNemar: '“CNN-GRU” is still running.' },
  ]

  test('counts, both p-values and the verdict; or why there is none', () => {
    const root = show(<SameObjects baseline={HEADS[0]!} items={items} />, 'Same objects (McNemar)')
    expect(textOf(root)).toContain('against the baseline, CNN3, on the same rows')
    expect(rowsOf(root.querySelector('table'))).toEqual([
      [
        'Run',
        'only baseline right',
        'only this right',
        'both right',
        'both wrong',
        'p, exact',
        'p, after Holm',
        'In words',
      ],
      [
        '2 CNN8',
        '101',
        '132',
        '5,280',
        '45',
        'p = 0.049',
        'p = 0.099',
        'right on 31 objects more than the baseline',
      ],
      ['3 CNN-GRU', '“CNN-GRU” is still running.'],
    ])
    expect(BASELINE_RUN.mcnemar).toBeNull()
    expect(textOf(root)).toContain(
      'p: how often such a difference or a larger one comes about by chance if both runs are equally good; 0.05 is 5 of 100 times.',
    )
  })

  test('where no pair was tested there is no table, and each reason once', () => {
    const reason = 'The baseline “CNN3” does not say what became of single objects.'
    const untested = [1, 2].map((i) => ({ head: HEADS[i]!, mcnemar: null, withoutMcNemar: reason }))
    const root = show(<SameObjects baseline={HEADS[0]!} items={untested} />, 'Same objects (McNemar)')
    expect(root.querySelector('table')).toBeNull()
    expect([...root.querySelectorAll('header ~ div p')].map(textOf)).toEqual([reason])
    expect(textOf(root)).not.toContain('0.05')
  })
})
