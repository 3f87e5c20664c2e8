// The LSTM's sweeps over time: i, f, o = s(p + q), g = tanh(p + q), c' = f c + i g, h' = o tanh(c'). A part is a few
// samples and all of their steps.

import { multiplyState, paddedRow } from './recurrent'
import { fma, loadUpTo4, sigmoid, storeUpTo4, tanh } from './vector'

/**
 * Words: 0 x W [batch, time, 4u], 4 packed U [u, 4u], 8 bias [4u], 12 h, 16 gates [batch, time, 4u], 20 c, 24 batch,
 * 28 time, 32 units, 36 samples of a part.
 */
export function lstmForwardPart(args: usize, part: i32, scratch: usize): void {
  const time = load<i32>(args, 28)
  const u = load<i32>(args, 32)
  const perPart = load<i32>(args, 36)
  const first = part * perPart
  const samples = min(perPart, load<i32>(args, 24) - first)
  const gate = <usize>u << 2
  const state = scratch
  const q = scratch + (<usize>samples * gate + 63 & ~63)
  const qRow = paddedRow(4 * u)
  memory.fill(state, 0, <usize>samples * gate)
  for (let t = 0; t < time; t++) {
    multiplyState(state, u, samples, <usize>load<i32>(args, 4), 4 * u, q)
    for (let s = 0; s < samples; s++) {
      const row = <usize>((first + s) * time + t)
      const c = <usize>load<i32>(args, 20) + row * gate
      lstmGates(
        <usize>load<i32>(args) + row * 4 * gate,
        q + <usize>s * qRow,
        <usize>load<i32>(args, 8),
        state + <usize>s * gate,
        t == 0 ? 0 : c - gate,
        <usize>load<i32>(args, 12) + row * gate,
        <usize>load<i32>(args, 16) + row * 4 * gate,
        c,
        u,
      )
    }
  }
}

// @ts-ignore: decorator
@inline
function sum3(a: usize, b: usize, c: usize, n: i32): v128 {
  return f32x4.add(f32x4.add(loadUpTo4(a, n), loadUpTo4(b, n)), loadUpTo4(c, n))
}

/** One sample, one step. */
function lstmGates(
  p: usize,
  q: usize,
  bias: usize,
  state: usize,
  before: usize,
  h: usize,
  gates: usize,
  c: usize,
  u: i32,
): void {
  const gate = <usize>u << 2
  for (let j = 0; j < u; j += 4) {
    const n = u - j
    const at = <usize>j << 2
    const fAt = at + gate
    const gAt = at + 2 * gate
    const oAt = at + 3 * gate
    const i = sigmoid(sum3(p + at, bias + at, q + at, n))
    const f = sigmoid(sum3(p + fAt, bias + fAt, q + fAt, n))
    const g = tanh(sum3(p + gAt, bias + gAt, q + gAt, n))
    const o = sigmoid(sum3(p + oAt, bias + oAt, q + oAt, n))
    const old = before == 0 ? f32x4.splat(0) : loadUpTo4(before + at, n)
    const cell = fma(f, old, f32x4.mul(i, g))
    const next = f32x4.mul(o, tanh(cell))
    storeUpTo4(state + at, next, n)
    storeUpTo4(h + at, next, n)
    storeUpTo4(c + at, cell, n)
    storeUpTo4(gates + at, i, n)
    storeUpTo4(gates + fAt, f, n)
    storeUpTo4(gates + gAt, g, n)
    storeUpTo4(gates + oAt, o, n)
  }
}

/**
 * Words: 0 c, 4 gates, 8 dh [batch, time, u], 12 packed Uᵀ [4u, u], 16 dp [batch, time, 4u], 20 batch, 24 time, 28 units,
 * 32 samples of a part.
 */
export function lstmBackwardPart(args: usize, part: i32, scratch: usize): void {
  const time = load<i32>(args, 24)
  const u = load<i32>(args, 28)
  const perPart = load<i32>(args, 32)
  const first = part * perPart
  const samples = min(perPart, load<i32>(args, 20) - first)
  const gate = <usize>u << 2
  const keptC = scratch
  const dpNow = scratch + (<usize>samples * gate + 63 & ~63)
  const carried = dpNow + (<usize>samples * 4 * gate + 63 & ~63)
  const carriedRow = paddedRow(u)
  memory.fill(keptC, 0, <usize>samples * gate)
  memory.fill(carried, 0, <usize>samples * carriedRow)
  for (let t = time - 1; t >= 0; t--) {
    for (let s = 0; s < samples; s++) {
      const row = <usize>((first + s) * time + t)
      const c = <usize>load<i32>(args) + row * gate
      lstmGradients(
        c,
        t == 0 ? 0 : c - gate,
        <usize>load<i32>(args, 4) + row * 4 * gate,
        <usize>load<i32>(args, 8) + row * gate,
        keptC + <usize>s * gate,
        carried + <usize>s * carriedRow,
        <usize>load<i32>(args, 16) + row * 4 * gate,
        dpNow + <usize>s * 4 * gate,
        u,
      )
    }
    if (t > 0) multiplyState(dpNow, 4 * u, samples, <usize>load<i32>(args, 12), u, carried)
  }
}

/** One sample, one step. */
function lstmGradients(
  c: usize,
  before: usize,
  gates: usize,
  dh: usize,
  keptC: usize,
  carried: usize,
  dp: usize,
  dpNow: usize,
  u: i32,
): void {
  const gate = <usize>u << 2
  const one = f32x4.splat(1)
  for (let j = 0; j < u; j += 4) {
    const n = u - j
    const at = <usize>j << 2
    const fAt = at + gate
    const gAt = at + 2 * gate
    const oAt = at + 3 * gate
    const i = loadUpTo4(gates + at, n)
    const f = loadUpTo4(gates + fAt, n)
    const g = loadUpTo4(gates + gAt, n)
    const o = loadUpTo4(gates + oAt, n)
    const old = before == 0 ? f32x4.splat(0) : loadUpTo4(before + at, n)
    const y = tanh(loadUpTo4(c + at, n))
    const d = f32x4.add(loadUpTo4(dh + at, n), loadUpTo4(carried + at, n))
    const slope = f32x4.mul(o, f32x4.sub(one, f32x4.mul(y, y)))
    const dc = fma(d, slope, loadUpTo4(keptC + at, n))
    const di = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)))
    const df = f32x4.mul(f32x4.mul(dc, old), f32x4.mul(f, f32x4.sub(one, f)))
    const dg = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g)))
    const dOut = f32x4.mul(f32x4.mul(d, y), f32x4.mul(o, f32x4.sub(one, o)))
    storeUpTo4(dp + at, di, n)
    storeUpTo4(dp + fAt, df, n)
    storeUpTo4(dp + gAt, dg, n)
    storeUpTo4(dp + oAt, dOut, n)
    storeUpTo4(dpNow + at, di, n)
    storeUpTo4(dpNow + fAt, df, n)
    storeUpTo4(dpNow + gAt, dg, n)
    storeUpTo4(dpNow + oAt, dOut, n)
    storeUpTo4(keptC + at, f32x4.mul(f, dc), n)
  }
}
