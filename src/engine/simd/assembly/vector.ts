// Four floats at a time: fused multiply-add where the build has it, loads and stores that stop at a row's end, and exp,
// sigmoid and tanh to about one unit in the last place.

/** a b + c; rounded once in the relaxed build. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

/** The first `count` (1 to 4) floats at p, zeros after them. */
// @ts-ignore: decorator
@inline
export function loadUpTo4(p: usize, count: i32): v128 {
  if (count >= 4) return v128.load(p)
  let v = v128.load32_zero(p)
  if (count > 1) v = v128.load_lane<f32>(p + 4, v, 1)
  if (count > 2) v = v128.load_lane<f32>(p + 8, v, 2)
  return v
}

/** Stores the first `count` (1 to 4) floats of v at p. */
// @ts-ignore: decorator
@inline
export function storeUpTo4(p: usize, v: v128, count: i32): void {
  if (count >= 4) {
    v128.store(p, v)
    return
  }
  v128.store_lane<f32>(p, v, 0)
  if (count > 1) v128.store_lane<f32>(p + 4, v, 1)
  if (count > 2) v128.store_lane<f32>(p + 8, v, 2)
}

/** e^x, with x cut to where a float32 holds the result. Source: Cephes expf. */
// @ts-ignore: decorator
@inline
function exp(v: v128): v128 {
  const x = f32x4.max(f32x4.min(v, f32x4.splat(88.0)), f32x4.splat(-87.0))
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)))
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)))
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.12194440e-4)))
  let p = f32x4.splat(1.9875691500e-4)
  p = fma(p, r, f32x4.splat(1.3981999507e-3))
  p = fma(p, r, f32x4.splat(8.3334519073e-3))
  p = fma(p, r, f32x4.splat(4.1665795894e-2))
  p = fma(p, r, f32x4.splat(1.6666665459e-1))
  p = fma(p, r, f32x4.splat(5.0000001201e-1))
  p = f32x4.add(fma(f32x4.mul(p, r), r, r), f32x4.splat(1.0))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return f32x4.mul(p, power)
}

/** 1 / (1 + e^-x) */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1.0)
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))))
}

/** tanh x: a polynomial near 0, where 1 - e^-2x would cancel. Source: Cephes tanhf. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const one = f32x4.splat(1.0)
  const z = f32x4.mul(x, x)
  let p = f32x4.splat(-5.70498872745e-3)
  p = fma(p, z, f32x4.splat(2.06390887954e-2))
  p = fma(p, z, f32x4.splat(-5.37397155531e-2))
  p = fma(p, z, f32x4.splat(1.33314422036e-1))
  p = fma(p, z, f32x4.splat(-3.33332819422e-1))
  const small = fma(f32x4.mul(p, z), x, x)
  const size = f32x4.abs(x)
  const e = exp(f32x4.add(size, size))
  const large = f32x4.sub(one, f32x4.div(f32x4.splat(2.0), f32x4.add(e, one)))
  const sign = v128.and(x, f32x4.splat(-0.0))
  return v128.bitselect(small, v128.or(large, sign), f32x4.lt(size, f32x4.splat(0.625)))
}
