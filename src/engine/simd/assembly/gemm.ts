// C = op(A) op(B), with bias, relu and a running sum as wanted. See `gemmPart` for how it is cut.

import { COLUMNS, columns6, ROWS, rows4, rows6 } from './micro'
import { packAllRows, packColumns, packRowTiles, panelBytes, ROW_STEP } from './pack'
import { finish } from './tile'

/** k of one pass: a panel of B and the rows of a tile fit the first cache together. */
const DEPTH: i32 = 512

const TRANSPOSE_A = 1
const TRANSPOSE_B = 2
const PACKED_B = 4
const RELU = 8
const PACK_A = 16

/**
 * One part of a product: rows by columns by depth, cut as the words say.
 * Words: 0 a, 1 lda bytes, 2 b, 3 ldb bytes, 4 c, 5 ldc bytes, 6 m, 7 n, 8 k, 9 flags, 10 bias or 0, 11 rows of a part,
 * 12 columns of a part, 13 depth of a part, 14 bytes from the C of one depth to the next.
 * B is packed panels of the whole k with PACKED_B, else each part packs what it needs. With PACK_A it packs its rows of a
 * stored Aᵀ as well.
 */
export function gemmPart(args: usize, part: i32, scratch: usize): void {
  const lda = <usize>load<i32>(args, 4)
  const ldb = <usize>load<i32>(args, 12)
  const ldc = <usize>load<i32>(args, 20)
  const m = load<i32>(args, 24)
  const n = load<i32>(args, 28)
  const k = load<i32>(args, 32)
  const flags = load<i32>(args, 36)
  const bias = <usize>load<i32>(args, 40)
  const partRows = load<i32>(args, 44)
  const partColumns = load<i32>(args, 48)
  const partDepth = load<i32>(args, 52)
  const across = (n + partColumns - 1) / partColumns
  const down = (m + partRows - 1) / partRows
  const depthIndex = part / (across * down)
  const row0 = ((part / across) % down) * partRows
  const column0 = (part % across) * partColumns
  const rows = min(partRows, m - row0)
  const columns = min(partColumns, n - column0)
  const depth0 = depthIndex * partDepth
  const depthEnd = min(k, depth0 + partDepth)
  const a = <usize>load<i32>(args)
  const b = <usize>load<i32>(args, 8)
  const c =
    <usize>load<i32>(args, 16) +
    <usize>depthIndex * <usize>load<i32>(args, 56) +
    <usize>row0 * ldc +
    ((<usize>column0) << 2)
  const transposeA = (flags & TRANSPOSE_A) != 0
  const tile = scratch
  const packsA = transposeA && (flags & PACK_A) != 0
  const tiles = scratch + 256
  const packed = packsA ? tiles + <usize>((rows + ROWS - 1) / ROWS) * DEPTH * ROW_STEP : tiles
  for (let k0 = depth0; k0 < depthEnd; k0 += DEPTH) {
    const depth = min(DEPTH, depthEnd - k0)
    const last = k0 + depth >= depthEnd
    const add = k0 > depth0
    const packsRows = (flags & (PACKED_B | TRANSPOSE_B)) == 0
    if (packsA) packRowTiles(a + <usize>k0 * lda + (<usize>row0 << 2), lda, depth, rows, tiles)
    if (packsRows) packAllRows(b + <usize>k0 * ldb + (<usize>column0 << 2), ldb, depth, columns, packed)
    for (let j = 0; j < columns; j += COLUMNS) {
      const width = min(COLUMNS, columns - j)
      let panel = packed
      if (flags & PACKED_B) panel = b + <usize>((column0 + j) / COLUMNS) * panelBytes(k) + panelBytes(k0)
      else if (packsRows) panel += <usize>(j / COLUMNS) * panelBytes(depth)
      else packColumns(b + <usize>(column0 + j) * ldb + (<usize>k0 << 2), ldb, depth, width, panel)
      const panelBias = last && bias != 0 ? bias + ((<usize>(column0 + j)) << 2) : 0
      const relu = last && (flags & RELU) != 0
      for (let i = 0; i < rows; i += ROWS) {
        const height = min(ROWS, rows - i)
        if (packsA) {
          columns6(tiles + <usize>i * (<usize>depth << 2), ROW_STEP, panel, depth, tile, 32)
        } else if (transposeA) {
          columns6(a + <usize>k0 * lda + ((<usize>(row0 + i)) << 2), lda, panel, depth, tile, 32)
        } else {
          const from = a + <usize>(row0 + i) * lda + ((<usize>k0) << 2)
          if (height <= 4) rows4(from, lda, height, panel, depth, tile, 32)
          else rows6(from, lda, height, panel, depth, tile, 32)
        }
        finish(tile, c + <usize>i * ldc + ((<usize>j) << 2), ldc, height, width, panelBias, relu, add)
      }
    }
  }
}
