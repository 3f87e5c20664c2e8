import { describe, expect, test } from 'vitest'
import type { Finding, Remedy } from '../../core/dataset-report.ts'
import { DROP_REASONS, type Preparation, plainPreparation } from '../../core/preparation.ts'
import { REPORT } from '../test-data.ts'
import { dropChoices, foundRows } from './drop-reasons.ts'

const GIVEN = plainPreparation('given')
const LEAKED: Remedy = { label: 'Drop the 1,204 leaked rows', patch: { drop: ['leaked'] } }
const AGAIN: Remedy = {
  label: 'Split again',
  patch: { splits: 'drawn', stratified: true, drop: ['leaked'] },
}

function finding(...remedies: readonly Remedy[]): Finding {
  return { code: 'any', severity: 'warning', message: 'Any', file: '', rows: [], counts: {}, remedies }
}

function without(rows: number): Finding {
  return finding({ label: `Drop ${rows} rows without shape`, patch: { drop: ['without-shape'] } })
}

describe('foundRows', () => {
  test('the number on the button that drops for this reason alone', () => {
    expect(foundRows([finding(LEAKED, AGAIN)], 'leaked')).toBe(1204)
    expect(foundRows([finding(LEAKED)], 'near-leaked')).toBeNull()
  })

  test('a button without a number gives none', () => {
    const vague = { label: 'Drop what leaked in 2 files', patch: { drop: ['leaked'] } } as const
    expect(foundRows([finding(AGAIN, vague)], 'leaked')).toBeNull()
  })

  test('each finding gives the rows of all of them: they count once', () => {
    expect(foundRows([finding(LEAKED, AGAIN), finding(LEAKED, AGAIN)], 'leaked')).toBe(1204)
    expect(foundRows([without(3), without(7)], 'without-shape')).toBe(7)
  })

  test.each([
    ['Drop 1 near duplicate', 1],
    ['Drop 12 rows of objects in an earlier split', 12],
    ['Drop 1,000,000 rows without a class', 1_000_000],
  ])('%s: %d', (label, rows) => {
    expect(foundRows([finding({ label, patch: { drop: ['same-object'] } })], 'same-object')).toBe(rows)
  })
})

describe('dropChoices', () => {
  test('none where nothing was found and nothing is left out', () => {
    expect(dropChoices({ ...REPORT, findings: [{ ...finding() }] }, GIVEN, null)).toEqual([])
  })

  test('reasons of findings with what they would drop, in the order of the reasons', () => {
    const report = { ...REPORT, findings: [without(1), finding(LEAKED)] }
    expect(dropChoices(report, GIVEN, REPORT.planned)).toEqual([
      {
        reason: 'leaked',
        title: 'Leaked',
        text: '1,204 rows found: equal to a row of a split that comes before',
        checked: false,
      },
      {
        reason: 'without-shape',
        title: 'Without shape',
        text: '1 row found: −inf at every redshift',
        checked: false,
      },
    ])
  })

  test('a ticked reason has the number of the preview, also 0', () => {
    const draft: Preparation = { ...GIVEN, drop: ['leaked', 'repeated'] }
    const preview = { ...REPORT.planned, dropped: { leaked: 1198 } }
    const texts = dropChoices({ ...REPORT, findings: [finding(LEAKED)] }, draft, preview).map(
      ({ text }) => text,
    )
    expect(texts).toEqual([
      '1,198 rows left out: equal to a row of a split that comes before',
      '0 rows left out: equal to an earlier row of the same split',
    ])
  })

  test('a reason in use stays on offer when it is no longer ticked', () => {
    const preparation: Preparation = { ...GIVEN, drop: ['constant'] }
    const report = { ...REPORT, preparation, planned: { ...REPORT.planned, dropped: { constant: 2 } } }
    expect(dropChoices(report, GIVEN, REPORT.planned)).toEqual([
      {
        reason: 'constant',
        title: 'Constant',
        text: '2 rows left out in use: one value at every redshift',
        checked: false,
      },
    ])
  })

  test('a reason without a number is told by its meaning', () => {
    const draft: Preparation = { ...GIVEN, drop: ['no-class'] }
    expect(dropChoices(REPORT, draft, null).map(({ text }) => text)).toEqual([
      'an unknown status or flag, or a DeltaZ that is no number',
    ])
  })

  test('what is said of drawn splits is about all rows before', () => {
    const texts = (splits: Preparation['splits']) =>
      dropChoices(REPORT, { ...GIVEN, splits, drop: DROP_REASONS }, null).map(({ text }) => text)
    const others = [
      'equal to a row with another label',
      '−inf at every redshift',
      'NaN or +inf at some redshift',
      'one value at every redshift',
      'an unknown status or flag, or a DeltaZ that is no number',
    ]
    expect(texts('given')).toEqual([
      'equal to a row of a split that comes before',
      'another posterior with the redshift and log-evidence of a row of a split that comes before',
      'another posterior of the object of a row of a split that comes before',
      'equal to an earlier row of the same split',
      ...others,
    ])
    expect(texts('drawn')).toEqual([
      'equal to a row that comes before',
      'another posterior with the redshift and log-evidence of a row that comes before',
      'another posterior of the object of a row that comes before',
      'equal to an earlier row',
      ...others,
    ])
  })
})
