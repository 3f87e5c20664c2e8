// The GRU's sweeps over time, with reset after the product: z = s(pz + qz), r = s(pr + qr), g = tanh(ph + r qh),
// h' = z h + (1 - z) g. A part is a few samples and all of their steps.

import { multiplyState, paddedRow } from './recurrent'
import { fma, loadUpTo4, sigmoid, storeUpTo4, tanh } from './vector'

/**
 * Words: 0 x W [batch, time, 3u], 4 packed U [u, 3u], 8 bias [2, 3u], 12 h, 16 gates [batch, time, 3u], 20 fromState
 * [batch, time, u], 24 batch, 28 time, 32 units, 36 samples of a part.
 */
export function gruForwardPart(args: usize, part: i32, scratch: usize): void {
  const bias = <usize>load<i32>(args, 8)
  const time = load<i32>(args, 28)
  const u = load<i32>(args, 32)
  const perPart = load<i32>(args, 36)
  const first = part * perPart
  const samples = min(perPart, load<i32>(args, 24) - first)
  const gate = (<usize>u) << 2
  const state = scratch
  const q = scratch + ((<usize>samples * gate + 63) & ~63)
  const qRow = paddedRow(3 * u)
  memory.fill(state, 0, <usize>samples * gate)
  for (let t = 0; t < time; t++) {
    multiplyState(state, u, samples, <usize>load<i32>(args, 4), 3 * u, q)
    for (let s = 0; s < samples; s++) {
      const row = <usize>((first + s) * time + t)
      gruGates(
        <usize>load<i32>(args) + row * 3 * gate,
        q + <usize>s * qRow,
        bias,
        state + <usize>s * gate,
        <usize>load<i32>(args, 12) + row * gate,
        <usize>load<i32>(args, 16) + row * 3 * gate,
        <usize>load<i32>(args, 20) + row * gate,
        u,
      )
    }
  }
}

/** One sample, one step. */
function gruGates(
  p: usize,
  q: usize,
  bias: usize,
  state: usize,
  h: usize,
  gates: usize,
  fromState: usize,
  u: i32,
): void {
  const gate = (<usize>u) << 2
  const one = f32x4.splat(1)
  for (let j = 0; j < u; j += 4) {
    const n = u - j
    const at = (<usize>j) << 2
    const zAt = at
    const rAt = at + gate
    const gAt = at + 2 * gate
    const b = bias + 3 * gate
    const z = sigmoid(
      f32x4.add(
        f32x4.add(loadUpTo4(p + zAt, n), loadUpTo4(bias + zAt, n)),
        f32x4.add(loadUpTo4(q + zAt, n), loadUpTo4(b + zAt, n)),
      ),
    )
    const r = sigmoid(
      f32x4.add(
        f32x4.add(loadUpTo4(p + rAt, n), loadUpTo4(bias + rAt, n)),
        f32x4.add(loadUpTo4(q + rAt, n), loadUpTo4(b + rAt, n)),
      ),
    )
    const qh = f32x4.add(loadUpTo4(q + gAt, n), loadUpTo4(b + gAt, n))
    const g = tanh(fma(r, qh, f32x4.add(loadUpTo4(p + gAt, n), loadUpTo4(bias + gAt, n))))
    const next = fma(z, loadUpTo4(state + at, n), f32x4.mul(f32x4.sub(one, z), g))
    storeUpTo4(state + at, next, n)
    storeUpTo4(h + at, next, n)
    storeUpTo4(gates + zAt, z, n)
    storeUpTo4(gates + rAt, r, n)
    storeUpTo4(gates + gAt, g, n)
    storeUpTo4(fromState + at, qh, n)
  }
}

/**
 * Words: 0 h, 4 gates, 8 fromState, 12 dh [batch, time, u], 16 packed Uᵀ [3u, u], 20 dp, 24 dq [batch, time, 3u],
 * 28 batch, 32 time, 36 units, 40 samples of a part.
 */
export function gruBackwardPart(args: usize, part: i32, scratch: usize): void {
  const time = load<i32>(args, 32)
  const u = load<i32>(args, 36)
  const perPart = load<i32>(args, 40)
  const first = part * perPart
  const samples = min(perPart, load<i32>(args, 28) - first)
  const gate = (<usize>u) << 2
  const kept = scratch
  const dq = scratch + ((<usize>samples * gate + 63) & ~63)
  const carried = dq + ((<usize>samples * 3 * gate + 63) & ~63)
  const carriedRow = paddedRow(u)
  memory.fill(kept, 0, <usize>samples * gate)
  memory.fill(carried, 0, <usize>samples * carriedRow)
  for (let t = time - 1; t >= 0; t--) {
    for (let s = 0; s < samples; s++) {
      const row = <usize>((first + s) * time + t)
      const h = <usize>load<i32>(args) + row * gate
      gruGradients(
        t == 0 ? 0 : h - gate,
        <usize>load<i32>(args, 4) + row * 3 * gate,
        <usize>load<i32>(args, 8) + row * gate,
        <usize>load<i32>(args, 12) + row * gate,
        kept + <usize>s * gate,
        carried + <usize>s * carriedRow,
        <usize>load<i32>(args, 20) + row * 3 * gate,
        <usize>load<i32>(args, 24) + row * 3 * gate,
        dq + <usize>s * 3 * gate,
        u,
      )
    }
    if (t > 0) multiplyState(dq, 3 * u, samples, <usize>load<i32>(args, 16), u, carried)
  }
}

/** One sample, one step. */
function gruGradients(
  before: usize,
  gates: usize,
  fromState: usize,
  dh: usize,
  kept: usize,
  carried: usize,
  dp: usize,
  dq: usize,
  dqNow: usize,
  u: i32,
): void {
  const gate = (<usize>u) << 2
  const one = f32x4.splat(1)
  for (let j = 0; j < u; j += 4) {
    const n = u - j
    const at = (<usize>j) << 2
    const rAt = at + gate
    const gAt = at + 2 * gate
    const z = loadUpTo4(gates + at, n)
    const r = loadUpTo4(gates + rAt, n)
    const g = loadUpTo4(gates + gAt, n)
    const old = before == 0 ? f32x4.splat(0) : loadUpTo4(before + at, n)
    const d = f32x4.add(loadUpTo4(dh + at, n), f32x4.add(loadUpTo4(kept + at, n), loadUpTo4(carried + at, n)))
    const rest = f32x4.sub(one, z)
    const dg = f32x4.mul(f32x4.mul(rest, f32x4.sub(one, f32x4.mul(g, g))), d)
    const dz = f32x4.mul(f32x4.mul(f32x4.sub(old, g), f32x4.mul(z, rest)), d)
    const dr = f32x4.mul(f32x4.mul(loadUpTo4(fromState + at, n), f32x4.mul(r, f32x4.sub(one, r))), dg)
    const dqh = f32x4.mul(r, dg)
    storeUpTo4(dp + at, dz, n)
    storeUpTo4(dp + rAt, dr, n)
    storeUpTo4(dp + gAt, dg, n)
    storeUpTo4(dq + at, dz, n)
    storeUpTo4(dq + rAt, dr, n)
    storeUpTo4(dq + gAt, dqh, n)
    storeUpTo4(dqNow + at, dz, n)
    storeUpTo4(dqNow + rAt, dr, n)
    storeUpTo4(dqNow + gAt, dqh, n)
    storeUpTo4(kept + at, f32x4.mul(z, d), n)
  }
}
