// What the audit finds against what NumPy found by comparing whole rows with each other.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../core/dataset-report.ts'
import { planSplits } from '../core/plan-splits.ts'
import { plainPreparation } from '../core/preparation.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { auditedSplits } from './audit.fixture.ts'
import { auditLeaks } from './audit-leaks.ts'
import { type AuditedSplits, PAIRS } from './audited-splits.ts'
import type { BySplit } from './by-split.ts'
import { formatShareOf } from './finding.ts'

interface Found {
  readonly count: number
  readonly share: number
  readonly rows: readonly number[]
}
type Pair = `${(typeof PAIRS)[number][0]}-${(typeof PAIRS)[number][1]}`
type ByPair = Readonly<Record<Pair, Found>>

interface SplitCase {
  readonly name: string
  readonly sizes: BySplit<number>
  /** digits of all posteriors, three per row */
  readonly values: string
  readonly labels: readonly number[]
  readonly ids: readonly number[]
  readonly redshift: readonly (number | null)[]
  readonly logEvidence: readonly (number | null)[]
  readonly pattern: boolean
  readonly expected: {
    readonly repeated: BySplit<Found>
    readonly leaks: ByPair
    readonly near: ByPair
    readonly nearWithin: BySplit<Found>
    readonly objects: ByPair
    readonly disagreeing: { readonly groups: number; readonly rows: number }
    readonly unseen: Found
    readonly drop: Readonly<Record<'leaked' | 'near-leaked' | 'same-object' | 'repeated', number>>
  }
}

const { splits: CASES }: { splits: readonly SplitCase[] } = JSON.parse(
  readFileSync('reference/fixtures/audit.json', 'utf8'),
)

function splitsOf({ sizes, values, labels, ids, redshift, logEvidence }: SplitCase): AuditedSplits {
  return auditedSplits(sizes, {
    posteriors: labels.map((_, row) => Array.from(values.slice(3 * row, 3 * row + 3), Number)),
    labels,
    redshift,
    logEvidence,
    ids: ids.map(String),
  })
}

function withCode(findings: readonly Finding[], code: string, severity: Finding['severity']) {
  return findings.filter((each) => each.code === code && each.severity === severity)
}

/** Findings of all pairs or splits that have one, as counts and rows. */
function told(findings: readonly Finding[], count: string) {
  return findings.map(({ file, counts, rows }) => ({ file, count: counts[count], of: counts.rows, rows }))
}

function expectedPairs(found: ByPair, sizes: BySplit<number>, { files }: AuditedSplits) {
  return PAIRS.map(([split, other]) => ({ split, each: found[`${split}-${other}`] }))
    .filter(({ each }) => each.count > 0)
    .map(({ split, each }) => ({ file: files[split], count: each.count, of: sizes[split], rows: each.rows }))
}

function expectedSplits(found: BySplit<Found>, sizes: BySplit<number>, { files }: AuditedSplits) {
  return SPLIT_NAMES.filter((split) => found[split].count > 0).map((split) => ({
    file: files[split],
    count: found[split].count,
    of: sizes[split],
    rows: found[split].rows,
  }))
}

describe.each(CASES)('$name', (each) => {
  const { sizes, expected, pattern } = each
  const splits = splitsOf(each)
  const findings = auditLeaks(splits)

  test('equal rows within and between splits, with shares', () => {
    const leaks = withCode(findings, 'leak', 'block')
    expect(told(leaks, 'shared')).toEqual(expectedPairs(expected.leaks, sizes, splits))
    const shares = Object.values(expected.leaks).filter(({ count }) => count > 0)
    expect(leaks.map(({ message }) => /\(([0-9.]+) %\)/.exec(message)?.[1])).toEqual(
      shares.map(({ share }) => (100 * share).toFixed(1)),
    )
    const repeated = withCode(findings, 'duplicate-rows', 'warning')
    expect(told(repeated, 'repeated')).toEqual(expectedSplits(expected.repeated, sizes, splits))
  })

  test('near duplicates and objects', () => {
    expect(told(withCode(findings, 'near-duplicates', 'warning'), 'shared')).toEqual(
      expectedPairs(expected.near, sizes, splits),
    )
    expect(told(withCode(findings, 'near-duplicates', 'info'), 'repeated')).toEqual(
      expectedSplits(expected.nearWithin, sizes, splits),
    )
    expect(told(withCode(findings, 'same-object', 'warning'), 'shared')).toEqual(
      expectedPairs(expected.objects, sizes, splits),
    )
  })

  test('labels of equal rows', () => {
    const disagreeing = withCode(findings, 'label-disagreement', 'warning')
    expect(disagreeing.map(({ counts }) => counts)).toEqual(
      expected.disagreeing.groups === 0 ? [] : [expected.disagreeing],
    )
  })

  test('the pattern of processData.py', () => {
    const found = withCode(findings, 'leak-pattern', 'warning')
    const { leaks, unseen } = expected
    expect(found.map(({ counts, rows }) => ({ counts, rows }))).toEqual(
      pattern
        ? [
            {
              counts: {
                train: leaks['test-train'].count,
                validation: leaks['test-validation'].count,
                unseen: unseen.count,
                rows: sizes.test,
              },
              rows: unseen.rows,
            },
          ]
        : [],
    )
    if (!pattern) return
    expect(found[0]?.message).toContain(
      `${formatShareOf(leaks['test-train'].count, sizes.test, 'test row')} are TRAIN rows`,
    )
  })

  test('buttons say what NumPy drops, and planning drops that', () => {
    const source = {
      labels: splits.labels,
      classes: splits.classLabels.length,
      given: {
        train: Uint32Array.from(splits.rows.train),
        validation: Uint32Array.from(splits.rows.validation),
        test: Uint32Array.from(splits.rows.test),
      },
      candidates: Uint32Array.from(each.labels, (_, row) => row),
      naturalSource: null,
      balanced: false,
      facts: { ...splits.groups, flags: new Uint8Array(each.labels.length) },
    }
    const drops = { ...expected.drop, disagreeing: expected.disagreeing.rows }
    const remedies = findings.flatMap((finding) => finding.remedies ?? [])
    for (const [reason, rows] of Object.entries(drops)) {
      const own = remedies.filter(({ patch }) => patch.splits === undefined && patch.drop?.join() === reason)
      const plan = planSplits(source, {
        ...plainPreparation('given'),
        drop: [reason as keyof typeof drops],
      })
      expect(plan.dropped, reason).toEqual(rows === 0 ? {} : { [reason]: rows })
      const isOffered = own.map(({ label }) => Number(/\d+/.exec(label)?.[0]))
      expect([...new Set(isOffered)], reason).toEqual(rows === 0 || rows === sizes.test ? [] : [rows])
    }
  })
})

test('the cases hold what they are for', () => {
  expect(CASES.filter(({ pattern }) => pattern)).toHaveLength(5)
  // at the default ratios 67 % of TEST are TRAIN rows and 15 % VALID rows
  const { leaks } = CASES.find(({ name }) => name === 'processData.py, shuffled')!.expected
  expect(leaks['test-train'].share).toBeCloseTo(0.66, 2)
  expect(leaks['test-validation'].share).toBeCloseTo(0.157, 3)
})
