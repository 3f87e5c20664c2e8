import { expect, test } from 'vitest'
import type { BandPoint, Comparison } from '../../core/compare/comparison.ts'
import { curveSeries, epochsOf, plannedEpochs, shortestOf } from './curve-series.ts'
import { headsOf } from './run-heads.ts'
import { COMPARISON, FIRST, LIVE, RESEEDED, SECOND } from './test-data.ts'

const HEADS = headsOf([FIRST, SECOND, LIVE])

test('a line per run holds the very arrays of its report', () => {
  const series = curveSeries(COMPARISON, HEADS, true)
  expect(
    series.map(({ key, label, name, colour, note, bestEpoch, deviations }) => [
      key,
      label,
      name,
      colour,
      note,
      bestEpoch,
      deviations,
    ]),
  ).toEqual([
    ['a', '1', 'CNN3', 0, '', 2, null],
    ['b', '2', 'CNN8', 4, '', 4, null],
    ['c', '3', 'CNN-GRU', 2, 'under way', 2, null],
  ])
  expect(series[1]!.curves.valLoss).toBe(SECOND.report.val_loss)
})

test('epochs that are done, and those that a run under way may take', () => {
  expect(epochsOf(curveSeries(COMPARISON, HEADS, true))).toBe(4)
  expect(epochsOf([])).toBe(0)
  expect(plannedEpochs(COMPARISON)).toBe(50)
  expect(plannedEpochs({ ...COMPARISON, runs: COMPARISON.runs.slice(0, 2) })).toBe(0)
})

const points = (...values: readonly (readonly [number, number])[]): BandPoint[] =>
  values.map(([mean, deviation], i) => ({ epoch: i + 1, mean, deviation, runs: 2 }))

const GROUPED: Comparison = {
  ...COMPARISON,
  runs: [COMPARISON.runs[1]!, COMPARISON.runs[0]!, { ...COMPARISON.runs[0]!, record: RESEEDED }],
  groups: [
    {
      records: [FIRST, RESEEDED],
      name: 'CNN3, DeltaZ, 2 seeds',
      curves: {
        acc: points([0.6, 0.01]),
        loss: points([0.9, 0.02]),
        valAcc: points([0.6, 0.07], [0.75, Number.NaN]),
        valLoss: points([0.5, 0.1], [0.7, Number.NaN]),
        lr: [],
      },
      accuracy: null,
    },
  ],
}

test('a group is one line with its deviations at the place of its first run', () => {
  const heads = headsOf([FIRST, RESEEDED, SECOND])
  const [first, group, ...rest] = curveSeries(GROUPED, heads, true)
  expect([first!.label, rest]).toEqual(['3', []])
  expect(group).toEqual({
    key: 'a d',
    label: '1, 2',
    isUnderWay: false,
    name: 'CNN3, DeltaZ, 2 seeds',
    note: 'mean of 2 seeds, band: 1 standard deviation',
    colour: 0,
    curves: { acc: [0.6], loss: [0.9], valAcc: [0.6, 0.75], valLoss: [0.5, 0.7] },
    deviations: { acc: [0.01], loss: [0.02], valAcc: [0.07, Number.NaN], valLoss: [0.1, Number.NaN] },
    bestEpoch: 1,
  })
})

test('unfolded, each run of a group has its own line', () => {
  const heads = headsOf([FIRST, RESEEDED, SECOND])
  expect(curveSeries(GROUPED, heads, false).map(({ label }) => label)).toEqual(['3', '1', '2'])
})

test('the shortest line is that of a run that has ended', () => {
  const series = curveSeries(COMPARISON, HEADS, true)
  expect([epochsOf(series), shortestOf(series)]).toEqual([4, 3])
  expect(shortestOf(series.filter(({ isUnderWay }) => isUnderWay))).toBe(0)
})
