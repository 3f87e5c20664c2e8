// Which runs the list shows, and in which order.

import type { RunRecord } from '../../core/run-record.ts'
import { runFacts } from './run-facts.ts'

/** What the list may be sorted by. */
export type RunColumn = 'name' | 'accuracy' | 'when'

/** An order of the list. */
export interface RunSort {
  readonly column: RunColumn
  readonly descending: boolean
}

/** The order that the list begins with. */
export const NEWEST_FIRST: RunSort = { column: 'when', descending: true }

/** The order that a press on a title leads to: the other way round, or what is looked for first in that column. */
export function sortAfter(sort: RunSort, column: RunColumn): RunSort {
  return { column, descending: sort.column === column ? !sort.descending : column !== 'name' }
}

/**
 * The runs that hold every word of `text` in name, tags, model, target or note, whatever the case. Runs without an accuracy
 * come last by accuracy either way; the newer of two equal ones comes first.
 */
export function listRuns(records: readonly RunRecord[], text: string, sort: RunSort): readonly RunRecord[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = words.length === 0 ? records : records.filter((record) => holds(record, words))
  const turn = sort.descending ? -1 : 1
  switch (sort.column) {
    case 'name':
      return sorted(found, (a, b) => turn * NAMES.compare(a.name, b.name))
    case 'when':
      return sorted(found, (a, b) => turn * (a.at - b.at))
    case 'accuracy': {
      const accuracies = new Map(found.map((record) => [record.id, runFacts(record).test?.accuracy ?? null]))
      return sorted(found, (a, b) => {
        const [left, right] = [accuracies.get(a.id) ?? null, accuracies.get(b.id) ?? null]
        if (left === null || right === null) return Number(left === null) - Number(right === null)
        return turn * (left - right)
      })
    }
    default:
      return sort.column satisfies never
  }
}

/** `CNN3 2` comes before `CNN3 10`. */
const NAMES = new Intl.Collator('en', { numeric: true })

function sorted(
  records: readonly RunRecord[],
  compare: (a: RunRecord, b: RunRecord) => number,
): readonly RunRecord[] {
  return records.toSorted((a, b) => compare(a, b) || b.at - a.at)
}

function holds({ name, tags, note, report: { meta } }: RunRecord, words: readonly string[]): boolean {
  const text = [name, ...tags, note, meta?.model ?? '', meta?.target ?? ''].join('\n').toLowerCase()
  return words.every((word) => text.includes(word))
}
