// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { DatasetReport, Finding } from '../../core/dataset-report.ts'
import { PLAN, REPORT } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { DataReport } from './DataReport.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const LEAK: Finding = {
  code: 'leak',
  severity: 'block',
  message: 'DeltaZ/TEST/X.npy: 40 of 80 test rows (50.0 %) are also in TRAIN: rows 0, 1, 2, 3, 4 ...',
  file: 'DeltaZ/TEST/X.npy',
  rows: [0, 1, 2, 3, 4],
  counts: { shared: 40 },
  overridable: true,
}
const NAN: Finding = { ...LEAK, code: 'nan-in-x', message: 'X.npy: 3 NaN', overridable: false }
const NOTE: Finding = { ...LEAK, code: 'note', severity: 'info', message: 'No zgrid' }

function draw(report: DatasetReport | null, onOverrule = vi.fn()): HTMLElement {
  shown = render(<DataReport report={report} plan={PLAN} overruled={false} onOverrule={onOverrule} />)
  return region(shown.container, 'Data report')
}

describe('DataReport', () => {
  test('is empty before data are loaded', () => {
    expect(draw(null).textContent).toBe('')
  })

  test('has counts and percentages of each class and split', () => {
    const rows = [...draw(REPORT).querySelector('table')!.querySelectorAll('tr')]
    expect(rows.map((row) => [...row.children].map(textOf))).toEqual([
      ['Class', 'Train', 'Validation', 'Test'],
      ['DeltaZ < 1e-3', '300 75.00%', '60 75.00%', '50 62.50%'],
      ['DeltaZ ≥ 1e-3', '100 25.00%', '20 25.00%', '30 37.50%'],
      ['All', '400', '80', '80'],
    ])
  })

  test('lists files with rows, width, type and size', () => {
    const rows = [...draw(REPORT).querySelectorAll('details tbody tr')]
    expect(rows.map((row) => [...row.children].map(textOf))[0]).toEqual([
      'DeltaZ/TRAIN/X.npy',
      '400 × 17,908',
      '<f4',
      '28.7 MB',
    ])
    expect(textOf(shown.container.querySelector('summary'))).toBe('3 files, 40.1 MB')
  })

  test('a table that all splits come from is one file', () => {
    const train = REPORT.splits.train
    const report = { ...REPORT, splits: { train, validation: train, test: train } }
    const files = draw(report).querySelectorAll('details tbody tr')
    expect([...files].map((row) => textOf(row.firstElementChild))).toEqual(['DeltaZ/TRAIN/X.npy'])
    expect(textOf(shown.container.querySelector('summary'))).toBe('1 file, 28.7 MB')
  })

  test('findings stand by severity, in words, the gravest first', () => {
    const text = textOf(draw({ ...REPORT, findings: [NOTE, LEAK, NAN] }))
    expect(text.indexOf('Blocks training (2)')).toBeGreaterThan(-1)
    expect(text.indexOf('Note')).toBeGreaterThan(text.indexOf('Blocks training (2)'))
    expect(text).toContain(LEAK.message)
  })

  test('notes come after the numbers, what is graver before them', () => {
    const text = textOf(draw({ ...REPORT, findings: [NOTE, LEAK] }))
    const order = ['Blocks training', 'Objects per class', 'No zgrid', 'Posteriors'].map((part) =>
      text.indexOf(part),
    )
    expect(order.every((at) => at >= 0)).toBe(true)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  test('a remedy leaves the focus at the start of the report', () => {
    const remedy = { label: 'Drop 40 leaked rows', patch: { drop: ['leaked'] } } as const
    const report = { ...REPORT, findings: [{ ...LEAK, remedies: [remedy] }] }
    const onRemedy = vi.fn()
    shown = render(
      <DataReport report={report} plan={PLAN} overruled={false} onOverrule={vi.fn()} onRemedy={onRemedy} />,
    )
    const button = shown.container.querySelector('button')!
    act(() => button.focus())
    act(() => button.click())
    expect(onRemedy.mock.calls).toEqual([[remedy]])
    expect(document.activeElement).toBe(shown.container.querySelector('h3'))
  })

  test('leads to the splits and the objects', () => {
    const onLook = vi.fn()
    shown = render(
      <DataReport report={REPORT} plan={PLAN} overruled={false} onOverrule={vi.fn()} onLook={onLook} />,
    )
    const [button] = shown.container.querySelectorAll('button')
    expect(textOf(button!)).toBe('Show splits and objects')
    act(() => button!.click())
    expect(onLook).toHaveBeenCalledTimes(1)
    shown.unmount()
    expect(draw(REPORT).querySelector('button')).toBeNull()
  })

  test('"train anyway" is offered only where every blocking finding may be overruled', () => {
    const onOverrule = vi.fn()
    const box = draw({ ...REPORT, findings: [LEAK] }, onOverrule).querySelector<HTMLInputElement>('input')!
    expect(textOf(shown.container.querySelector(`label[for="${box.id}"]`))).toMatch(/^Train anyway/)
    act(() => box.click())
    expect(onOverrule.mock.calls).toEqual([[true]])
    shown.unmount()
    expect(draw({ ...REPORT, findings: [LEAK, NAN] }).querySelector('input')).toBeNull()
  })
})
