// Convolution over time with bias, relu and pooling by two, and its gradients. Each part copies the stretch of its input
// that it needs once, zeros beyond the borders included; rows of the im2col matrix are then overlapping stretches of it.

import { COLUMNS, columns6, ROWS, rows4, rows6 } from './micro'
import { panelBytes } from './pack'
import { finish } from './tile'
import { loadUpTo4, storeUpTo4 } from './vector'

// Words that all three jobs share, in bytes: 20 batch, 24 length of x, 28 channels, 32 filters, 36 taps, 40 zeros before
// the first point, 44 time of the convolution's output, 48 pool, 52 positions of a part, 56 parts of a sample.

/** Rows `first` to `first + rows` of one sample [length, channels]; zeros where it has none. */
function copyWindow(sample: usize, length: i32, channels: i32, first: i32, rows: i32, to: usize): void {
  const row = <usize>channels << 2
  const from = max(0, first)
  const end = min(length, first + rows)
  if (end <= from) {
    memory.fill(to, 0, <usize>rows * row)
    return
  }
  const head = <usize>(from - first) * row
  const body = <usize>(end - from) * row
  memory.fill(to, 0, head)
  memory.copy(to + head, sample + <usize>from * row, body)
  memory.fill(to + head + body, 0, <usize>rows * row - head - body)
}

/**
 * Words: 0 x, 4 packed kernel, 8 bias, 12 y, 16 choice or 0, then the shared ones.
 * A part is a stretch of positions of one sample; `positions` is a multiple of 6.
 */
export function convForwardPart(args: usize, part: i32, scratch: usize): void {
  const length = load<i32>(args, 24)
  const channels = load<i32>(args, 28)
  const filters = load<i32>(args, 32)
  const taps = load<i32>(args, 36)
  const time = load<i32>(args, 44)
  const pool = load<i32>(args, 48)
  const positions = load<i32>(args, 52)
  const parts = load<i32>(args, 56)
  const sample = part / parts
  const first = (part % parts) * positions
  const kept = pool == 2 ? time & ~1 : time
  const count = min(positions, kept - first)
  const depth = taps * channels
  const tile = scratch
  const window = scratch + 256
  const lda = <usize>channels << 2
  copyWindow(
    <usize>load<i32>(args) + <usize>(sample * length) * lda,
    length,
    channels,
    first - load<i32>(args, 40),
    count + taps - 1,
    window,
  )
  const packed = <usize>load<i32>(args, 4)
  const bias = <usize>load<i32>(args, 8)
  const outTime = kept / pool
  const out0 = sample * outTime + first / pool
  const ldc = <usize>filters << 2
  const y = <usize>load<i32>(args, 12) + <usize>out0 * ldc
  const choice = <usize>load<i32>(args, 16) + <usize>out0 * <usize>filters
  for (let f = 0; f < filters; f += COLUMNS) {
    const width = min(COLUMNS, filters - f)
    const panel = packed + <usize>(f / COLUMNS) * panelBytes(depth)
    const panelBias = bias + (<usize>f << 2)
    for (let i = 0; i < count; i += ROWS) {
      const height = min(ROWS, count - i)
      rows6(window + <usize>i * lda, lda, height, panel, depth, tile, 32)
      if (pool == 2) {
        const at = <usize>(i >> 1)
        finishPooled(tile, y + at * ldc + (<usize>f << 2), choice + at * <usize>filters + f, filters, height, width, panelBias)
      } else {
        finish(tile, y + <usize>i * ldc + (<usize>f << 2), ldc, height, width, panelBias, true, false)
      }
    }
  }
}

