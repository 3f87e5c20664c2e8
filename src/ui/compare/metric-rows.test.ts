import { expect, test } from 'vitest'
import { metricGroups } from './metric-rows.ts'
import { BASELINE_RUN, COMPARISON, FIRST, OTHER_RUN } from './test-data.ts'

test('overall metrics, then those of each class; what a run lacks is null', () => {
  const groups = metricGroups(COMPARISON.runs, FIRST.labels)
  expect(groups.map(({ name, rows, supports }) => [name, rows.map((row) => row.name), supports])).toEqual([
    ['All classes', ['accuracy', 'macro F1'], null],
    ['DeltaZ < 1e-3', ['precision', 'recall', 'F1'], [1204, 1204, null]],
    ['DeltaZ ≥ 1e-3', ['precision', 'recall', 'F1'], [4, 4, null]],
  ])
  expect(groups[0]!.rows[0]!.metrics).toEqual([BASELINE_RUN.accuracy, OTHER_RUN.accuracy, null])
})

test('a group shares one scale, in whole per cents around all intervals', () => {
  const scales = metricGroups(COMPARISON.runs, FIRST.labels).map(({ scale }) => scale)
  expect(scales).toEqual([
    [0.93, 0.96],
    [0.3, 1],
    [0.37, 1],
  ])
})

test('a scale is never empty', () => {
  const one = { value: 1, interval: null, delta: null }
  expect(metricGroups([{ accuracy: one, macroF1: one, control: null, classes: null }], [])[0]!.scale).toEqual(
    [0.99, 1],
  )
  expect(
    metricGroups([{ accuracy: null, macroF1: null, control: null, classes: null }], [])[0]!.scale,
  ).toEqual([0, 1])
})

test('the controls have a group and a scale of their own, where any run has one', () => {
  const control = { value: 0.8123, interval: { low: 0.801, high: 0.823 }, delta: null }
  const groups = metricGroups([BASELINE_RUN, { ...OTHER_RUN, control }], FIRST.labels)
  expect(groups[0]!.scale).toEqual([0.93, 0.96])
  expect(groups[1]).toEqual({
    name: 'Control',
    rows: [{ name: 'control accuracy', metrics: [null, control] }],
    supports: null,
    scale: [0.8, 0.83],
  })
})
