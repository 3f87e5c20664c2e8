import { describe, expect, test } from 'vitest'
import { deltaZClasses } from '../delta-z-classes.ts'
import { classificationReport } from '../metrics.ts'
import type { NaturalTestReport } from '../report.ts'
import type { RowOutcomes } from '../row-outcomes.ts'
import type { RunRecord } from '../run-record.ts'
import { hasClassNames, incomparableReason } from './comparable.ts'
import type { TestId } from './comparison.ts'
import { imported, outcomeMatrix, outcomes, ROWS, trained, underWay } from './records.fixture.ts'
import { testedRun } from './test-result.ts'

const FLAGS = ['Flag 1', 'Flags 2 & 9', 'Flags 3 & 4']
const BALANCED = [
  [5, 1],
  [2, 2],
]

/** Against the baseline alone. */
function reasonOf(record: RunRecord, baseline: RunRecord, test: TestId): string | null {
  return incomparableReason(testedRun(record, test), [testedRun(baseline, test)])
}

function natural(rows: RowOutcomes, keeps = true): NaturalTestReport {
  const matrix = outcomeMatrix(rows, 2)
  return {
    counts: matrix.map((row) => row[0]! + row[1]!),
    excluded: 0,
    thinned: 0,
    conf_matrix: matrix,
    acc: 0.5,
    loss: 0.5,
    report: classificationReport(matrix),
    rows: keeps ? rows : null,
  }
}

describe('classes', () => {
  test('another number', () => {
    const flags = imported('Flags', FLAGS, {})
    expect(reasonOf(flags, trained('A'), 'test')).toBe('“Flags” has 3 classes, the baseline “A” has 2.')
  })

  test('other names', () => {
    const other = trained('B', { labels: ['Success', 'Spurious/Mismatch'] })
    expect(reasonOf(other, trained('A'), 'test')).toBe(
      '“B” has the classes Success, Spurious/Mismatch, the baseline “A” has DeltaZ < 1e-3, DeltaZ ≥ 1e-3.',
    )
  })

  test('another threshold of DeltaZ', () => {
    const other = trained('B', { labels: deltaZClasses(0.005).labels })
    expect(reasonOf(other, trained('A'), 'test')).toBe(
      '“B” divides the classes at DeltaZ 5e-3, the baseline “A” at 1e-3.',
    )
  })

  test('another order', () => {
    const other = trained('B', { labels: ['DeltaZ ≥ 1e-3', 'DeltaZ < 1e-3'] })
    expect(reasonOf(other, trained('A'), 'test')).toBe(
      '“B” has the classes in the order DeltaZ ≥ 1e-3, DeltaZ < 1e-3, the baseline “A” has DeltaZ < 1e-3, DeltaZ ≥ 1e-3.',
    )
  })

  test('loose names of a report of LAM-Redshift', () => {
    const rows = outcomes('001122', '001122', '')
    const matrix = outcomeMatrix(rows, 3)
    const ours = trained('A', { labels: FLAGS, rows })
    const theirs = imported('B', ['flags 1', 'flags 2-9', 'flags 3-4'], { conf_matrix_test: matrix })
    expect(reasonOf(theirs, ours, 'test')).toBeNull()
    expect(reasonOf(ours, theirs, 'test')).toBeNull()
  })

  test('a report that names no classes is not refused for that', () => {
    const nameless = imported(
      'B',
      ['class 0', 'class 1'],
      {
        conf_matrix_test: [
          [5, 1],
          [2, 2],
        ],
      },
      ['nom_classes'],
    )
    expect(hasClassNames(nameless)).toBe(false)
    expect(reasonOf(nameless, trained('A'), 'test')).toBeNull()
    expect(reasonOf(trained('A'), nameless, 'test')).toBeNull()
    // labels that were guessed from somewhere else are no names of the report
    expect(hasClassNames({ ...nameless, labels: FLAGS })).toBe(false)
    expect(hasClassNames({ ...nameless, gaps: ['lr'] })).toBe(true)
  })
})

