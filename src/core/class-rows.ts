// Rows by class: counted, sorted into lists, drawn by chance. Labels are class indices per row of the pool;
// an index at or above the number of classes is no class (`NO_CLASS` of objects.ts).

import type { Rng } from './rng.ts'

/** Objects per class of all lists of rows, in class order; rows without a class do not count. */
export function countClasses(lists: readonly Uint32Array[], labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const rows of lists) {
    for (const row of rows) {
      const label = labels[row]!
      if (label < classes) counts[label]!++
    }
  }
  return counts
}

/**
 * One list per class, in class order, and a last one of rows without a class. The order of the rows is kept.
 */
export function rowsByClass(
  rows: Uint32Array,
  labels: Uint8Array,
  classes: number,
): Uint32Array<ArrayBuffer>[] {
  const counts = countClasses([rows], labels, classes)
  const labelled = counts.reduce((sum, count) => sum + count, 0)
  const lists = [...counts, rows.length - labelled].map((count) => new Uint32Array(count))
  const filled = new Uint32Array(lists.length)
  for (const row of rows) {
    const list = Math.min(labels[row]!, classes)
    lists[list]![filled[list]!++] = row
  }
  return lists
}

/**
 * `count` of these rows by chance, each set of rows equally likely, or all if there are no more. Changes
 * their order.
 */
export function drawRows(rows: Uint32Array<ArrayBuffer>, count: number, rng: Rng): Uint32Array<ArrayBuffer> {
  if (count >= rows.length) return rows
  for (let i = 0; i < count; i++) {
    const other = i + rng.int(rows.length - i)
    const moved = rows[i]!
    rows[i] = rows[other]!
    rows[other] = moved
  }
  return rows.subarray(0, count)
}

/** All rows of the lists in ascending order, in which they are read. */
export function joinRows(lists: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const joined = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0))
  let at = 0
  for (const list of lists) {
    joined.set(list, at)
    at += list.length
  }
  return joined.sort()
}
