// The micro-kernels that all products end in: a tile of 6 or 4 rows and 8 columns of C = A B stays in registers while k
// runs. B is a packed panel [k][8]. A is read where it lies, or where a stored Aᵀ was packed, one value for all lanes: a row
// of a convolution's im2col matrix is a stretch of its input, so that rows overlap in memory and nothing is copied.

import { fma } from './vector'

/** Columns of a tile, and of a packed panel of B. */
export const COLUMNS: i32 = 8
/** Rows of the larger tile. */
export const ROWS: i32 = 6

/**
 * C [6, 8] = A B for rows of A that are contiguous in k.
 * @param a first row; the next lies `lda` bytes on
 * @param rows rows that exist; the others repeat the last of them, so that nothing beyond A is read
 * @param c where the tile is stored; rows are `ldc` bytes apart
 */
export function rows6(a: usize, lda: usize, rows: i32, b: usize, k: i32, c: usize, ldc: usize): void {
  let c00 = f32x4.splat(0),
    c01 = c00,
    c10 = c00,
    c11 = c00,
    c20 = c00,
    c21 = c00
  let c30 = c00,
    c31 = c00,
    c40 = c00,
    c41 = c00,
    c50 = c00,
    c51 = c00
  let a0 = a
  let a1 = rows > 1 ? a0 + lda : a0
  let a2 = rows > 2 ? a1 + lda : a1
  let a3 = rows > 3 ? a2 + lda : a2
  let a4 = rows > 4 ? a3 + lda : a3
  let a5 = rows > 5 ? a4 + lda : a4
  const end = b + ((<usize>k) << 5)
  while (b < end) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16)
    let x = v128.load_splat<f32>(a0)
    c00 = fma(x, b0, c00)
    c01 = fma(x, b1, c01)
    x = v128.load_splat<f32>(a1)
    c10 = fma(x, b0, c10)
    c11 = fma(x, b1, c11)
    x = v128.load_splat<f32>(a2)
    c20 = fma(x, b0, c20)
    c21 = fma(x, b1, c21)
    x = v128.load_splat<f32>(a3)
    c30 = fma(x, b0, c30)
    c31 = fma(x, b1, c31)
    x = v128.load_splat<f32>(a4)
    c40 = fma(x, b0, c40)
    c41 = fma(x, b1, c41)
    x = v128.load_splat<f32>(a5)
    c50 = fma(x, b0, c50)
    c51 = fma(x, b1, c51)
    a0 += 4
    a1 += 4
    a2 += 4
    a3 += 4
    a4 += 4
    a5 += 4
    b += 32
  }
  v128.store(c, c00)
  v128.store(c, c01, 16)
  c += ldc
  v128.store(c, c10)
  v128.store(c, c11, 16)
  c += ldc
  v128.store(c, c20)
  v128.store(c, c21, 16)
  c += ldc
  v128.store(c, c30)
  v128.store(c, c31, 16)
  c += ldc
  v128.store(c, c40)
  v128.store(c, c41, 16)
  c += ldc
  v128.store(c, c50)
  v128.store(c, c51, 16)
}

/** As `rows6` with four rows: what a recurrence over few samples needs. */
export function rows4(a: usize, lda: usize, rows: i32, b: usize, k: i32, c: usize, ldc: usize): void {
  let c00 = f32x4.splat(0),
    c01 = c00,
    c10 = c00,
    c11 = c00,
    c20 = c00,
    c21 = c00,
    c30 = c00,
    c31 = c00
  let a0 = a
  let a1 = rows > 1 ? a0 + lda : a0
  let a2 = rows > 2 ? a1 + lda : a1
  let a3 = rows > 3 ? a2 + lda : a2
  const end = b + ((<usize>k) << 5)
  while (b < end) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16)
    let x = v128.load_splat<f32>(a0)
    c00 = fma(x, b0, c00)
    c01 = fma(x, b1, c01)
    x = v128.load_splat<f32>(a1)
    c10 = fma(x, b0, c10)
    c11 = fma(x, b1, c11)
    x = v128.load_splat<f32>(a2)
    c20 = fma(x, b0, c20)
    c21 = fma(x, b1, c21)
    x = v128.load_splat<f32>(a3)
    c30 = fma(x, b0, c30)
    c31 = fma(x, b1, c31)
    a0 += 4
    a1 += 4
    a2 += 4
    a3 += 4
    b += 32
  }
  v128.store(c, c00)
  v128.store(c, c01, 16)
  c += ldc
  v128.store(c, c10)
  v128.store(c, c11, 16)
  c += ldc
  v128.store(c, c20)
  v128.store(c, c21, 16)
  c += ldc
  v128.store(c, c30)
  v128.store(c, c31, 16)
}

/**
 * C [6, 8] = A B for rows of A that are neighbours in memory, as in Aᵀ B of stored matrices.
 * @param step bytes from one k to the next
 */
export function columns6(a: usize, step: usize, b: usize, k: i32, c: usize, ldc: usize): void {
  let c00 = f32x4.splat(0),
    c01 = c00,
    c10 = c00,
    c11 = c00,
    c20 = c00,
    c21 = c00
  let c30 = c00,
    c31 = c00,
    c40 = c00,
    c41 = c00,
    c50 = c00,
    c51 = c00
  const end = b + ((<usize>k) << 5)
  while (b < end) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16)
    let x = v128.load_splat<f32>(a)
    c00 = fma(x, b0, c00)
    c01 = fma(x, b1, c01)
    x = v128.load_splat<f32>(a, 4)
    c10 = fma(x, b0, c10)
    c11 = fma(x, b1, c11)
    x = v128.load_splat<f32>(a, 8)
    c20 = fma(x, b0, c20)
    c21 = fma(x, b1, c21)
    x = v128.load_splat<f32>(a, 12)
    c30 = fma(x, b0, c30)
    c31 = fma(x, b1, c31)
    x = v128.load_splat<f32>(a, 16)
    c40 = fma(x, b0, c40)
    c41 = fma(x, b1, c41)
    x = v128.load_splat<f32>(a, 20)
    c50 = fma(x, b0, c50)
    c51 = fma(x, b1, c51)
    a += step
    b += 32
  }
  v128.store(c, c00)
  v128.store(c, c01, 16)
  c += ldc
  v128.store(c, c10)
  v128.store(c, c11, 16)
  c += ldc
  v128.store(c, c20)
  v128.store(c, c21, 16)
  c += ldc
  v128.store(c, c30)
  v128.store(c, c31, 16)
  c += ldc
  v128.store(c, c40)
  v128.store(c, c41, 16)
  c += ldc
  v128.store(c, c50)
  v128.store(c, c51, 16)
}
