// Attributes against what the target and the grid expect of them, and attributes that are absent.

import type { Finding } from '../core/dataset-report.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { TARGETS, type TargetId } from '../core/targets.ts'
import type { Arrangement, DatasetSource } from './arrange.ts'
import { checkAttributes } from './attributes.ts'
import { checkLogEvidence, checkRedshifts, type Zgrid } from './check-zgrid.ts'
import { finding, formatList, SPLIT_LABELS } from './finding.ts'
import { knownAttributes } from './known-attributes.ts'
import { labelFinding } from './labels.ts'
import type { Part } from './part.ts'
import { partAt, partsHolding } from './pool.ts'

/**
 * Labels that are no class of the target.
 * @param rows of the part that are in use; `null` for all
 */
export function checkStored({ holds, stored }: Part, target: TargetId, rows: Uint32Array | null): Finding[] {
  if (holds === 'natural' || stored === null) return []
  const problem = labelFinding(stored, TARGETS[target], rows)
  return problem === null ? [] : [problem]
}

/**
 * Attributes that give no class or lie off the grid.
 * @param rows of the part that are in use; `null` for all
 */
export function checkColumns(
  { holds, stored, attributes, attributeFile: file, labelFile }: Part,
  target: TargetId,
  zgrid: Zgrid | null,
  rows: Uint32Array | null,
): Finding[] {
  if (holds === 'natural' || attributes === null) return []
  const givesClasses = labelFile === file
  const used = TARGETS[target]
  const rules = (['DeltaZ', 'Success3', 'Flag'] as const)
    .map((id) => {
      const decides = TARGETS[id].attribute === used.attribute
      return [decides ? used : TARGETS[id], decides] as const
    })
    // a column that the data do not have is not wrong in every row, unless it gives the classes
    .filter(
      ([spec, decides]) =>
        (decides && givesClasses) || attributes.some((row) => row[spec.attribute] !== null),
    )
  return [
    ...checkAttributes(file, attributes, rules, rows, stored === null),
    ...(zgrid === null || !knownAttributes(attributes).includes('redshift')
      ? []
      : checkRedshifts(file, attributes, zgrid.values)),
  ]
}

/** Attributes that are absent: all of a split, or the log-evidence. */
export function checkPresence({ pool }: DatasetSource, { plan }: Arrangement): Finding[] {
  const evidence = checkEvidence(
    pool.parts.map(({ part }) => part).filter(({ holds }) => holds !== 'natural'),
  )
  const without = SPLIT_NAMES.filter((split) => {
    const rows = plan.rows[split]
    const holding = partsHolding(pool, rows, split)
    // attributes that could not be used were told already, and so is an empty split
    if (holding.every(({ part }) => part.attributes === null)) {
      return holding.every(({ part }) => part.attributeFile === '')
    }
    const known = Array.from(rows, (row) => {
      const { part, from } = partAt(pool, row)
      return part.attributes?.[row - from]
    })
    return rows.length > 0 && knownAttributes(known.filter((each) => each !== undefined)).length === 0
  })
  if (without.length === 0) return evidence
  const names = formatList(without.map((split) => SPLIT_LABELS[split]))
  const message = `No attributes file for ${names}: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.`
  return [...evidence, finding('warning', 'no-attributes', message, { counts: { splits: without.length } })]
}

/** Rows without log-evidence, where others have one. */
function checkEvidence(parts: readonly Part[]): Finding[] {
  const known = parts.filter(({ attributes }) => knownAttributes(attributes).length > 0)
  if (known.length === 0) return []
  if (known.some(({ attributes }) => knownAttributes(attributes).includes('logEvidence'))) {
    return known.flatMap(({ attributes, attributeFile }) => checkLogEvidence(attributeFile, attributes ?? []))
  }
  const message = 'No log-evidence: the input logVraisemblance is not offered.'
  return [finding('info', 'no-log-evidence', message)]
}
