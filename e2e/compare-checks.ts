// What the comparison must show of runs: every number worked out again from the reports that the page saved.

import type { Page } from '@playwright/test'
import type { Report } from '../src/core/report.ts'
import type { RowOutcomes } from '../src/core/row-outcomes.ts'
import { type ShownLine, shownMatrices, shownMetrics, shownPairs } from './compare-view.ts'
import { holmOf, type PairedTest, pairedTest } from './own-mcnemar.ts'
import {
  accuracyOf,
  classScores,
  classShares,
  type Matrix,
  meanScores,
  type Share,
  wilson,
} from './own-scores.ts'
import { expect } from './studio.ts'

/** A run of the page and the report that the page saved of it. */
export interface Run {
  readonly name: string
  readonly report: Report
}

/** A number of a run as a share, with its interval where it has one. */
export interface OwnMetric {
  readonly value: number
  readonly interval: readonly [low: number, high: number] | null
}

/** Accuracy, macro F1, then precision, recall and F1 of each class. */
export function ownMetrics(matrix: Matrix): OwnMetric[] {
  const share = (each: Share): OwnMetric =>
    each.total === 0
      ? { value: 0, interval: null }
      : { value: each.hits / each.total, interval: wilson(each) }
  const scores = classScores(matrix)
  return [
    share(accuracyOf(matrix)),
    { value: meanScores(scores, false).f1, interval: null },
    ...classShares(matrix).flatMap(({ precision, recall }, i) => [
      share(precision),
      share(recall),
      { value: scores[i]!.f1, interval: null },
    ]),
  ]
}

export function matrixOf({ report }: Run): Matrix {
  return report.conf_matrix_test!
}

/** Whether a number is what `own` is rounded to; a tie may go either way. */
export function expectRounded(shown: number | null, own: number, decimals: number, what: string): void {
  expect(shown, what).not.toBeNull()
  expect(Math.abs(shown! - own), `${what}: ${shown} is ${own}`).toBeLessThan(0.5 * 10 ** -decimals + 1e-6)
}

/** Panels follow a choice one after the other. */
function settled(check: () => Promise<void>): Promise<void> {
  return expect(check).toPass({ timeout: 30_000 })
}

/** Holds the columns of "Compared metrics" against matrices; `runs` begin with the baseline. */
export function expectMetrics(page: Page, runs: readonly Run[], matrix = matrixOf): Promise<void> {
  return settled(() => checkMetrics(page, runs, matrix))
}

async function checkMetrics(page: Page, runs: readonly Run[], matrix: (run: Run) => Matrix): Promise<void> {
  const shown = await shownMetrics(page)
  expect(Object.keys(shown)).toEqual(runs.map(({ name }) => name))
  const baseline = ownMetrics(matrix(runs[0]!))
  for (const run of runs) {
    const own = ownMetrics(matrix(run))
    expect(shown[run.name]).toHaveLength(own.length)
    for (const [i, { value, interval }] of own.entries()) {
      const { low, high, delta, value: text } = shown[run.name]![i]!
      const what = `metric ${i} of ${run.name}`
      expectRounded(text, 100 * value, 2, what)
      if (interval === null) expect([low, high]).toEqual([null, null])
      else {
        expectRounded(low, 100 * interval[0], 1, `${what}, low`)
        expectRounded(high, 100 * interval[1], 1, `${what}, high`)
      }
      if (run === runs[0]) expect(delta).toBeNull()
      else expectRounded(delta, 100 * (value - baseline[i]!.value), 2, `${what}, difference`)
    }
  }
}

/** Holds "Compared matrices" against those of the reports. */
export function expectMatrices(page: Page, runs: readonly Run[], matrix = matrixOf): Promise<void> {
  return settled(() => checkMatrices(page, runs, matrix))
}

