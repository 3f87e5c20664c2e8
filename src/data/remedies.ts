// Buttons that findings offer.

import type { Finding, Remedy } from '../core/dataset-report.ts'
import type { DropReason } from '../core/preparation.ts'
import { plural } from './finding.ts'

/** A number of rows that a reason leaves out, on its button. */
const LABELS: Readonly<Record<DropReason, (rows: number) => string>> = {
  leaked: (rows) => `Drop the ${plural(rows, 'leaked row')}`,
  'near-leaked': (rows) => `Drop ${plural(rows, 'near duplicate')}`,
  'same-object': (rows) => `Drop ${plural(rows, 'row')} of objects in an earlier split`,
  repeated: (rows) => `Drop ${plural(rows, 'repeated row')}`,
  disagreeing: (rows) => `Drop ${plural(rows, 'row')} with contradictory labels`,
  'without-shape': (rows) => `Drop ${plural(rows, 'row')} without shape`,
  'non-finite': (rows) => `Drop ${plural(rows, 'row')} with NaN or +inf`,
  constant: (rows) => `Drop ${plural(rows, 'constant row')}`,
  'no-class': (rows) => `Drop ${plural(rows, 'row')} without a class`,
}

/** Leaves rows out. @param rows how many that are */
export function dropRemedy(reason: DropReason, rows: number): Remedy {
  return { label: LABELS[reason](rows), patch: { drop: [reason] } }
}

/**
 * Findings with the numbers of rows that their buttons leave out in all. A finding is about one file, or about the rows that
 * undersampling left; a reason to leave rows out holds for all of them. Buttons that leave out nothing are gone.
 */
export function countRemedies(
  findings: readonly Finding[],
  wouldDrop: (reason: DropReason) => number,
): Finding[] {
  const counts = new Map<DropReason, number>()
  const countOf = (reason: DropReason): number => {
    const count = counts.get(reason) ?? wouldDrop(reason)
    counts.set(reason, count)
    return count
  }
  return findings.map((finding) => {
    if (finding.remedies === undefined) return finding
    const { remedies, ...others } = finding
    const counted = remedies.flatMap((remedy) => {
      const reason = droppedBy(remedy)
      if (reason === null) return [remedy]
      return countOf(reason) === 0 ? [] : [dropRemedy(reason, countOf(reason))]
    })
    return counted.length === 0 ? others : { ...others, remedies: counted }
  })
}

/** The reason of a button that leaves rows out and does nothing else. */
function droppedBy({ patch }: Remedy): DropReason | null {
  const [reason, ...more] = patch.drop ?? []
  return reason !== undefined && more.length === 0 && Object.keys(patch).length === 1 ? reason : null
}
