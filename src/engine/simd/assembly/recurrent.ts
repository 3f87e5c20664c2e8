// What the sweeps of GRU and LSTM share: one product per step, of the rows of a few samples with panels that are packed
// once and stream from the cache.

import { COLUMNS, rows4, rows6 } from './micro'
import { panelBytes } from './pack'

/** Bytes of one row of `columns` values, whole panels. */
// @ts-ignore: decorator
@inline
export function paddedRow(columns: i32): usize {
  return <usize>((columns + COLUMNS - 1) & ~(COLUMNS - 1)) << 2
}

/** to [rows, columns] = a [rows, k] B; rows of `to` are `paddedRow(columns)` bytes apart. */
export function multiplyState(a: usize, k: i32, rows: i32, panels: usize, columns: i32, to: usize): void {
  const lda = <usize>k << 2
  const ldc = paddedRow(columns)
  for (let j = 0; j < columns; j += COLUMNS) {
    const panel = panels + <usize>(j / COLUMNS) * panelBytes(k)
    let i = 0
    while (i < rows) {
      const left = rows - i
      const from = a + <usize>i * lda
      const at = to + <usize>i * ldc + (<usize>j << 2)
      if (left <= 4 || left == 8) {
        rows4(from, lda, left, panel, k, at, ldc)
        i += 4
      } else {
        rows6(from, lda, left, panel, k, at, ldc)
        i += 6
      }
    }
  }
}
