// The files of a comparison: opened and held against numbers worked out from the reports of its runs.

import type { Page, TestInfo } from '@playwright/test'
import { expectRounded, matrixOf, type OwnMetric, ownMetrics, ownPairs, type Run } from './compare-checks.ts'
import { csvCells, saveWith } from './downloads.ts'
import { accuracyOf, classShares, wilson } from './own-scores.ts'
import { expect } from './studio.ts'

/** Class names of the target DeltaZ as the page writes them. */
const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']
const CLASS_METRICS = ['precision', 'recall', 'F1']

function comparisonName(extension: string): string {
  return `redshift-studio_comparison_${new Date().toISOString().slice(0, 10)}.${extension}`
}

/** Saves the comparison as CSV; `runs` begin with the baseline, the last two lists hold the runs that are one group. */
export async function expectCsv(
  page: Page,
  runs: readonly Run[],
  seeds: readonly Run[],
  testInfo: TestInfo,
): Promise<void> {
  const { fileName, text } = await saveWith(page, 'Save comparison CSV', testInfo)
  expect(fileName).toBe(comparisonName('csv'))
  const [head, ...lines] = csvCells(text)
  expect(head).toEqual([
    ...['run', 'class', 'metric', 'value', 'low', 'high', 'delta'],
    ...['test', 'run_id', 'status', 'baseline'],
  ])
  const of = (run: string) => lines.filter(([name]) => name === run)
  const baselineId = of(runs[0]!.name)[0]![8]
  const baseline = ownMetrics(matrixOf(runs[0]!))
  const pairs = ownPairs(runs)
  for (const [r, run] of runs.entries()) {
    const metrics = ownMetrics(matrixOf(run))
    const own = (label: string, name: string, i: number): OwnLine => {
      const { value, interval } = metrics[i]!
      const [low = null, high = null] = interval ?? []
      return [label, name, value, low, high, r === 0 ? null : value - baseline[i]!.value]
    }
    const shares = classShares(matrixOf(run))
    const pair = r === 0 ? null : pairs[r - 1]!
    const expected = [
      own('', 'accuracy', 0),
      own('', 'macro F1', 1),
      ownControl(run, r === 0 ? null : runs[0]!),
      ...LABELS.flatMap((label, i) => [
        ...CLASS_METRICS.map((name, j) => own(label, name, 2 + 3 * i + j)),
        plain(label, 'support', shares[i]!.recall.total),
      ]),
      ...(pair === null
        ? []
        : [
            plain('', 'McNemar p', pair.p),
            plain('', 'McNemar p, Holm', pair.holm),
            plain('', 'only_baseline', pair.onlyBaseline),
            plain('', 'only_this', pair.onlyOther),
          ]),
    ]
    expectLines(of(run.name), expected)
    for (const cells of of(run.name)) {
      expect(cells.slice(7)).toEqual(['test', of(run.name)[0]![8], 'finished', baselineId])
    }
  }
  expect(new Set(runs.map(({ name }) => of(name)[0]![8])).size).toBe(runs.length)

  const [a, b] = seeds.map((run) => accuracyOf(matrixOf(run))).map(({ hits, total }) => hits / total)
  expectLines(of('CNN3, DeltaZ, 2 seeds'), [
    plain('', 'accuracy mean', (a! + b!) / 2),
    plain('', 'accuracy standard deviation', Math.abs(a! - b!) / Math.SQRT2),
    plain('', 'accuracy runs', 2),
  ])
}

/** Class, metric, value, low, high, delta; `null` for an empty cell. */
type OwnLine = readonly [
  label: string,
  metric: string,
  value: number,
  low: number | null,
  high: number | null,
  delta: number | null,
]

/** The accuracy of the control beside a run, and how much more it is than the baseline's. */
function ownControl(run: Run, baseline: Run | null): OwnLine {
  const shareOf = ({ report }: Run) => accuracyOf(report.meta.control!.conf_matrix)
  const { hits, total } = shareOf(run)
  const of = baseline === null ? null : shareOf(baseline)
  const delta = of === null ? null : hits / total - of.hits / of.total
  return ['', 'control accuracy', hits / total, ...wilson({ hits, total }), delta]
}

function plain(label: string, metric: string, value: number): OwnLine {
  return [label, metric, value, null, null, null]
}