async function checkMatrices(page: Page, runs: readonly Run[], matrix: (run: Run) => Matrix): Promise<void> {
  const shown = await shownMatrices(page)
  expect(shown.map(({ name }) => name)).toEqual(runs.map(({ name }) => name))
  const baseline = matrix(runs[0]!)
  const inPercent = (each: Matrix) =>
    each.map((row) => row.map((count) => (100 * count) / row.reduce((a, b) => a + b)))
  const shares = inPercent(baseline)
  for (const [i, run] of runs.entries()) {
    const { counts, percentages, difference } = shown[i]!
    const own = matrix(run)
    expect(counts).toEqual(own)
    for (const [r, row] of inPercent(own).entries()) {
      for (const [c, share] of row.entries()) {
        expectRounded(percentages[r]![c]!, share, 2, `cell ${r} ${c} of ${run.name}`)
        if (difference === null) continue
        expectRounded(
          difference.points[r]![c]!,
          share - shares[r]![c]!,
          2,
          `difference ${r} ${c} of ${run.name}`,
        )
        expect(difference.counts[r]![c]).toBe(own[r]![c]! - baseline[r]![c]!)
      }
    }
    expect(difference === null).toBe(i === 0)
  }
}

/** McNemar's tests of runs against the first, with Holm's p, from the outcomes of single rows. */
export function ownPairs(
  runs: readonly Run[],
  rowsOf = testRowsOf,
): readonly (PairedTest & { readonly holm: number })[] {
  const [baseline, ...others] = runs
  const pairs = others.map((run) => pairedTest(rowsOf(baseline!), rowsOf(run)))
  const holm = holmOf(pairs.map(({ p }) => p))
  return pairs.map((pair, i) => ({ ...pair, holm: holm[i]! }))
}

function testRowsOf({ report }: Run): RowOutcomes {
  return report.meta.testRows!
}

/** Holds "Same objects (McNemar)" against the rows of the reports. */
export function expectPairs(page: Page, runs: readonly Run[], rowsOf = testRowsOf): Promise<void> {
  return settled(() => checkPairs(page, runs, rowsOf))
}

async function checkPairs(
  page: Page,
  runs: readonly Run[],
  rowsOf: (run: Run) => RowOutcomes,
): Promise<void> {
  const shown = await shownPairs(page)
  expect(Object.keys(shown)).toEqual(runs.slice(1).map(({ name }) => name))
  for (const [i, pair] of ownPairs(runs, rowsOf).entries()) {
    const [onlyBaseline, onlyOther, bothRight, bothWrong, p, holm, words] = shown[runs[i + 1]!.name]!
    expect([onlyBaseline, onlyOther, bothRight, bothWrong].map(Number)).toEqual([
      pair.onlyBaseline,
      pair.onlyOther,
      pair.bothRight,
      pair.bothWrong,
    ])
    expect([p, holm].map((text) => Number(text!.replace('p = ', '')))).toEqual(
      [pair.p, pair.holm].map((own) => Number(own.toPrecision(2))),
    )
    const more = pair.onlyOther - pair.onlyBaseline
    const objects = `${Math.abs(more)} ${Math.abs(more) === 1 ? 'object' : 'objects'}`
    const how = more === 0 ? 'as many objects as' : `${objects} ${more > 0 ? 'more' : 'fewer'} than`
    expect(words).toContain(`right on ${how} the baseline`)
  }
}

/** Whether the lines of a chart are the values: all on one axis upwards, the epochs at equal steps. */
export function expectLines(lines: readonly ShownLine[], values: readonly (readonly number[])[]): void {
  expect(lines.map(({ points }) => points.length)).toEqual(values.map(({ length }) => length))
  const all = lines.flatMap(({ points }, i) =>
    points.map(([x, y], epoch) => ({ x, y, value: values[i]![epoch]!, epoch })),
  )
  const top = all.reduce((a, b) => (b.value > a.value ? b : a))
  const bottom = all.reduce((a, b) => (b.value < a.value ? b : a))
  expect(top.value).toBeGreaterThan(bottom.value)
  const perValue = (top.y - bottom.y) / (top.value - bottom.value)
  expect(perValue).toBeLessThan(0)
  const first = all.find(({ epoch }) => epoch === 0)!.x
  const step = all.find(({ epoch }) => epoch === 1)!.x - first
  expect(step).toBeGreaterThan(5)
  for (const { x, y, value, epoch } of all) {
    expect(Math.abs(y - (bottom.y + perValue * (value - bottom.value)))).toBeLessThan(0.25)
    expect(Math.abs(x - (first + epoch * step))).toBeLessThan(0.1 * (epoch + 2))
  }
}
