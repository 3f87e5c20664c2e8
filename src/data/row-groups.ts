// Rows that belong together: equal posteriors, equal redshift and log-evidence, one object. A group is named by its first
// row, so that a column of row numbers says it all.

import { hashWords, type RowHashes } from './hash.ts'

/** For each row of the pool the first row of its group: its own number where none comes before. */
export interface RowGroups {
  /** equal posteriors */
  readonly same: Uint32Array
  /** equal redshift and log-evidence */
  readonly near: Uint32Array
  /** one name */
  readonly object: Uint32Array
}

/** For each row the first one with the same 64-bit hash. */
export function sameRows(hashes: RowHashes): Uint32Array {
  return firstEqual(hashes, () => true)
}

/**
 * For each row the first one with the same redshift and log-evidence. A row where either is missing or not finite stands
 * alone. So does every row if fewer than half of the finite log-evidences are distinct: then they do not tell objects apart,
 * as where a pipeline wrote a constant, and all objects at one redshift would look alike.
 */
export function nearRows(
  redshift: ArrayLike<number | null>,
  logEvidence: ArrayLike<number | null>,
): Uint32Array {
  const rows = redshift.length
  const pairs = new Float64Array(2 * rows)
  const evidences = new Set<number>()
  let known = 0
  for (let row = 0; row < rows; row++) {
    const evidence = finite(logEvidence[row])
    pairs[2 * row] = finite(redshift[row])
    pairs[2 * row + 1] = evidence
    if (Number.isNaN(evidence)) continue
    known++
    evidences.add(evidence)
  }
  if (2 * evidences.size < known) return Uint32Array.from({ length: rows }, (_, row) => row)
  const words = new Uint32Array(pairs.buffer)
  const hashes = new Uint32Array(2 * rows)
  for (let row = 0; row < rows; row++) hashWords(words, 4 * row, 4 * row + 4, hashes, 2 * row)
  return firstEqual(hashes, (row) => !Number.isNaN(pairs[2 * row]! + pairs[2 * row + 1]!))
}

/** For each row the first one of the same name; a row without a name stands alone. */
export function sameObjects(ids: readonly (string | null)[]): Uint32Array {
  const firsts = new Map<string, number>()
  const object = new Uint32Array(ids.length)
  for (let row = 0; row < ids.length; row++) {
    object[row] = row
    const id = ids[row]!
    if (id === null) continue
    const first = firsts.get(id)
    if (first === undefined) firsts.set(id, row)
    else object[row] = first
  }
  return object
}

/** The number, +0 for -0, which is equal; NaN for what is no finite number. */
function finite(value: number | null | undefined): number {
  return value === null || value === undefined || !Number.isFinite(value) ? Number.NaN : value + 0
}

const FREE = -1

/**
 * For each row the first one with an equal hash, of those that `counts` lets in. A table with linear probing: a `Map` with
 * a `bigint` per row takes ten times as long.
 */
function firstEqual(hashes: RowHashes, counts: (row: number) => boolean): Uint32Array {
  const rows = hashes.length / 2
  // at least half of the places stay free, so that searches are short
  const places = 2 ** Math.ceil(Math.log2(2 * rows + 2))
  const table = new Int32Array(places).fill(FREE)
  const first = new Uint32Array(rows)
  for (let row = 0; row < rows; row++) {
    first[row] = row
    if (!counts(row)) continue
    let place = hashes[2 * row]! % places
    for (let other = table[place]!; other !== FREE; other = table[place]!) {
      if (hashes[2 * other] === hashes[2 * row] && hashes[2 * other + 1] === hashes[2 * row + 1]) {
        first[row] = other
        break
      }
      place = (place + 1) % places
    }
    if (first[row] === row) table[place] = row
  }
  return first
}