/** The larger of each two rows plus bias, at least 0, and which it was. */
function finishPooled(tile: usize, y: usize, choice: usize, filters: i32, rows: i32, columns: i32, bias: usize): void {
  const zero = f32x4.splat(0)
  for (let j = 0; j < columns; j += 4) {
    const count = columns - j
    const b = loadUpTo4(bias + (<usize>j << 2), count)
    let from = tile + (<usize>j << 2)
    let to = y + (<usize>j << 2)
    let bits = choice + j
    for (let i = 0; i < rows; i += 2) {
      const even = v128.load(from)
      const odd = v128.load(from, 32)
      storeUpTo4(to, f32x4.max(f32x4.add(f32x4.max(even, odd), b), zero), count)
      const wide = v128.and(f32x4.gt(odd, even), i32x4.splat(1))
      const half = i16x8.narrow_i32x4_s(wide, wide)
      const bytes = i8x16.narrow_i16x8_s(half, half)
      if (count >= 4) v128.store_lane<i32>(bits, bytes, 0)
      else {
        store<u8>(bits, i8x16.extract_lane_u(bytes, 0))
        if (count > 1) store<u8>(bits + 1, i8x16.extract_lane_u(bytes, 1))
        if (count > 2) store<u8>(bits + 2, i8x16.extract_lane_u(bytes, 2))
      }
      from += 64
      to += <usize>filters << 2
      bits += filters
    }
  }
}

/** Up to four gradients before pooling and relu: dy where this position won and y is above 0. */
// @ts-ignore: decorator
@inline
function unpooled(dy: usize, y: usize, choice: usize, index: usize, bit: i32, count: i32): v128 {
  const at = index << 2
  const mask = f32x4.gt(loadUpTo4(y + at, count), f32x4.splat(0))
  const value = v128.and(loadUpTo4(dy + at, count), mask)
  if (choice == 0) return value
  const bytes = count >= 4 ? v128.load32_zero(choice + index) : bytesUpTo4(choice + index, count)
  const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes))
  return v128.and(value, i32x4.eq(wide, i32x4.splat(bit)))
}

function bytesUpTo4(p: usize, count: i32): v128 {
  let word = <u32>load<u8>(p)
  if (count > 1) word |= (<u32>load<u8>(p + 1)) << 8
  if (count > 2) word |= (<u32>load<u8>(p + 2)) << 16
  return i32x4.splat(<i32>word)
}

/** Gradients before pooling and relu of positions `first` to `first + rows`, [rows][filters]; zeros beyond the borders. */
function copyGradientWindow(args: usize, sample: i32, first: i32, rows: i32, to: usize): void {
  const filters = load<i32>(args, 32)
  const pool = load<i32>(args, 48)
  const kept = pool == 2 ? load<i32>(args, 44) & ~1 : load<i32>(args, 44)
  const dy = <usize>load<i32>(args)
  const y = <usize>load<i32>(args, 4)
  const choice = <usize>load<i32>(args, 8)
  const row = <usize>filters << 2
  for (let i = 0; i < rows; i++) {
    const position = first + i
    if (position < 0 || position >= kept) memory.fill(to, 0, row)
    else {
      const index = <usize>(sample * (kept / pool) + position / pool) * <usize>filters
      for (let f = 0; f < filters; f += 4) {
        const count = filters - f
        storeUpTo4(to + (<usize>f << 2), unpooled(dy, y, choice, index + f, position & 1, count), count)
      }
    }
    to += row
  }
}

/** Words: 0 dy, 4 y, 8 choice or 0, 12 packed flipped kernel, 16 dx, then the shared ones. A part is a stretch of x. */
export function convInputGradientPart(args: usize, part: i32, scratch: usize): void {
  const length = load<i32>(args, 24)
  const channels = load<i32>(args, 28)
  const filters = load<i32>(args, 32)
  const taps = load<i32>(args, 36)
  const positions = load<i32>(args, 52)
  const parts = load<i32>(args, 56)
  const sample = part / parts
  const first = (part % parts) * positions
  const count = min(positions, length - first)
  const depth = taps * filters
  const tile = scratch
  const window = scratch + 256
  const lda = <usize>filters << 2
  copyGradientWindow(args, sample, first + load<i32>(args, 40) - (taps - 1), count + taps - 1, window)
  const packed = <usize>load<i32>(args, 12)
  const ldc = <usize>channels << 2
  const dx = <usize>load<i32>(args, 16) + <usize>(sample * length + first) * ldc
  for (let c = 0; c < channels; c += COLUMNS) {
    const width = min(COLUMNS, channels - c)
    const panel = packed + <usize>(c / COLUMNS) * panelBytes(depth)
    for (let i = 0; i < count; i += ROWS) {
      const height = min(ROWS, count - i)
      if (height <= 4) rows4(window + <usize>i * lda, lda, height, panel, depth, tile, 32)
      else rows6(window + <usize>i * lda, lda, height, panel, depth, tile, 32)
      finish(tile, dx + <usize>i * ldc + (<usize>c << 2), ldc, height, width, 0, false, false)
    }
  }
}

