// Which rows a preparation leaves out, and for which reason. A row counts under the first reason that
// applies, and each reason looks at the rows that those before it left.

import { type PlanSource, ROW_FLAGS, type RowFacts } from './plan-source.ts'
import type { DropReason, PlanSummary, Preparation } from './preparation.ts'

/** What was left out. */
export interface DroppedRows {
  /** 1 for a row of the pool that was left out */
  readonly gone: Uint8Array
  /** rows by reason; reasons without a row are absent */
  readonly dropped: PlanSummary['dropped']
}

/**
 * Properties of a row itself come first, so that a broken row is not what another one is compared with; then
 * the doubts about labels; then rows that appear twice.
 */
const ORDER: readonly DropReason[] = [
  'without-shape',
  'non-finite',
  'constant',
  'no-class',
  'disagreeing',
  'leaked',
  'near-leaked',
  'same-object',
  'repeated',
]

/** What a reason looks at. */
interface Search {
  /** rows that are left: of each given split in order, or of all candidates as one list */
  readonly parts: readonly Uint32Array[]
  readonly source: PlanSource
  readonly drawn: boolean
}

/**
 * Rows in use that the preparation leaves out. Without facts, only `no-class` leaves out any.
 *
 * Given splits: `leaked`, `near-leaked` and `same-object` leave out rows of VALID that resemble a row of
 * TRAIN, and of TEST that resemble one of TRAIN or VALID. A row of VALID counts there even if the same reason
 * leaves it out. The last two want another posterior: copies are `leaked`, and stay where that is not a
 * reason.
 *
 * Drawn splits: of rows that resemble each other the first is kept, whatever their posteriors, since any two
 * may come into different splits.
 * @param parts rows in use, ascending: those of TRAIN, VALID and TEST, or the candidates alone
 */
export function dropRows(
  source: PlanSource,
  parts: readonly Uint32Array[],
  { splits, drop }: Preparation,
): DroppedRows {
  const gone = new Uint8Array(source.labels.length)
  const dropped: Partial<Record<DropReason, number>> = {}
  let left = parts
  for (const reason of ORDER) {
    if (!drop.includes(reason)) continue
    const rows = rowsToDrop(reason, { parts: left, source, drawn: splits === 'drawn' })
    if (rows.length === 0) continue
    dropped[reason] = rows.length
    for (const row of rows) gone[row] = 1
    left = left.map((own) => own.filter((row) => gone[row] === 0))
  }
  return { gone, dropped }
}

function rowsToDrop(reason: DropReason, search: Search): number[] {
  const { source, drawn } = search
  if (reason === 'no-class') return rowsWhere(search, (row) => source.labels[row]! >= source.classes)
  const { facts } = source
  if (facts === null) return []
  switch (reason) {
    case 'without-shape':
      return flagged(search, facts, ROW_FLAGS.withoutShape)
    case 'non-finite':
      return flagged(search, facts, ROW_FLAGS.nonFinite)
    case 'constant':
      return flagged(search, facts, ROW_FLAGS.constant)
    case 'disagreeing':
      return disagreeing(search, facts.same)
    case 'leaked':
      return drawn ? repeated(search, facts.same) : leaked(search, facts.same)
    case 'near-leaked':
      return drawn ? repeated(search, facts.near) : resembling(search, facts.near, facts.same)
    case 'same-object':
      return drawn ? repeated(search, facts.object) : resembling(search, facts.object, facts.same)
    case 'repeated':
      return repeated(search, facts.same)
    default:
      return reason satisfies never
  }
}

function rowsWhere({ parts }: Search, isWanted: (row: number) => boolean): number[] {
  const found: number[] = []
  for (const rows of parts) for (const row of rows) if (isWanted(row)) found.push(row)
  return found
}

function flagged(search: Search, { flags }: RowFacts, bit: number): number[] {
  return rowsWhere(search, (row) => (flags[row]! & bit) !== 0)
}

/**
 * Rows of groups with more than one class. A row without a class contradicts none, but goes with its group.
 */
function disagreeing(search: Search, groups: Uint32Array): number[] {
  const { labels, classes } = search.source
  const first = new Int16Array(labels.length).fill(-1)
  const isMixed = new Uint8Array(labels.length)
  for (const rows of search.parts) {
    for (const row of rows) {
      const group = groups[row]!
      const label = labels[row]!
      if (label >= classes) continue
      if (first[group] === -1) first[group] = label
      else if (first[group] !== label) isMixed[group] = 1
    }
  }
  return rowsWhere(search, (row) => isMixed[groups[row]!] === 1)
}

/** All but the first row of each group within a part. */
function repeated({ parts }: Search, groups: Uint32Array): number[] {
  const found: number[] = []
  // the last part, from 1, that holds a row of the group
  const seen = new Uint8Array(groups.length)
  for (const [i, rows] of parts.entries()) {
    for (const row of rows) {
      const group = groups[row]!
      if (seen[group] === i + 1) found.push(row)
      seen[group] = i + 1
    }
  }
  return found
}

/** Rows whose group has a row in an earlier part. */
function leaked({ parts }: Search, groups: Uint32Array): number[] {
  const found: number[] = []
  const seen = new Uint8Array(groups.length)
  for (const rows of parts) {
    for (const row of rows) if (seen[groups[row]!] === 1) found.push(row)
    for (const row of rows) seen[groups[row]!] = 1
  }
  return found
}

const NONE = 0xffffffff
const SEVERAL = 0xfffffffe

/** Rows whose group has a row with another posterior in an earlier part. */
function resembling({ parts }: Search, groups: Uint32Array, same: Uint32Array): number[] {
  const found: number[] = []
  // the posterior that earlier parts hold of each group; SEVERAL differs from any
  const seen = new Uint32Array(groups.length).fill(NONE)
  for (const rows of parts) {
    for (const row of rows) {
      const earlier = seen[groups[row]!]!
      if (earlier !== NONE && earlier !== same[row]) found.push(row)
    }
    for (const row of rows) {
      const group = groups[row]!
      seen[group] = seen[group] === NONE || seen[group] === same[row] ? same[row]! : SEVERAL
    }
  }
  return found
}
