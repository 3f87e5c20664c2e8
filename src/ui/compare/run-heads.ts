// How a run is named wherever it is compared: number, name and colour.

import type { Comparison } from '../../core/compare/comparison.ts'
import type { RunRecord } from '../../core/run-record.ts'

/** What a person tells a run by. */
export interface RunHead {
  readonly id: string
  /** from 1, by the order in which runs were chosen: it stays when another run becomes the baseline */
  readonly number: number
  readonly name: string
  /** number of its colour */
  readonly colour: number
}

/** Heads of all chosen runs, in the order they were chosen. */
export function headsOf(records: readonly RunRecord[]): RunHead[] {
  return records.map(({ id, name, colour }, index) => ({ id, number: index + 1, name, colour }))
}

/** Heads of the runs of a comparison, in its order: the baseline first. */
export function comparedHeads({ runs }: Comparison, heads: readonly RunHead[]): RunHead[] {
  return runs.map(({ record }) => heads.find(({ id }) => id === record.id)!)
}

/** The numbers of several runs: `1–3`, `1, 3`. */
export function numbersText(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b)
  const [first, last] = [sorted[0]!, sorted.at(-1)!]
  const areNeighbours = sorted.length > 2 && last - first === sorted.length - 1
  return areNeighbours ? `${first}–${last}` : sorted.join(', ')
}
