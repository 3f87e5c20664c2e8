// One matrix product on the SIMD module: how it is cut into parts, and what is packed beforehand.

import type { SimdBackend } from '../simd/backend.ts'
import { withMemory } from '../simd/memory.ts'

/** C [m, n] = op(A) [m, k] op(B) [k, n], row-major; addresses in bytes. */
export interface Product {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly m: number
  readonly n: number
  readonly k: number
  /** A is stored as [k, m] */
  readonly transposeA?: boolean
  /** B is stored as [n, k] */
  readonly transposeB?: boolean
  /** address of n values that are added to each row */
  readonly bias?: number
  readonly relu?: boolean
}

const TRANSPOSE_A = 1
const TRANSPOSE_B = 2
const PACKED_B = 4
const RELU = 8
const PACK_A = 16

/** Rows and columns of a micro-kernel's tile. */
const TILE_ROWS = 6
export const PANEL_COLUMNS = 8
/** Rows of a part: its stretch of A stays in the second cache while all panels of B pass by. */
const PART_ROWS = 96
/** From so many rows on packing B once costs less than each part packing what it reads. */
const FEW_ROWS = 48
const PART_COLUMNS = 256
/** Columns of a deep product at most: 512 values deep, they fit a thread's scratch memory. */
const DEEP_COLUMNS = 768
/** Rows and columns of a part of Aᵀ B at most: 512 values deep, both fit a thread's scratch memory together. */
const TRANSPOSED_ROWS = 516
const TRANSPOSED_COLUMNS = 384
/** Columns that are worth packing rows for. */
const LEAST_COLUMNS = 64
/** Depth of a part of a product of few rows and columns, whatever the threads: sums stay the same. */
const PART_DEPTH = 2048

/** Computes a product on all threads. */
export function multiply(backend: SimdBackend, product: Product): void {
  const { m, n, k, transposeA = false } = product
  if (m > FEW_ROWS && transposeA) multiplyTransposed(backend, product)
  else if (m > FEW_ROWS) multiplyPacked(backend, product)
  else if (n <= DEEP_COLUMNS && k > 2 * PART_DEPTH) multiplyDeep(backend, product)
  else run(backend, product, { columns: PART_COLUMNS })
}

/** Packs B [k, n] into panels of 8 columns, `packedBytes` in all. */
export function packPanels(
  { threads }: SimdBackend,
  b: number,
  k: number,
  n: number,
  transposed: boolean,
  to: number,
): void {
  const ldb = 4 * (transposed ? k : n)
  threads.run('packPart', [b, ldb, k, n, Number(transposed), to], Math.ceil(n / PANEL_COLUMNS))
}

/** Bytes of B [k, n] in panels. */
export function packedBytes(k: number, n: number): number {
  return 4 * k * Math.ceil(n / PANEL_COLUMNS) * PANEL_COLUMNS
}

function multiplyPacked(backend: SimdBackend, product: Product): void {
  const { b, n, k, m, transposeB = false } = product
  withMemory(backend, packedBytes(k, n), (panels) => {
    packPanels(backend, b, k, n, transposeB, panels)
    const even = Math.ceil(m / (4 * backend.threads.count) / TILE_ROWS) * TILE_ROWS
    run(backend, { ...product, b: panels }, { rows: Math.min(PART_ROWS, even), packed: true })
  })
}

/**
 * Aᵀ B, where both are read down their columns: each part packs the stretches of both that it needs, many rows at once, so
 * that memory is read in its order and seldom twice.
 */
function multiplyTransposed(backend: SimdBackend, product: Product): void {
  const even = Math.ceil(product.n / (2 * backend.threads.count) / PANEL_COLUMNS) * PANEL_COLUMNS
  run(backend, product, {
    rows: TRANSPOSED_ROWS,
    columns: Math.min(TRANSPOSED_COLUMNS, Math.max(LEAST_COLUMNS, even)),
    packA: true,
  })
}

/** Few rows and columns but great depth: parts of the depth give sums that are added in order. */
function multiplyDeep(backend: SimdBackend, product: Product): void {
  const { m, n, k, c, bias = 0, relu = false } = product
  const depths = Math.ceil(k / PART_DEPTH)
  withMemory(backend, 4 * m * n * depths, (partial) => {
    const { bias: _, relu: __, ...bare } = product
    run(backend, { ...bare, c: partial }, { columns: n, depth: PART_DEPTH })
    sumRows(backend, partial, depths, m * n, c, { bias, biasColumns: n, relu })
  })
}

function run(
  { threads }: SimdBackend,
  product: Product,
  cut: { rows?: number; columns?: number; depth?: number; packed?: boolean; packA?: boolean },
): void {
  const { a, b, c, m, n, k, transposeA = false, transposeB = false, bias = 0, relu = false } = product
  const { rows = m, columns = n, depth = k, packed = false, packA = false } = cut
  const flags =
    (transposeA ? TRANSPOSE_A : 0) |
    (transposeB ? TRANSPOSE_B : 0) |
    (packed ? PACKED_B : 0) |
    (packA ? PACK_A : 0) |
    (relu ? RELU : 0)
  const lda = 4 * (transposeA ? m : k)
  const ldb = 4 * (transposeB ? k : n)
  const parts = Math.ceil(m / rows) * Math.ceil(n / columns) * Math.ceil(k / depth)
  const words = [a, lda, b, ldb, c, 4 * n, m, n, k, flags, bias, rows, columns, depth, 4 * m * n]
  threads.run('gemmPart', words, parts)
}

/** Column sums of x [rows, columns], plus bias and through relu as wanted. */
export function sumRows(
  { threads }: SimdBackend,
  x: number,
  rows: number,
  columns: number,
  to: number,
  { bias = 0, biasColumns = columns, relu = false } = {},
): void {
  const width = Math.max(16, Math.ceil(columns / (4 * threads.count) / 16) * 16)
  const words = [x, rows, columns, to, width, bias, biasColumns, Number(relu)]
  threads.run('sumRowsPart', words, Math.ceil(columns / width))
}
