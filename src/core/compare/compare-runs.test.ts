import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/comparison.json'
import { classificationReport } from '../metrics.ts'
import type { NaturalTestReport } from '../report.ts'
import type { RowOutcomes } from '../row-outcomes.ts'
import type { RunRecord } from '../run-record.ts'
import type { Interval } from '../statistics/wilson.ts'
import { compareRuns } from './compare-runs.ts'
import type { ComparedRun, Comparison, Metric } from './comparison.ts'
import { imported, outcomes, trained, underWay } from './records.fixture.ts'

const RIGHT = outcomes('0000001111', '0000001111')
const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']

function compare(records: readonly RunRecord[], baseline = records[0]!, natural = false): Comparison {
  return compareRuns(records, baseline.id, natural ? 'natural' : 'test')!
}

function near(actual: number | null | undefined, expected: number): void {
  expect(Math.abs(actual! - expected)).toBeLessThan(1e-12)
}

function nearInterval(actual: Interval | null, expected: Interval | null): void {
  if (expected === null) expect(actual).toBeNull()
  else {
    near(actual?.low, expected.low)
    near(actual?.high, expected.high)
  }
}

describe('equal to scikit-learn, SciPy and statsmodels', () => {
  describe.each(fixture.reports)('$name', (expected) => {
    const { labels, predicted, matrices, reports, intervals, deltas, difference } = expected
    const names = matrices[0]!.map((_, i) => `class ${i}`)
    const records = predicted.map((digits, i) =>
      trained(`run ${i}`, { labels: names, rows: outcomes(labels, digits) }),
    )
    const runs = compare(records).runs

    test('matrices and values', () => {
      for (const [i, run] of runs.entries()) {
        const report = reports[i]! as unknown as ReturnType<typeof classificationReport>
        expect(run.matrix).toEqual(matrices[i])
        near(run.accuracy?.value, report.accuracy)
        near(run.macroF1?.value, report['macro avg']['f1-score'])
        expect(run.classes).toHaveLength(names.length)
        for (const [k, { precision, recall, f1, support }] of run.classes!.entries()) {
          const theirs = report[`${k}`]!
          near(precision.value, theirs.precision)
          near(recall.value, theirs.recall)
          near(f1.value, theirs['f1-score'])
          expect(support).toBe(theirs.support)
        }
      }
    })

    test('intervals', () => {
      for (const [i, run] of runs.entries()) {
        const theirs = intervals[i]!
        nearInterval(run.accuracy!.interval, theirs.accuracy)
        expect(run.macroF1!.interval).toBeNull()
        for (const [k, { precision, recall, f1 }] of run.classes!.entries()) {
          nearInterval(precision.interval, theirs.precision[k]!)
          nearInterval(recall.interval, theirs.recall[k]!)
          expect(f1.interval).toBeNull()
        }
      }
    })

    test('deltas', () => {
      const [baseline, other] = runs as [ComparedRun, ComparedRun]
      near(other.accuracy?.delta, deltas.accuracy)
      near(other.macroF1?.delta, deltas['macro f1-score'])
      for (const [k, { precision, recall, f1 }] of other.classes!.entries()) {
        near(precision.delta, deltas.precision[k]!)
        near(recall.delta, deltas.recall[k]!)
        near(f1.delta, deltas['f1-score'][k]!)
      }
      const own = (metrics: readonly (Metric | null)[]) => metrics.map((metric) => metric?.delta)
      const { accuracy, macroF1, classes } = baseline
      expect(
        own([accuracy, macroF1, ...classes!.flatMap(({ precision, recall, f1 }) => [precision, recall, f1])]),
      )
        // no metric of the baseline has a difference from itself
        .toEqual(new Array(2 + 3 * names.length).fill(null))
    })

    test('difference of the matrices', () => {
      expect(runs[0]!.difference).toBeNull()
      expect(runs[1]!.difference?.counts).toEqual(difference.counts)
      for (const [i, row] of difference.points.entries()) {
        for (const [j, points] of row.entries()) near(runs[1]!.difference!.points[i]![j], points)
      }
    })

    test('McNemar', () => {
      const { table, p } = expected.mcnemar
      const { mcnemar } = runs[1]!
      expect([mcnemar?.bothRight, mcnemar?.onlyBaseline, mcnemar?.onlyOther, mcnemar?.bothWrong]).toEqual(
        table.flat(),
      )
      // relative: most are far below any absolute bound
      expect(Math.abs(mcnemar!.p / p - 1)).toBeLessThan(1e-12)
      expect(mcnemar?.holm).toBe(mcnemar?.p)
      expect(runs.map((run) => run.withoutMcNemar)).toEqual(['', ''])
    })
  })
})

