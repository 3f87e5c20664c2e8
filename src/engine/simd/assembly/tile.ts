// What becomes of a tile [6][8] that a micro-kernel has left in scratch memory.

import { loadUpTo4, storeUpTo4 } from './vector'

/** Adds what is wanted to a tile and puts it where it belongs. */
export function finish(
  tile: usize,
  c: usize,
  ldc: usize,
  rows: i32,
  columns: i32,
  bias: usize,
  relu: bool,
  add: bool,
): void {
  for (let j = 0; j < columns; j += 4) {
    const count = columns - j
    const b = bias != 0 ? loadUpTo4(bias + ((<usize>j) << 2), count) : f32x4.splat(0)
    let from = tile + ((<usize>j) << 2)
    let to = c + ((<usize>j) << 2)
    for (let i = 0; i < rows; i++) {
      let v = f32x4.add(v128.load(from), b)
      if (add) v = f32x4.add(v, loadUpTo4(to, count))
      if (relu) v = f32x4.max(v, f32x4.splat(0))
      storeUpTo4(to, v, count)
      from += 32
      to += ldc
    }
  }
}