/**
 * Words: 0 dy, 4 y, 8 choice or 0, 12 x, 16 partial sums [groups][taps * channels * filters + filters], then the shared
 * ones, 60 groups. A part is a group of stretches, summed in order: the result does not depend on the threads.
 */
export function convWeightGradientPart(args: usize, part: i32, scratch: usize): void {
  const length = load<i32>(args, 24)
  const channels = load<i32>(args, 28)
  const filters = load<i32>(args, 32)
  const taps = load<i32>(args, 36)
  const before = load<i32>(args, 40)
  const pool = load<i32>(args, 48)
  const kept = pool == 2 ? load<i32>(args, 44) & ~1 : load<i32>(args, 44)
  const positions = load<i32>(args, 52)
  const parts = load<i32>(args, 56)
  const groups = load<i32>(args, 60)
  const units = load<i32>(args, 20) * parts
  const depth = taps * channels
  const row = <usize>channels << 2
  const ldc = <usize>filters << 2
  const size = <usize>(depth * filters + filters) << 2
  const sums = <usize>load<i32>(args, 16) + <usize>part * size
  const biasSums = sums + (<usize>(depth * filters) << 2)
  memory.fill(sums, 0, size)
  const tile = scratch
  const window = scratch + 256
  const panels = window + (<usize>(positions + taps) * row + 15 & ~15)
  const lastUnit = ((part + 1) * units) / groups
  for (let unit = (part * units) / groups; unit < lastUnit; unit++) {
    const sample = unit / parts
    const first = (unit % parts) * positions
    const count = min(positions, kept - first)
    if (count <= 0) continue
    const input = <usize>load<i32>(args, 12) + <usize>(sample * length) * row
    copyWindow(input, length, channels, first - before, count + taps - 1, window)
    packGradients(args, sample, first, count, panels, biasSums)
    for (let i = 0; i < depth; i += ROWS) {
      const height = min(ROWS, depth - i)
      const c = sums + <usize>i * ldc
      for (let f = 0; f < filters; f += COLUMNS) {
        const panel = panels + <usize>(f / COLUMNS) * panelBytes(count)
        columns6(window + (<usize>i << 2), row, panel, count, tile, 32)
        finish(tile, c + (<usize>f << 2), ldc, height, min(COLUMNS, filters - f), 0, false, true)
      }
    }
  }
}

/** Gradients of `count` positions before pooling and relu as panels [filters / 8][count][8], and their sum. */
function packGradients(args: usize, sample: i32, first: i32, count: i32, to: usize, biasSums: usize): void {
  const filters = load<i32>(args, 32)
  const pool = load<i32>(args, 48)
  const kept = pool == 2 ? load<i32>(args, 44) & ~1 : load<i32>(args, 44)
  const dy = <usize>load<i32>(args)
  const y = <usize>load<i32>(args, 4)
  const choice = <usize>load<i32>(args, 8)
  for (let f = 0; f < filters; f += COLUMNS) {
    const width = filters - f
    let sum0 = f32x4.splat(0), sum1 = sum0
    for (let i = 0; i < count; i++) {
      const position = first + i
      const index = <usize>(sample * (kept / pool) + position / pool) * <usize>filters + f
      const low = unpooled(dy, y, choice, index, position & 1, width)
      const high = width > 4 ? unpooled(dy, y, choice, index + 4, position & 1, width - 4) : f32x4.splat(0)
      sum0 = f32x4.add(sum0, low)
      sum1 = f32x4.add(sum1, high)
      v128.store(to, low)
      v128.store(to, high, 16)
      to += 32
    }
    const at = biasSums + (<usize>f << 2)
    storeUpTo4(at, f32x4.add(loadUpTo4(at, width), sum0), width)
    if (width > 4) storeUpTo4(at + 16, f32x4.add(loadUpTo4(at + 16, width - 4), sum1), width - 4)
  }
}