test('the baseline comes first, the others as they were chosen', () => {
  const records = [trained('A'), trained('B'), trained('C'), trained('D', { labels: ['x', 'y'] })]
  const comparison = compare(records, records[2])
  expect(comparison.baseline).toBe(records[2])
  expect(comparison.runs.map(({ record }) => record.name)).toEqual(['C', 'A', 'B'])
  expect(comparison.labels).toEqual(LABELS)
  expect(comparison.refused).toEqual([
    {
      record: records[3],
      reason: '“D” has the classes x, y, the baseline “C” has DeltaZ < 1e-3, DeltaZ ≥ 1e-3.',
    },
  ])
  expect(comparison.settings.different).toEqual([])
  expect(comparison.notices).toEqual([])
})

test('a baseline that is not among the runs', () => {
  expect(compareRuns([trained('A')], 'B', 'test')).toBeNull()
  expect(compareRuns([], 'B', 'test')).toBeNull()
})

/** Of a run that says how many objects its test has before it was evaluated. */
function withTestCounts(...test: number[]) {
  const { dataset } = trained('A').report.meta!
  return { ...dataset!, counts: { ...dataset!.counts, test } }
}

test('Holm corrects over the tests that there are', () => {
  // 8 rows only the other has right, 2 rows only the baseline has, and a run without outcomes between them
  const labels = '0'.repeat(20)
  const rows = (wrong: string) => outcomes(labels, wrong.padEnd(20, '0'))
  const runs = compare([
    trained('A', { rows: rows('11111111') }),
    trained('B', { rows: rows('') }),
    underWay('C', { meta: { dataset: withTestCounts(20, 0) } }),
    trained('D', { rows: rows('111111') }),
  ]).runs
  expect(runs.map(({ mcnemar }) => mcnemar?.p)).toEqual([undefined, 2 ** -7, undefined, 0.5])
  expect(runs.map(({ mcnemar }) => mcnemar?.holm)).toEqual([undefined, 2 ** -6, undefined, 0.5])
})

describe('a run under way', () => {
  test('is compared by what it has', () => {
    const [, run] = compare([trained('A'), underWay('B')]).runs
    expect(run).toMatchObject({
      matrix: null,
      accuracy: null,
      macroF1: null,
      classes: null,
      difference: null,
      mcnemar: null,
      withoutMcNemar: '“B” has no outcomes of single objects yet: it is still running.',
    })
  })

  test('as baseline leaves the others without differences', () => {
    const [baseline, run] = compare([underWay('A'), trained('B', { rows: RIGHT })]).runs
    expect(baseline?.accuracy).toBeNull()
    expect(run?.accuracy).toMatchObject({ value: 1, delta: null })
    expect(run?.classes?.[0]?.recall.delta).toBeNull()
    expect(run?.difference).toBeNull()
    expect(run?.withoutMcNemar).toBe(
      'The baseline “A” has no outcomes of single objects yet: it is still running.',
    )
  })
})

