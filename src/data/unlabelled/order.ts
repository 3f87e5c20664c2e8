// The order of files in an answer: that of their names as people count (9 before 10), and TRAIN, VALID, TEST where names are
// those of splits.

import { SPLIT_NAMES } from '../../core/split-names.ts'
import { splitOfFolder } from '../file-names.ts'
import type { Member } from '../members.ts'

const NATURAL = new Intl.Collator('en', { numeric: true })

/** Compares two members for `sort`, folder by folder. */
export function byNaturalName(a: Member, b: Member): number {
  const [first, second] = [placesOf(a), placesOf(b)]
  for (let i = 0; i < Math.min(first.length, second.length); i++) {
    const [rankA, nameA] = first[i]!
    const [rankB, nameB] = second[i]!
    const difference =
      rankA - rankB || NATURAL.compare(nameA, nameB) || (nameA < nameB ? -1 : +(nameA > nameB))
    if (difference !== 0) return difference
  }
  return first.length - second.length
}

/** Rank of the split that each name of a path is, and the name; names of no split come last. */
function placesOf({ folders, name, path, id, split }: Member): (readonly [rank: number, name: string])[] {
  const rank = (of: Member['split']) => (of === null ? SPLIT_NAMES.length : SPLIT_NAMES.indexOf(of))
  const stem = name.replace(/(?<=.)\.[^.]*$/, '')
  return [
    ...folders.map((folder) => [rank(splitOfFolder(folder)), folder] as const),
    [rank(split ?? splitOfFolder(stem)), name],
    // columns of one table
    ...(id === path ? [] : [[0, id] as const]),
  ]
}
