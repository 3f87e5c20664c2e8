// Sums and other passes over whole tensors, bound by memory.

import { loadUpTo4, storeUpTo4 } from './vector'

/** Rows of one partial sum: sums of sums keep the rounding error of a long column small. */
const BLOCK: i32 = 64

/**
 * Column sums of x [rows, columns], with bias and relu as wanted: the end of a product that was cut in depth.
 * Words: x, rows, columns, to, columns of a part (a multiple of 16), bias or 0, columns of the bias, relu.
 * A part is a range of columns.
 */
export function sumRowsPart(args: usize, part: i32, _scratch: usize): void {
  const x = <usize>load<i32>(args)
  const rows = load<i32>(args, 4)
  const columns = load<i32>(args, 8)
  const to = <usize>load<i32>(args, 12)
  const width = load<i32>(args, 16)
  const bias = <usize>load<i32>(args, 20)
  const biasColumns = load<i32>(args, 24)
  const relu = load<i32>(args, 28) != 0
  const ld = <usize>columns << 2
  const end = min(columns, (part + 1) * width)
  for (let j = part * width; j < end; j += 16) {
    if (end - j >= 16) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0
      let p = x + (<usize>j << 2)
      for (let i = 0; i < rows; i += BLOCK) {
        const stop = min(rows, i + BLOCK)
        let t0 = f32x4.splat(0), t1 = t0, t2 = t0, t3 = t0
        for (let r = i; r < stop; r++) {
          t0 = f32x4.add(t0, v128.load(p))
          t1 = f32x4.add(t1, v128.load(p, 16))
          t2 = f32x4.add(t2, v128.load(p, 32))
          t3 = f32x4.add(t3, v128.load(p, 48))
          p += ld
        }
        s0 = f32x4.add(s0, t0)
        s1 = f32x4.add(s1, t1)
        s2 = f32x4.add(s2, t2)
        s3 = f32x4.add(s3, t3)
      }
      put(to, j, s0, 4, bias, biasColumns, relu)
      put(to, j + 4, s1, 4, bias, biasColumns, relu)
      put(to, j + 8, s2, 4, bias, biasColumns, relu)
      put(to, j + 12, s3, 4, bias, biasColumns, relu)
    } else {
      for (let q = j; q < end; q += 4) {
        const count = end - q
        let s = f32x4.splat(0)
        let p = x + (<usize>q << 2)
        for (let i = 0; i < rows; i += BLOCK) {
          const stop = min(rows, i + BLOCK)
          let t = f32x4.splat(0)
          for (let r = i; r < stop; r++) {
            t = f32x4.add(t, loadUpTo4(p, count))
            p += ld
          }
          s = f32x4.add(s, t)
        }
        put(to, q, s, count, bias, biasColumns, relu)
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function put(to: usize, j: i32, sum: v128, count: i32, bias: usize, biasColumns: i32, relu: bool): void {
  let v = sum
  if (bias != 0) {
    // a product cut in depth is summed as one long row of rows: the bias starts again with each
    for (let i = 0; i < min(4, count); i++) {
      const at = to + (<usize>(j + i) << 2)
      const value = f32x4.extract_lane(v, 0) + load<f32>(bias + (<usize>((j + i) % biasColumns) << 2))
      store<f32>(at, relu ? max<f32>(value, 0) : value)
      v = v128.shuffle<f32>(v, v, 1, 2, 3, 0)
    }
    return
  }
  storeUpTo4(to + (<usize>j << 2), v, count)
}

/** to = x + y; `to` may be one of them. Words: x, y, to, count, values of a part (a multiple of 4). */
export function addPart(args: usize, part: i32, _scratch: usize): void {
  const width = load<i32>(args, 16)
  const first = part * width
  const end = min(load<i32>(args, 12), first + width)
  let x = <usize>load<i32>(args) + (<usize>first << 2)
  let y = <usize>load<i32>(args, 4) + (<usize>first << 2)
  let to = <usize>load<i32>(args, 8) + (<usize>first << 2)
  for (let i = first; i < end; i += 4) {
    const left = end - i
    storeUpTo4(to, f32x4.add(loadUpTo4(x, left), loadUpTo4(y, left)), left)
    x += 16
    y += 16
    to += 16
  }
}

/** y = a x + y, the pattern that memory bandwidth is measured by. Words: x, y, count, values of a part, a (float32). */
export function triadPart(args: usize, part: i32, _scratch: usize): void {
  const width = load<i32>(args, 12)
  const a = f32x4.splat(load<f32>(args, 16))
  const first = part * width
  const end = min(load<i32>(args, 8), first + width)
  let x = <usize>load<i32>(args) + (<usize>first << 2)
  let y = <usize>load<i32>(args, 4) + (<usize>first << 2)
  for (let i = first; i < end; i += 4) {
    v128.store(y, f32x4.add(f32x4.mul(a, v128.load(x)), v128.load(y)))
    x += 16
    y += 16
  }
}
