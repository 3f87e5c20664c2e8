// Adam in one pass: reads p, g, m, v and writes p, m, v, 28 bytes per parameter.

import { fma, loadUpTo4, storeUpTo4 } from './vector'

/** Words: p, m, v, g, count, values of a part (a multiple of 4), then float32 step size, b1, b2, epsilon. */
export function adamPart(args: usize, part: i32, _scratch: usize): void {
  const count = load<i32>(args, 16)
  const width = load<i32>(args, 20)
  const stepSize = f32x4.splat(load<f32>(args, 24))
  const b1 = f32x4.splat(load<f32>(args, 28))
  const b2 = f32x4.splat(load<f32>(args, 32))
  const epsilon = f32x4.splat(load<f32>(args, 36))
  const rest1 = f32x4.splat(load<f32>(args, 40))
  const rest2 = f32x4.splat(load<f32>(args, 44))
  const first = part * width
  const end = min(count, first + width)
  const offset = <usize>first << 2
  let p = <usize>load<i32>(args) + offset
  let m = <usize>load<i32>(args, 4) + offset
  let v = <usize>load<i32>(args, 8) + offset
  let g = <usize>load<i32>(args, 12) + offset
  const whole = first + ((end - first) & ~7)
  let i = first
  for (; i < whole; i += 8) {
    moveWhole(p, m, v, g, stepSize, b1, b2, rest1, rest2, epsilon)
    moveWhole(p + 16, m + 16, v + 16, g + 16, stepSize, b1, b2, rest1, rest2, epsilon)
    p += 32
    m += 32
    v += 32
    g += 32
  }
  for (; i < end; i += 4) {
    const left = end - i
    const gi = loadUpTo4(g, left)
    const mi = fma(b1, loadUpTo4(m, left), f32x4.mul(rest1, gi))
    const vi = fma(b2, loadUpTo4(v, left), f32x4.mul(f32x4.mul(rest2, gi), gi))
    storeUpTo4(m, mi, left)
    storeUpTo4(v, vi, left)
    storeUpTo4(p, f32x4.sub(loadUpTo4(p, left), move(stepSize, mi, vi, epsilon)), left)
    p += 16
    m += 16
    v += 16
    g += 16
  }
}

// @ts-ignore: decorator
@inline
function move(stepSize: v128, m: v128, v: v128, epsilon: v128): v128 {
  return f32x4.div(f32x4.mul(stepSize, m), f32x4.add(f32x4.sqrt(v), epsilon))
}

// @ts-ignore: decorator
@inline
function moveWhole(
  p: usize,
  m: usize,
  v: usize,
  g: usize,
  stepSize: v128,
  b1: v128,
  b2: v128,
  rest1: v128,
  rest2: v128,
  epsilon: v128,
): void {
  const gi = v128.load(g)
  const mi = fma(b1, v128.load(m), f32x4.mul(rest1, gi))
  const vi = fma(b2, v128.load(v), f32x4.mul(f32x4.mul(rest2, gi), gi))
  v128.store(m, mi)
  v128.store(v, vi)
  v128.store(p, f32x4.sub(v128.load(p), move(stepSize, mi, vi, epsilon)))
}
