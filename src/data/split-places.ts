// Rows of several splits in one message: which split each is of, and where to look first.

import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { BySplit } from './by-split.ts'
import { formatList, ROWS_SHOWN, SPLIT_LABELS } from './finding.ts'

/** A row of the pool, and the split that holds it. */
export type PlacedRow = readonly [split: SplitName, row: number]

/** Where the rows of a pool lie. */
export interface RowPlaces {
  readonly files: BySplit<string>
  /** row number in its file */
  readonly numberOf: (poolRow: number) => number
}

/** Rows of all splits that are wanted, in order. */
export function placedRows(rows: BySplit<Uint32Array>, isWanted: (row: number) => boolean): PlacedRow[] {
  return SPLIT_NAMES.flatMap((split) => {
    const wanted: PlacedRow[] = []
    for (const row of rows[split]) if (isWanted(row)) wanted.push([split, row])
    return wanted
  })
}

/** The files of some rows, for a message; the first of these files, and numbers of five rows in it. */
export function placesOf({ files, numberOf }: RowPlaces, found: readonly PlacedRow[]) {
  const names = [...new Set(found.map(([split]) => files[split]))]
  const file = names[0] ?? ''
  return {
    files: formatList(names),
    file,
    rows: found
      .filter(([split]) => files[split] === file)
      .slice(0, ROWS_SHOWN)
      .map(([, row]) => numberOf(row)),
  }
}

/** The first five of some rows with what is said of them: `TRAIN row 3: Success, TEST row 7: Spurious`; ` ...` where there are more. */
export function formatPlaces(
  { numberOf }: RowPlaces,
  found: readonly PlacedRow[],
  textOf: (poolRow: number) => string,
): string {
  const shown = found
    .slice(0, ROWS_SHOWN)
    .map(([split, row]) => `${SPLIT_LABELS[split]} row ${numberOf(row)}: ${textOf(row)}`)
  return `${shown.join(', ')}${found.length > ROWS_SHOWN ? ' ...' : ''}`
}
