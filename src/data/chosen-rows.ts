// Some rows of a file as rows of their own, as where a column says which split each row belongs to.

import { blockRowsOf, type RawRows } from './scan.ts'

/** Bytes of the file that are read over rather than skipped: to seek costs about as much as to stream 300 KB. */
const GAP_BYTES = 256 * 2 ** 10

/** Rows that are read together, and the positions among the chosen ones that they are. */
interface Piece {
  /** first position, and the one past the last */
  readonly from: number
  readonly to: number
  /** rows of the file from the first chosen one to the last */
  readonly span: number
}

/**
 * The chosen rows of `raw`. Neighbours are read together and short gaps are read over, in pieces of one block at most.
 * Values that float32 cannot hold are counted in chosen rows only.
 * @param rows row numbers of `raw`, ascending
 */
export function chosenRows(raw: RawRows, rows: Uint32Array): RawRows {
  const { width, rowBytes } = raw
  requireAscending(raw, rows)
  const gapRows = raw.quick ? 0 : Math.floor(GAP_BYTES / Math.max(1, rowBytes))
  const mostRows = blockRowsOf(width)

  async function read(start: number, count: number, out: Float32Array): Promise<number> {
    const end = start + count
    let scratch = new Float32Array(0)
    let lost = 0
    for (let from = start; from < end; ) {
      const piece = pieceAt(rows, from, end, gapRows, mostRows)
      const place = out.subarray((from - start) * width, (piece.to - start) * width)
      if (piece.span > piece.to - from && scratch.length < piece.span * width) {
        scratch = new Float32Array(piece.span * width)
      }
      lost += await readPiece(raw, rows, piece, scratch, place)
      from = piece.to
    }
    return lost
  }

  return { ...raw, rows: rows.length, read }
}

/** The longest piece from a position that bridges no gap above `gapRows` and spans at most `mostRows`. */
function pieceAt(rows: Uint32Array, from: number, end: number, gapRows: number, mostRows: number): Piece {
  const first = rows[from]!
  let to = from + 1
  while (to < end && rows[to]! - rows[to - 1]! <= gapRows + 1 && rows[to]! - first < mostRows) to++
  return { from, to, span: rows[to - 1]! - first + 1 }
}

/** Reads a piece into `out`, by way of `scratch` where it has gaps. */
async function readPiece(
  raw: RawRows,
  rows: Uint32Array,
  { from, to, span }: Piece,
  scratch: Float32Array,
  out: Float32Array,
): Promise<number> {
  const { width } = raw
  const first = rows[from]!
  if (span === to - from) return raw.read(first, span, out)
  const lost = await raw.read(first, span, scratch)
  // which rows lost values, chosen ones or others, only reading without the others tells
  if (lost > 0) return readRuns(raw, rows.subarray(from, to), out)
  for (let i = from; i < to; i++) {
    const within = (rows[i]! - first) * width
    out.set(scratch.subarray(within, within + width), (i - from) * width)
  }
  return 0
}

/** Reads rows with nothing between them. */
async function readRuns(raw: RawRows, rows: Uint32Array, out: Float32Array): Promise<number> {
  let lost = 0
  for (let from = 0; from < rows.length; ) {
    const { to, span } = pieceAt(rows, from, rows.length, 0, rows.length)
    lost += await raw.read(rows[from]!, span, out.subarray(from * raw.width, to * raw.width))
    from = to
  }
  return lost
}

/** A defect of the caller. */
function requireAscending(raw: RawRows, rows: Uint32Array): void {
  rows.forEach((row, i) => {
    if (row < raw.rows && (i === 0 || row > rows[i - 1]!)) return
    throw new Error(`Expected ascending rows below ${raw.rows}, got ${row} at position ${i}`)
  })
}