function expectLines(shown: readonly (readonly string[])[], own: readonly OwnLine[]): void {
  expect(shown.map((cells) => cells.slice(1, 3))).toEqual(own.map((line) => line.slice(0, 2)))
  for (const [i, line] of own.entries()) {
    for (const [j, value] of line.slice(2).entries()) {
      const cell = shown[i]![3 + j]!
      expect(cell === '', `${line.slice(0, 2)} has ${JSON.stringify(cell)}`).toBe(value === null)
      // the quantile of the journey's interval has seven digits
      if (value !== null)
        expect(Math.abs(Number(cell) - Number(value))).toBeLessThan(j % 3 === 0 ? 1e-12 : 1e-7)
    }
  }
}

/** Saves the comparison of three runs as LaTeX tables: of the runs, and of their classes. */
export async function expectLatex(page: Page, runs: readonly Run[], testInfo: TestInfo): Promise<void> {
  const { fileName, text } = await saveWith(page, 'Save comparison LaTeX', testInfo)
  expect(fileName).toBe(comparisonName('tex'))
  const { total } = accuracyOf(matrixOf(runs[0]!))
  expect(text).toContain(`Runs compared on the test split (${total} objects).`)
  expect(text).toContain(`Differences are from ${runs[0]!.name}.`)
  expect(text).toContain('corrected for 2 tests.')
  const [whole, ofClasses] = tablesOf(text)
  const own = runs.map((run) => ownMetrics(matrixOf(run)))
  const pairs = ownPairs(runs)

  const [, ...rows] = whole!
  expect(rows.map(([name]) => name)).toEqual(runs.map(({ name }) => name))
  for (const [r, [name, accuracy, delta, f1, deltaF1, p, holm]] of rows.entries()) {
    expectEstimate(accuracy!, own[r]![0]!, `accuracy of ${name}`)
    expectEstimate(f1!, own[r]![1]!, `macro F1 of ${name}`)
    if (r === 0) {
      expect([delta, deltaF1, p, holm]).toEqual(['--', '--', '--', '--'])
      continue
    }
    for (const [i, cell] of [delta!, deltaF1!].entries()) {
      expect(cell).toMatch(/^\$[+-]\d\.\d{3}\$$/)
      expectRounded(latexNumber(cell), own[r]![i]!.value - own[0]![i]!.value, 3, `difference ${i} of ${name}`)
    }
    const pair = pairs[r - 1]!
    for (const [cell, exact] of [
      [p!, pair.p],
      [holm!, pair.holm],
    ] as const) {
      if (exact >= 0.001) expectRounded(latexNumber(cell), exact, 3, `p of ${name}`)
      else expect(latexNumber(cell)).toBe(Number(exact.toExponential(1)))
    }
  }

  const [, ...lines] = ofClasses!
  expect(lines).toHaveLength(3 * runs.length + 1)
  for (const [i, [, name, ...cells]] of lines.slice(0, -1).entries()) {
    const [metric, r] = [Math.floor(i / runs.length), i % runs.length]
    expect(name).toBe(runs[r]!.name)
    for (const [label, cell] of cells.entries()) {
      expectEstimate(cell, own[r]![2 + 3 * label + metric]!, `${CLASS_METRICS[metric]} ${label} of ${name}`)
    }
  }
  const supports = classShares(matrixOf(runs[0]!)).map(({ recall }) => String(recall.total))
  expect(lines.at(-1)!.slice(2)).toEqual(supports)
}

/** Rows of each tabular, cell by cell, from the titles on. */
function tablesOf(text: string): string[][][] {
  return text
    .split('\\toprule\n')
    .slice(1)
    .map((table) =>
      table
        .slice(0, table.indexOf('\\bottomrule'))
        .split('\n')
        .filter((line) => line.endsWith(' \\\\'))
        .map((line) =>
          line
            .slice(0, -3)
            .split('&')
            .map((cell) => cell.trim()),
        ),
    )
}

/** `$0.941^{+0.012}_{-0.014}$`, or the value alone where there is no interval. */
function expectEstimate(cell: string, { value, interval }: OwnMetric, what: string): void {
  const parts = /^\$?(\d\.\d{3})(?:\^\{\+(\d\.\d{3})\}_\{-(\d\.\d{3})\}\$)?$/.exec(cell)
  expect(parts, `${what} is ${cell}`).not.toBeNull()
  const [, shown, above, below] = parts!
  expectRounded(Number(shown), value, 3, what)
  expect(above === undefined, `${what}: interval`).toBe(interval === null)
  if (interval === null) return
  expectRounded(Number(above), interval[1] - value, 3, `${what}, above`)
  expectRounded(Number(below), value - interval[0], 3, `${what}, below`)
}

/** `0.032`, `$+0.012$`, `$1.7 \times 10^{-4}$` */
function latexNumber(cell: string): number {
  return Number(cell.replaceAll('$', '').replace(' \\times 10^{', 'e').replace('}', ''))
}