describe('rows of test', () => {
  test('equal fingerprints', () => {
    expect(reasonOf(trained('B'), trained('A'), 'test')).toBeNull()
  })

  test('other fingerprints with as many objects', () => {
    const other = trained('B', {
      meta: {
        dataset: {
          name: 'other',
          fingerprint: 'c3',
          testFingerprint: '0ddba11',
          counts: { train: [1, 1], validation: [1, 1], test: [6, 4] },
        },
      },
    })
    expect(reasonOf(other, trained('A'), 'test')).toBe(
      '“B” was tested on other rows (fingerprint 0ddba11, 10 objects: 6 + 4) than the baseline “A” (fingerprint 7e57f00d, 10 objects: 6 + 4).',
    )
  })

  test('other counts without a fingerprint', () => {
    const labels = ['Deltaz<1e-3', 'Deltaz>=1e-3']
    const lam = imported('LAM', labels, {
      conf_matrix_test: [
        [5226, 114],
        [702, 2804],
      ],
    })
    expect(reasonOf(lam, trained('A'), 'test')).toBe(
      '“LAM” was tested on other rows (8,846 objects: 5,340 + 3,506) than the baseline “A” (10 objects: 6 + 4).',
    )
    expect(reasonOf(imported('B', labels, { conf_matrix_test: BALANCED }), trained('A'), 'test')).toBe(null)
  })

  test('counts come from the report where there is no matrix', () => {
    const labels = ['Deltaz<1e-3', 'Deltaz>=1e-3']
    const saved = (matrix: number[][]) =>
      imported('B', labels, { conf_matrix_test: null, report: classificationReport(matrix) })
    expect(reasonOf(saved(BALANCED), trained('A'), 'test')).toBeNull()
    expect(
      reasonOf(
        saved([
          [5, 1],
          [2, 3],
        ]),
        trained('A'),
        'test',
      ),
    ).toBe('“B” was tested on other rows (11 objects: 6 + 5) than the baseline “A” (10 objects: 6 + 4).')
  })

  test('counts that nobody knows are not different', () => {
    const bare = imported('B', ['Deltaz<1e-3', 'Deltaz>=1e-3'], { conf_matrix_test: null })
    expect(reasonOf(bare, trained('A'), 'test')).toBeNull()
  })

  test('an earlier version kept no fingerprint: counts decide', () => {
    const dataset = (count: number) => ({
      name: 'old',
      fingerprint: 'a1b2',
      testFingerprint: '',
      counts: { train: [1, 1], validation: [1, 1], test: [6, count] },
    })
    const old = (count: number) => underWay('B', { meta: { dataset: dataset(count) } })
    expect(reasonOf(old(4), trained('A'), 'test')).toBeNull()
    expect(reasonOf(old(5), trained('A'), 'test')).toBe(
      '“B” was tested on other rows (11 objects: 6 + 5) than the baseline “A” (10 objects: 6 + 4).',
    )
  })

  test('a run under way has its rows already', () => {
    expect(reasonOf(underWay('B'), trained('A'), 'test')).toBeNull()
    expect(reasonOf(trained('B'), underWay('A'), 'test')).toBeNull()
  })
})

describe('the natural test', () => {
  const both = trained('A', { meta: { naturalTest: natural(ROWS) } })

  test('of the same rows', () => {
    expect(reasonOf({ ...both, name: 'B' }, both, 'natural')).toBeNull()
  })

  test('of other rows', () => {
    const rows = outcomes('0000001111', '0000001111', 'beef')
    const other = trained('B', { meta: { naturalTest: natural(rows) } })
    expect(reasonOf(other, both, 'natural')).toBe(
      '“B” was tested on other rows (fingerprint beef, 10 objects: 6 + 4) than the baseline “A” (fingerprint 7e57f00d, 10 objects: 6 + 4).',
    )
    // the other test does not matter
    expect(reasonOf(other, both, 'test')).toBeNull()
  })

  test('of other counts, where single rows are not kept', () => {
    const other = trained('B', { meta: { naturalTest: natural(outcomes('0001', '0001'), false) } })
    expect(reasonOf(other, both, 'natural')).toBe(
      '“B” was tested on other rows (4 objects: 3 + 1) than the baseline “A” (10 objects: 6 + 4).',
    )
  })

  test('that does not exist, or not yet', () => {
    expect(reasonOf(trained('B'), both, 'natural')).toBe('“B” has no test at natural prevalence.')
    expect(reasonOf(both, trained('B'), 'natural')).toBe(
      'The baseline “B” has no test at natural prevalence.',
    )
    expect(reasonOf(underWay('B'), both, 'natural')).toBe(
      '“B” was not evaluated at natural prevalence yet: it is still running.',
    )
  })
})

describe('equal fingerprints', () => {
  test('of rows that have other classes', () => {
    const other = trained('B', { rows: outcomes('0000000111', '0000000111') })
    expect(reasonOf(other, trained('A'), 'test')).toBe(
      '“B” has other classes of the rows with fingerprint 7e57f00d (10 objects: 7 + 3) than the baseline “A” (10 objects: 6 + 4).',
    )
  })

  test('of rows in another order', () => {
    const other = trained('B', { rows: outcomes('1111000000', '1111000000') })
    expect(reasonOf(other, trained('A'), 'test')).toBe(
      '“B” has other classes of the rows with fingerprint 7e57f00d, or another order, than the baseline “A”.',
    )
  })
})

describe('every run that is compared already counts', () => {
  const tested = (...records: RunRecord[]) => records.map((record) => testedRun(record, 'test'))
  const dataset = { ...trained('A').report.meta!.dataset!, testFingerprint: 'bbbb' }
  const lam = imported('LAM', ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'], { conf_matrix_test: BALANCED })

  test('other rows than one that is not the baseline', () => {
    const other = trained('C', { meta: { dataset } })
    expect(incomparableReason(tested(other)[0]!, tested(lam))).toBeNull()
    expect(incomparableReason(tested(other)[0]!, tested(lam, trained('B')))).toBe(
      '“C” was tested on other rows (fingerprint bbbb, 10 objects: 6 + 4) than “B” (fingerprint 7e57f00d, 10 objects: 6 + 4).',
    )
  })

  test('other names than one that is not the baseline', () => {
    const nameless = { ...lam, gaps: ['nom_classes'] }
    const other = trained('C', { labels: ['Success', 'Spurious/Mismatch'] })
    expect(incomparableReason(tested(other)[0]!, tested(nameless))).toBeNull()
    expect(incomparableReason(tested(other)[0]!, tested(nameless, trained('B')))).toBe(
      '“C” has the classes Success, Spurious/Mismatch, “B” has DeltaZ < 1e-3, DeltaZ ≥ 1e-3.',
    )
  })
})
