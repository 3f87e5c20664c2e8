// Rows that are not equal and yet tell of one object: the same redshift and log-evidence, or the same name. A network has not
// seen the very row, so they warn and do not block.

import type { Finding, Remedy } from '../core/dataset-report.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import {
  type AuditedSplits,
  divideByFirst,
  dropFrom,
  type Holds,
  holdersOf,
  PAIRS,
  rowsWhere,
} from './audited-splits.ts'
import { finding, formatRows, formatRowValues, formatShareOf, ROWS_SHOWN, SPLIT_LABELS } from './finding.ts'

/**
 * Findings `near-duplicates` (a warning between splits, a note within one) and `same-object`.
 * @param copied whether a split holds a row equal to a row of the pool: that is told as a leak
 */
export function auditResembling(splits: AuditedSplits, copied: Holds): Finding[] {
  const { groups, ids } = splits
  const near = shared(splits, groups.near, copied)
  const objects = ids === null ? [] : shared(splits, groups.object, copied)
  const nearRemedies = near.length === 0 ? [] : dropFrom(splits, 'near-leaked')
  const objectRemedies = objects.length === 0 ? [] : dropFrom(splits, 'same-object')
  return [
    ...near.map((each) => describeNear(splits, each, nearRemedies)),
    ...nearWithin(splits),
    ...objects.map((each) => describeObjects(splits, each, objectRemedies)),
  ]
}

interface Shared {
  readonly split: SplitName
  readonly other: SplitName
  /** rows of the pool */
  readonly found: readonly number[]
}

/** Rows of a split whose group the other one has as well, but not with an equal posterior. */
function shared({ rows }: AuditedSplits, group: Uint32Array, copied: Holds): Shared[] {
  const holds = holdersOf(rows, group)
  return PAIRS.map(([split, other]) => ({
    split,
    other,
    found: rowsWhere(rows[split], (row) => holds(other, row) && !copied(other, row)),
  })).filter(({ found }) => found.length > 0)
}

function describeNear(
  { rows, files, numberOf }: AuditedSplits,
  { split, other, found }: Shared,
  remedies: readonly Remedy[],
): Finding {
  const file = files[split]
  const numbers = found.slice(0, ROWS_SHOWN).map(numberOf)
  const verb = found.length === 1 ? 'has' : 'have'
  const total = rows[split].length
  const message = `${file}: ${formatShareOf(found.length, total, `${split} row`)} ${verb} the redshift and log-evidence of a row of ${SPLIT_LABELS[other]}, with another posterior: ${formatRows(numbers, found.length)}. They may be the same spectra, processed again: look at some of them.`
  const counts = { shared: found.length, rows: total }
  return finding('warning', 'near-duplicates', message, { file, rows: numbers, counts, remedies })
}

/** Copies are told as repeated rows, so each posterior counts once. */
function nearWithin({ rows, groups, files, numberOf }: AuditedSplits): Finding[] {
  return SPLIT_NAMES.flatMap((split) => {
    const { firsts } = divideByFirst(rows[split], groups.same)
    const { repeats } = divideByFirst(firsts, groups.near)
    if (repeats.length === 0) return []
    const file = files[split]
    const numbers = repeats.slice(0, ROWS_SHOWN).map(numberOf)
    const verb = repeats.length === 1 ? 'has' : 'have'
    const total = rows[split].length
    const message = `${file}: ${formatShareOf(repeats.length, total, `${split} row`)} ${verb} the redshift and log-evidence of an earlier one, with another posterior: ${formatRows(numbers, repeats.length)}.`
    const counts = { repeated: repeats.length, rows: total }
    return [finding('info', 'near-duplicates', message, { file, rows: numbers, counts })]
  })
}

function describeObjects(
  { rows, files, numberOf, ids }: AuditedSplits,
  { split, other, found }: Shared,
  remedies: readonly Remedy[],
): Finding {
  const file = files[split]
  const numbers = found.slice(0, ROWS_SHOWN).map(numberOf)
  const verb = found.length === 1 ? 'is of an object' : 'are of objects'
  const total = rows[split].length
  const message = `${file}: ${formatShareOf(found.length, total, `${split} row`)} ${verb} that ${SPLIT_LABELS[other]} has as well, with another posterior: ${formatRowValues(numbers, (_, i) => ids?.[found[i]!])}.`
  const counts = { shared: found.length, rows: total }
  return finding('warning', 'same-object', message, { file, rows: numbers, counts, remedies })
}
