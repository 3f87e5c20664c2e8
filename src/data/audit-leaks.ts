// Rows that a data set holds more than once, exactly or nearly: in two splits they make a test look better than it is, with
// two labels they contradict each other.

import type { Finding, Remedy } from '../core/dataset-report.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { auditDisagreements } from './audit-disagreements.ts'
import { auditResembling } from './audit-resembling.ts'
import { type AuditedSplits, divideByFirst, dropFrom, holdersOf, PAIRS, rowsWhere } from './audited-splits.ts'
import { finding, formatRows, formatShareOf, ROWS_SHOWN, SPLIT_LABELS } from './finding.ts'
import { findLeakPattern } from './leak-pattern.ts'

/**
 * Findings `leak-pattern`, `duplicate-rows`, `leak` (which blocks until it is overruled), `label-disagreement`,
 * `near-duplicates` and `same-object`. Rows are numbered as in their files; a button's number is what planning leaves out.
 */
export function auditLeaks(splits: AuditedSplits): Finding[] {
  const { rows, groups } = splits
  const holds = holdersOf(rows, groups.same)
  const leaks = PAIRS.flatMap(([split, other]) => {
    const shared = rowsWhere(rows[split], (row) => holds(other, row))
    return shared.length === 0 ? [] : [{ split, other, shared }]
  })
  const remedies = leaks.length === 0 ? [] : leakRemedies(splits)
  return [
    ...findLeakPattern(splits, holds),
    ...auditRepeated(splits),
    ...leaks.map(({ split, other, shared }) => describeLeak(splits, split, other, shared, remedies)),
    ...auditDisagreements(splits),
    ...auditResembling(splits, holds),
  ]
}

/** Splits that were drawn here are drawn again whenever rows are left out: there is nothing else to offer. */
function leakRemedies(splits: AuditedSplits): readonly Remedy[] {
  const drop = dropFrom(splits, 'leaked')
  if (splits.drawn) return drop
  return [...drop, { label: 'Split again', patch: { splits: 'drawn', stratified: true, drop: ['leaked'] } }]
}

function describeLeak(
  { rows, files, numberOf }: AuditedSplits,
  split: SplitName,
  other: SplitName,
  shared: readonly number[],
  remedies: readonly Remedy[],
): Finding {
  const file = files[split]
  const numbers = shared.slice(0, ROWS_SHOWN).map(numberOf)
  const [verb, object] = shared.length === 1 ? ['is', 'it'] : ['are', 'them']
  const effect =
    other === 'train'
      ? `The network has seen ${object}: ${split === 'test' ? 'the test' : 'validation'} will look better than it is.`
      : `The best epoch is chosen on ${object}: the test will look better than it is.`
  const total = rows[split].length
  const message = `${formatShareOf(shared.length, total, `${split} row`)} ${verb} also in ${SPLIT_LABELS[other]} (${file}: ${formatRows(numbers, shared.length)}). ${effect}`
  const counts = { shared: shared.length, rows: total }
  return finding('block', 'leak', message, { file, rows: numbers, counts, overridable: true, remedies })
}

/** Equal rows within a split. */
function auditRepeated(splits: AuditedSplits): Finding[] {
  const { rows, groups, files, numberOf } = splits
  const repeated = SPLIT_NAMES.map((split) => ({ split, ...divideByFirst(rows[split], groups.same) })).filter(
    ({ repeats }) => repeats.length > 0,
  )
  const remedies = repeated.length === 0 ? [] : dropFrom(splits, 'repeated')
  return repeated.map(({ split, repeats }) => {
    const file = files[split]
    const numbers = repeats.slice(0, ROWS_SHOWN).map(numberOf)
    const total = rows[split].length
    const verb = repeats.length === 1 ? 'repeats' : 'repeat'
    const message = `${file}: ${formatShareOf(repeats.length, total, 'row')} ${verb} an earlier one: ${formatRows(numbers, repeats.length)}.`
    const counts = { repeated: repeats.length, rows: total }
    return finding('warning', 'duplicate-rows', message, { file, rows: numbers, counts, remedies })
  })
}
