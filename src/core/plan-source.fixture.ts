// Small pools of rows for tests of planning.

import type { PlanSource, RowFacts } from './plan-source.ts'
import { type Preparation, plainPreparation } from './preparation.ts'

/** Rows that stand alone, with nothing wrong, but for the columns that are given. */
export function makeFacts(
  rows: number,
  facts: Partial<Record<keyof RowFacts, readonly number[]>> = {},
): RowFacts {
  const own = Array.from({ length: rows }, (_, row) => row)
  const { same = own, near = own, object = own, flags = own.map(() => 0) } = facts
  return {
    same: Uint32Array.from(same),
    near: Uint32Array.from(near),
    object: Uint32Array.from(object),
    flags: Uint8Array.from(flags),
  }
}

/** The rows from `from` up to and without `to`. */
export function rowRange(from: number, to: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: to - from }, (_, i) => from + i)
}

/** A pool that splits are drawn from: all rows are candidates, none are given, nothing was scanned. */
export function makeSource(labels: readonly number[], source: Partial<PlanSource> = {}): PlanSource {
  return {
    labels: Uint8Array.from(labels),
    classes: 2,
    given: null,
    candidates: rowRange(0, labels.length),
    naturalSource: null,
    balanced: false,
    facts: null,
    ...source,
  }
}

/** A plain preparation with changes. */
export function makePreparation(
  splits: Preparation['splits'],
  changes: Partial<Preparation> = {},
): Preparation {
  return { ...plainPreparation(splits), ...changes }
}

/** Labels with so many rows of each class, in class order. */
export function labelsOf(counts: readonly number[]): number[] {
  return counts.flatMap((count, label) => new Array<number>(count).fill(label))
}