describe('a report of LAM-Redshift', () => {
  const MATRIX = [
    [5, 1],
    [2, 2],
  ]

  test('says nothing of single objects', () => {
    const lam = imported('B', LABELS, { conf_matrix_test: MATRIX })
    const [, run] = compare([trained('A'), lam]).runs
    expect(run?.accuracy?.value).toBe(0.7)
    expect(run?.accuracy?.delta).toBeCloseTo(-0.1, 14)
    expect(run?.difference?.counts).toEqual([
      [0, 0],
      [1, -1],
    ])
    expect(run?.withoutMcNemar).toBe('“B” does not say what became of single objects.')
    expect(compare([lam, trained('A')]).runs[1]?.withoutMcNemar).toBe(
      'The baseline “B” does not say what became of single objects.',
    )
  })

  test('without a matrix still has values', () => {
    const whole = imported('A', LABELS, { conf_matrix_test: MATRIX })
    const saved = imported('B', LABELS, { conf_matrix_test: null, report: classificationReport(MATRIX) })
    const [withMatrix, without] = compare([whole, saved]).runs as [ComparedRun, ComparedRun]
    expect(without.matrix).toBeNull()
    expect(without.difference).toBeNull()
    expect(without.accuracy).toEqual({ ...withMatrix.accuracy, delta: 0 })
    expect(without.macroF1).toEqual({ ...withMatrix.macroF1, delta: 0 })
    for (const [k, { precision, recall, f1, support }] of without.classes!.entries()) {
      const theirs = withMatrix.classes![k]!
      expect(precision).toEqual({ value: theirs.precision.value, interval: null, delta: 0 })
      expect(recall).toEqual({ ...theirs.recall, delta: 0 })
      expect(f1).toEqual({ ...theirs.f1, delta: 0 })
      expect(support).toBe(theirs.support)
    }
  })
})

describe('controls', () => {
  const control = (right: number) => ({
    descriptors: ['Modes'],
    trainRows: 100,
    conf_matrix: [
      [right, 6 - right],
      [0, 4],
    ],
    acc: (right + 4) / 10,
    loss: 0.5,
    rows: null,
  })
  const A = trained('A', { meta: { control: control(5) } })
  const B = trained('B', { meta: { control: control(3) } })

  test('have their accuracy, and its difference from that of the baseline’s control', () => {
    const controls = compare([A, B, trained('C')]).runs.map((run) => run.control)
    // 9 of 10 by scipy.stats.binomtest
    expect(controls[0]).toEqual({ value: 0.9, interval: controls[0]!.interval, delta: null })
    nearInterval(controls[0]!.interval, { low: 0.5958499732047615, high: 0.9821237869049271 })
    expect(controls[1]).toMatchObject({ value: 0.7, delta: 0.7 - 0.9 })
    expect(controls[2]).toBeNull()
    // a baseline without one
    expect(compare([trained('C'), A]).runs[1]!.control).toMatchObject({ value: 0.9, delta: null })
  })

  test('are not known at natural prevalence', () => {
    expect(compare([A, B], A, true).runs.map((run) => run.control)).toEqual([null])
  })
})

describe('outcomes of rows', () => {
  const nowhere = '“B” and the baseline “A” keep outcomes of other rows, or do not say of which.'

  test('with another fingerprint than the test has are not tested against each other', () => {
    // the report gives its test the fingerprint of the baseline's
    const [, run] = compare([trained('A'), trained('B', { rows: { ...RIGHT, fingerprint: 'beef' } })]).runs
    expect([run?.mcnemar, run?.withoutMcNemar]).toEqual([null, nowhere])
  })

  test('without a fingerprint neither', () => {
    const dataset = { ...trained('A').report.meta!.dataset!, testFingerprint: '' }
    const [, run] = compare(
      ['A', 'B'].map((name) => trained(name, { rows: { ...RIGHT, fingerprint: '' }, meta: { dataset } })),
    ).runs
    expect([run?.mcnemar, run?.withoutMcNemar]).toEqual([null, nowhere])
  })
})

