// Splits as an audit sees them: rows of the pool, the groups that they belong to, and which splits hold a row of a group.

import type { Remedy } from '../core/dataset-report.ts'
import { dropRows } from '../core/drop-rows.ts'
import { type DropReason, plainPreparation } from '../core/preparation.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { type BySplit, mapSplits } from './by-split.ts'
import { dropRemedy } from './remedies.ts'
import type { RowGroups } from './row-groups.ts'

/** Splits of a pool of rows. */
export interface AuditedSplits {
  /** pool rows of each split, in the order of the files */
  readonly rows: BySplit<Uint32Array>
  /** class index per pool row */
  readonly labels: Uint8Array
  /** shown names, in class order */
  readonly classLabels: readonly string[]
  readonly groups: RowGroups
  /** where the posteriors of a split come from */
  readonly files: BySplit<string>
  /** row number in its file */
  readonly numberOf: (poolRow: number) => number
  /** names of the objects per pool row */
  readonly ids: readonly (string | null)[] | null
  /** whether the splits were drawn here: then rows are left out before the draw, of all splits alike */
  readonly drawn?: boolean
}

/** A split, and the one that should know nothing of its rows. */
export const PAIRS = [
  ['test', 'train'],
  ['validation', 'train'],
  ['test', 'validation'],
] as const satisfies readonly (readonly [SplitName, SplitName])[]

/** Whether a split holds a row of the group of a row. */
export type Holds = (split: SplitName, row: number) => boolean

/** @param group first row of each row's group */
export function holdersOf(rows: BySplit<Uint32Array>, group: Uint32Array): Holds {
  const held = mapSplits(rows, (own) => {
    const holds = new Uint8Array(group.length)
    for (const row of own) holds[group[row]!] = 1
    return holds
  })
  return (split, row) => held[split][group[row]!] === 1
}

/** Rows in order: the first of each group, and those that come after one of their group. */
export function divideByFirst(
  rows: ArrayLike<number>,
  group: Uint32Array,
): { firsts: number[]; repeats: number[] } {
  const met = new Uint8Array(group.length)
  const [firsts, repeats]: [number[], number[]] = [[], []]
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (met[group[row]!] === 1) repeats.push(row)
    else firsts.push(row)
    met[group[row]!] = 1
  }
  return { firsts, repeats }
}

/** Rows for which something holds, in order. */
export function rowsWhere(rows: Uint32Array, holds: (row: number) => boolean): number[] {
  const found: number[] = []
  for (const row of rows) if (holds(row)) found.push(row)
  return found
}

/**
 * The button that leaves rows out for a reason, with the number that planning leaves out of these splits; none where a split
 * would be left without rows.
 */
export function dropFrom(splits: AuditedSplits, reason: DropReason): Remedy[] {
  const { rows, labels, classLabels, groups, drawn } = splits
  const candidates = concatenate(SPLIT_NAMES.map((split) => rows[split])).sort()
  const source = {
    labels,
    classes: classLabels.length,
    given: null,
    candidates,
    naturalSource: null,
    balanced: false,
    facts: { ...groups, flags: new Uint8Array(labels.length) },
  }
  const parts = drawn ? [candidates] : SPLIT_NAMES.map((split) => rows[split])
  const preparation = { ...plainPreparation(drawn ? 'drawn' : 'given'), drop: [reason] }
  const { gone, dropped } = dropRows(source, parts, preparation)
  if (parts.some((own) => own.length > 0 && own.every((row) => gone[row] === 1))) return []
  return [dropRemedy(reason, dropped[reason] ?? 0)]
}

function concatenate(lists: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const list of lists) {
    all.set(list, filled)
    filled += list.length
  }
  return all
}
