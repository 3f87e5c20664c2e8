// The narrow columns of a table with long rows. They lie scattered over the whole file, one value beside each posterior:
// the first of them to be read brings all of them, in one pass, because a pass for each would take minutes.

import { sliceExactly } from '../source.ts'
import { type ElementPlace, FAR_APART, PIECE_BYTES, type RowPlace } from './pieces.ts'

/** The rows of a table. */
export type TableRows = Pick<RowPlace, 'source' | 'dataStart' | 'rowBytes'> & { readonly rows: number }

/** A narrow column in its row. */
export interface NarrowField {
  readonly offset: number
  readonly width: number
}

/** More bytes per row than these are no scalar. */
const MOST_WIDTH = 4096
/** Longer rows are passed over more quickly than they are read: to seek costs about as much as to stream 300 KB. */
const MOST_ROW_BYTES = 256 * 2 ** 10
/** What all narrow columns together may take in memory. */
const MOST_BYTES = 64 * 2 ** 20

/**
 * Places of those fields that should be read together; empty where rows are short, very long, or hold too much beside
 * their vectors.
 */
export function narrowPlaces(
  table: TableRows,
  fields: readonly NarrowField[],
): ReadonlyMap<NarrowField, ElementPlace> {
  const { rows, rowBytes } = table
  const narrow = fields.filter(({ width }) => width > 0 && width <= MOST_WIDTH)
  const bytes = narrow.reduce((sum, { width }) => sum + width, 0)
  const isWorthIt = rowBytes - bytes >= FAR_APART && rowBytes <= MOST_ROW_BYTES && bytes * rows <= MOST_BYTES
  if (narrow.length === 0 || !isWorthIt) return new Map()
  let gathering: Promise<ReadonlyMap<NarrowField, Uint8Array>> | null = null

  function gathered(): Promise<ReadonlyMap<NarrowField, Uint8Array>> {
    if (gathering === null) {
      gathering = gather(table, narrow)
      // tried again by the next reader
      gathering.catch(() => {
        gathering = null
      })
    }
    return gathering
  }

  async function* pieces(field: NarrowField, start: number, count: number): AsyncGenerator<Uint8Array> {
    const all = (await gathered()).get(field)!
    yield all.subarray(start * field.width, (start + count) * field.width)
  }

  return new Map(narrow.map((field) => [field, { pieces: (start, count) => pieces(field, start, count) }]))
}

/** Reads all rows once and keeps the fields, each packed. */
async function gather(
  { source, dataStart, rowBytes, rows }: TableRows,
  fields: readonly NarrowField[],
): Promise<ReadonlyMap<NarrowField, Uint8Array>> {
  const packed = new Map(fields.map((field) => [field, new Uint8Array(rows * field.width)]))
  const perPiece = Math.max(1, Math.floor(PIECE_BYTES / rowBytes))
  for (let first = 0; first < rows; first += perPiece) {
    const count = Math.min(perPiece, rows - first)
    const start = dataStart + first * rowBytes
    const bytes = await sliceExactly(source, start, start + count * rowBytes)
    for (const [{ offset, width }, out] of packed) {
      for (let i = 0; i < count; i++) {
        const from = i * rowBytes + offset
        out.set(bytes.subarray(from, from + width), (first + i) * width)
      }
    }
  }
  return packed
}
