// Which runs a person compares, and how: kept besides the runs, so that a comparison outlives a reload.

import * as v from 'valibot'
import { RUN_COLOURS } from '../run-record.ts'
import type { TestId } from './comparison.ts'

/** What was chosen. */
export interface ComparisonChoice {
  /** in the order they were chosen, at most RUN_COLOURS */
  readonly ids: readonly string[]
  /** one of them; `null` where there are none */
  readonly baselineId: string | null
  readonly test: TestId
  /** whether runs that differ by seed only are drawn as one band */
  readonly folded: boolean
}

/** Where the choice of this page is kept. Nothing depends on it: what cannot be kept or read is lost without a word. */
export interface ChoiceStore {
  /** `null` where nothing is kept that can be understood */
  load(): ComparisonChoice | null
  keep(choice: ComparisonChoice): void
}

const CHOICE = v.object({
  ids: v.pipe(v.array(v.string()), v.maxLength(RUN_COLOURS)),
  baselineId: v.nullable(v.string()),
  test: v.picklist(['test', 'natural']),
  folded: v.boolean(),
})

/** The choice in what was kept, which an earlier or a later version may have written; `null` where it is none. */
export function parseChoice(value: unknown): ComparisonChoice | null {
  const { success, output } = v.safeParse(CHOICE, value)
  return success ? output : null
}