describe('runs that contradict each other, though not the baseline', () => {
  const MATRIX = [
    [5, 1],
    [2, 2],
  ]
  const dataset = { ...trained('A').report.meta!.dataset!, testFingerprint: 'bbbb' }

  test('by their rows: the later one is refused', () => {
    const lam = imported('LAM', LABELS, { conf_matrix_test: MATRIX })
    const records = [trained('B'), trained('C', { meta: { dataset } }), lam]
    const { runs, refused } = compare(records, lam)
    expect(runs.map(({ record }) => record.name)).toEqual(['LAM', 'B'])
    expect(refused).toEqual([
      {
        record: records[1],
        reason:
          '“C” was tested on other rows (fingerprint bbbb, 10 objects: 6 + 4) than “B” (fingerprint 7e57f00d, 10 objects: 6 + 4).',
      },
    ])
  })

  test('by their classes; the first that names them gives the names', () => {
    const nameless = imported('N', ['class 0', 'class 1'], { conf_matrix_test: MATRIX }, ['nom_classes'])
    const named = imported('S', ['Success', 'Spurious/Mismatch'], { conf_matrix_test: MATRIX })
    const { runs, refused, labels } = compare([nameless, named, trained('D')])
    expect(runs.map(({ record }) => record.name)).toEqual(['N', 'S'])
    expect(labels).toEqual(['Success', 'Spurious/Mismatch'])
    expect(refused.map(({ reason }) => reason)).toEqual([
      '“D” has the classes DeltaZ < 1e-3, DeltaZ ≥ 1e-3, “S” has Success, Spurious/Mismatch.',
    ])
  })
})

describe('at natural prevalence', () => {
  function natural(rows: RowOutcomes, matrix: number[][]): NaturalTestReport {
    const counts = matrix.map((row) => row[0]! + row[1]!)
    const report = classificationReport(matrix)
    return { counts, excluded: 0, thinned: 0, conf_matrix: matrix, acc: 0, loss: 0, report, rows }
  }
  const labels = '00000001'
  const A = trained('A', {
    meta: {
      seed: 1,
      naturalTest: natural(outcomes(labels, '00000000', 'feed'), [
        [7, 0],
        [1, 0],
      ]),
    },
  })
  const B = trained('B', {
    meta: {
      seed: 2,
      naturalTest: natural(outcomes(labels, '11111111', 'feed'), [
        [0, 7],
        [0, 1],
      ]),
    },
  })

  test('its own numbers are compared', () => {
    const { runs, test: id, groups } = compare([A, B], A, true)
    expect(id).toBe('natural')
    expect(runs.map(({ accuracy }) => accuracy?.value)).toEqual([0.875, 0.125])
    expect(runs[1]?.mcnemar).toMatchObject({ onlyBaseline: 7, onlyOther: 1, bothRight: 0, bothWrong: 0 })
    // twice (1 + 8) / 2^8
    expect(runs[1]?.mcnemar?.p).toBe(18 / 256)
    expect(groups[0]?.accuracy?.mean).toBe(0.5)
  })

  test('a run without it is refused', () => {
    const other = trained('C')
    expect(compare([A, other], A, true).refused).toEqual([
      { record: other, reason: '“C” has no test at natural prevalence.' },
    ])
  })
})

test('runs that differ by seed only are a group, of the comparable ones', () => {
  const other = trained('C', { labels: ['x', 'y'], meta: { seed: 3 } })
  const { groups } = compare([trained('A'), trained('B', { meta: { seed: 2 }, rows: RIGHT }), other])
  expect(groups.map(({ name }) => name)).toEqual(['CNN3, DeltaZ, 2 seeds'])
  expect(groups[0]?.accuracy).toEqual({ mean: 0.9, deviation: expect.closeTo(Math.sqrt(0.02), 12), runs: 2 })
})

test('a run that was stopped is no repetition, and does not keep a finished one of its seed out', () => {
  const stopped = trained('B', { meta: { seed: 2, status: 'stopped', incomplete: true } })
  const { groups, notices } = compare([trained('A'), stopped, trained('C', { meta: { seed: 2 } })])
  expect(groups.map(({ records }) => records.map(({ name }) => name))).toEqual([['A', 'C']])
  expect(notices).toEqual(['“B” ended before its last epoch: its numbers are those of an unfinished run.'])
})
