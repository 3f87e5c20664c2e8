// Equal posteriors with different labels, wherever they lie: no network can be right about all of them.

import type { Finding } from '../core/dataset-report.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { type AuditedSplits, dropFrom } from './audited-splits.ts'
import { finding, formatShareOf, plural, ROWS_SHOWN } from './finding.ts'
import { formatPlaces, placedRows, placesOf } from './split-places.ts'

const NO_LABEL = -1

/**
 * A warning `label-disagreement` with counts of groups of equal posteriors and of their rows. A row without a class
 * contradicts nothing, but counts with its group.
 */
export function auditDisagreements(splits: AuditedSplits): Finding[] {
  const { rows, labels, classLabels, groups } = splits
  const { same } = groups
  const first = new Int16Array(same.length).fill(NO_LABEL)
  const isMixed = new Uint8Array(same.length)
  let mixed = 0
  for (const split of SPLIT_NAMES) {
    for (const row of rows[split]) {
      const label = labels[row]!
      const group = same[row]!
      if (label >= classLabels.length || isMixed[group] === 1) continue
      if (first[group] === NO_LABEL) first[group] = label
      else if (first[group] !== label) {
        isMixed[group] = 1
        mixed++
      }
    }
  }
  if (mixed === 0) return []
  const found = placedRows(rows, (row) => isMixed[same[row]!] === 1)
  const total = SPLIT_NAMES.reduce((sum, split) => sum + rows[split].length, 0)
  const { files, file, rows: numbers } = placesOf(splits, found)
  // rows that contradict each other stand side by side
  const shown = [...new Set(found.map(([, row]) => same[row]!))].slice(0, ROWS_SHOWN)
  const sideBySide = shown.flatMap((group) => found.filter(([, row]) => same[row] === group))
  const examples = formatPlaces(splits, sideBySide, (row) => classLabels[labels[row]!] ?? 'no class')
  const message = `${files}: ${formatShareOf(found.length, total, 'row')} are equal to a row with another label, ${plural(mixed, 'posterior')} in all: ${examples}. No network can be right about all of them: mend the labels or leave these rows out.`
  return [
    finding('warning', 'label-disagreement', message, {
      file,
      rows: numbers,
      counts: { groups: mixed, rows: found.length },
      remedies: dropFrom(splits, 'disagreeing'),
    }),
  ]
}
