// Packing B into panels of 8 columns, [panel][k][8], and a stored Aᵀ into tiles of 6 rows, [tile][k][6]; zeros beyond the
// last column and row. Any transpose is absorbed here.

import { COLUMNS, ROWS } from './micro'

/** Bytes of one panel of k rows. */
// @ts-ignore: decorator
@inline
export function panelBytes(k: i32): usize {
  return (<usize>k) << 5
}

/**
 * One panel of `k` rows and `columns` (1 to 8) columns.
 * @param b first value; rows are `ldb` bytes apart, columns contiguous
 */
export function packRows(b: usize, ldb: usize, k: i32, columns: i32, to: usize): void {
  if (columns >= COLUMNS) {
    for (let i = 0; i < k; i++) {
      v128.store(to, v128.load(b))
      v128.store(to, v128.load(b, 16), 16)
      b += ldb
      to += 32
    }
    return
  }
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < COLUMNS; j++) {
      store<f32>(to + (j << 2), j < columns ? load<f32>(b + (j << 2)) : 0)
    }
    b += ldb
    to += 32
  }
}

/**
 * All panels of `k` rows and `columns` columns at once, row by row: memory that is read once is read in its order.
 * Panels are `panelBytes(k)` apart.
 */
export function packAllRows(b: usize, ldb: usize, k: i32, columns: i32, to: usize): void {
  const next = panelBytes(k)
  const whole = columns & ~(COLUMNS - 1)
  for (let i = 0; i < k; i++) {
    let from = b
    let at = to
    for (let j = 0; j < whole; j += COLUMNS) {
      v128.store(at, v128.load(from))
      v128.store(at, v128.load(from, 16), 16)
      from += 32
      at += next
    }
    b += ldb
    to += 32
  }
  if (whole < columns) {
    const done = <usize>whole << 2
    b -= <usize>k * ldb
    to -= <usize>k << 5
    packRows(b + done, ldb, k, columns - whole, to + <usize>(whole / COLUMNS) * next)
  }
}

/** Bytes from one k to the next in packed rows of A. */
export const ROW_STEP: usize = 24

/**
 * Rows of op(A) from a stored Aᵀ, as tiles [rows / 6][k][6]: its own rows are often a power of two apart, and such a
 * column meets itself in a few sets of the first cache. A last tile has zeros beyond its rows.
 * @param a first value; the k-th row is `lda` bytes on from the one before, `rows` values contiguous
 */
export function packRowTiles(a: usize, lda: usize, k: i32, rows: i32, to: usize): void {
  const next = <usize>k * ROW_STEP
  const whole = (rows / ROWS) * ROWS
  for (let i = 0; i < k; i++) {
    let from = a
    let at = to
    for (let r = 0; r < whole; r += ROWS) {
      v128.store(at, v128.load(from))
      v128.store64_lane(at, v128.load64_zero(from, 16), 0, 16)
      from += ROW_STEP
      at += next
    }
    if (whole < rows) {
      for (let r = 0; r < ROWS; r++) store<f32>(at + (r << 2), whole + r < rows ? load<f32>(from + (r << 2)) : 0)
    }
    a += lda
    to += ROW_STEP
  }
}

/** As `packRows`, of a stored Bᵀ: a column lies contiguous in k, the next `ldb` bytes on. */
export function packColumns(b: usize, ldb: usize, k: i32, columns: i32, to: usize): void {
  let i = 0
  if (columns >= COLUMNS) {
    for (; i + 4 <= k; i += 4) {
      transpose4(b + (i << 2), ldb, to)
      transpose4(b + (i << 2) + (ldb << 2), ldb, to + 16)
      to += 128
    }
  }
  for (; i < k; i++) {
    for (let j = 0; j < COLUMNS; j++) {
      store<f32>(to + (j << 2), j < columns ? load<f32>(b + <usize>j * ldb + (i << 2)) : 0)
    }
    to += 32
  }
}

/** Four rows of four become four columns, 32 bytes apart. */
// @ts-ignore: decorator
@inline
function transpose4(from: usize, ld: usize, to: usize): void {
  const r0 = v128.load(from), r1 = v128.load(from + ld)
  const r2 = v128.load(from + 2 * ld), r3 = v128.load(from + 3 * ld)
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5))
  v128.store(to, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7), 32)
  v128.store(to, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5), 64)
  v128.store(to, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7), 96)
}

// A job's arguments are 32-bit words; a part is a piece of work that any thread may take.

/** Words: b, ldb bytes, k, n, transposed, to. A part is a panel. */
export function packPart(args: usize, part: i32, _scratch: usize): void {
  const b = <usize>load<i32>(args)
  const ldb = <usize>load<i32>(args, 4)
  const k = load<i32>(args, 8)
  const n = load<i32>(args, 12)
  const transposed = load<i32>(args, 16) != 0
  const to = <usize>load<i32>(args, 20) + <usize>part * panelBytes(k)
  const first = part * COLUMNS
  const columns = min(COLUMNS, n - first)
  if (transposed) packColumns(b + <usize>first * ldb, ldb, k, columns, to)
  else packRows(b + (<usize>first << 2), ldb, k, columns, to)
}

/**
 * The kernel of a convolution turned round for its input's gradient: W [taps, channels, filters] to panels of
 * [taps * filters, channels], taps backwards. Words: w, taps, channels, filters, to. A part is a panel.
 */
export function packFlippedPart(args: usize, part: i32, _scratch: usize): void {
  const w = <usize>load<i32>(args)
  const taps = load<i32>(args, 4)
  const channels = load<i32>(args, 8)
  const filters = load<i32>(args, 12)
  const ldb = <usize>filters << 2
  let to = <usize>load<i32>(args, 16) + <usize>part * panelBytes(taps * filters)
  const first = part * COLUMNS
  for (let tap = taps - 1; tap >= 0; tap--) {
    packColumns(w + <usize>(tap * channels + first) * ldb, ldb, filters, min(COLUMNS, channels - first), to)
    to += panelBytes(filters)
  }
}
