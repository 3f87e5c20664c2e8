// WGSL of the convolution block. An invocation computes 8 positions of 4 filters in registers and slides over the taps:
// 8 + taps - 1 values of x and as many weights as taps give 8 x taps multiply-adds of four lanes, so that neither
// workgroup memory nor an im2col matrix is needed. Sums named a0, a1, ... stay in registers; arrays would be spilled.

import type { Shader } from './webgpu-shader.ts'

/** Positions of an invocation; even, so that the two of a pool are never parted. */
export const POSITIONS = 8
/** Pooled positions whose choices share one word: 4 bits, one a lane, for each. */
export const POOLED = POSITIONS / 2
/** Invocations of a workgroup. */
export const WORKGROUP = 64

/** Filters that are computed together: 4 where their number allows it. */
export type Lanes = 1 | 4

function times(count: number, code: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => code(i)).join('\n')
}

function laneType(lanes: Lanes): 'f32' | 'vec4<f32>' {
  return lanes === 4 ? 'vec4<f32>' : 'f32'
}

const ENTRY = `
  @compute @workgroup_size(${WORKGROUP})
  fn main(
    @builtin(local_invocation_index) local: u32,
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
  ) {
    let index = i32((group.y * groups.x + group.x) * ${WORKGROUP}u + local);`

/** What is done to the sums before they are stored. */
export type Epilogue = 'plain' | 'relu' | 'pool'

/**
 * x [batch, length, channels] and weights [taps, channels, columns] to sums [batch, time, columns], `before` zeros before
 * the first point; plus bias, through relu and pooled by two if asked for.
 */
export function convShader(taps: number, lanes: Lanes, epilogue: Epilogue): Shader {
  const lane = laneType(lanes)
  const values = POSITIONS + taps - 1
  const pooled = epilogue === 'pool'
  return {
    buffers: {
      x: { access: 'read', type: 'f32' },
      weights: { access: 'read', type: lane },
      ...(epilogue !== 'plain' && { bias: { access: 'read', type: lane } }),
      y: { access: 'read_write', type: lane },
      ...(pooled && { choice: { access: 'read_write', type: 'i32' } }),
    },
    uniforms:
      'batch: i32, length: i32, channels: i32, columns: i32, before: i32, kept: i32, blocks: i32, outTime: i32',
    code: `
    fn point(row: i32, position: i32, channel: i32) -> f32 {
      let inside = position >= 0 && position < uniforms.length;
      return select(0.0, x[(row + clamp(position, 0, uniforms.length - 1)) * uniforms.channels + channel], inside);
    }
    ${ENTRY}
      let column = index % uniforms.columns;
      let block = (index / uniforms.columns) % uniforms.blocks;
      let sample = index / (uniforms.columns * uniforms.blocks);
      if (sample >= uniforms.batch) { return; }
      let row = sample * uniforms.length;
      let first = block * ${POSITIONS};
      let start = first - uniforms.before;
      ${times(POSITIONS, (i) => `var a${i} = ${lane}(0.0);`)}
      for (var c = 0; c < uniforms.channels; c++) {
        ${times(values, (i) => `let x${i} = point(row, start + ${i}, c);`)}
        ${times(
          taps,
          (t) => `
        let w${t} = weights[(${t} * uniforms.channels + c) * uniforms.columns + column];
        ${times(POSITIONS, (i) => `a${i} += w${t} * x${i + t};`)}`,
        )}
      }
      ${epilogue === 'plain' ? '' : `let b = bias[column];`}
      ${pooled ? poolCode(lane, lanes) : storeCode(epilogue, lane)}
    }`,
  }
}

function storeCode(epilogue: Epilogue, lane: string): string {
  const value = (i: number) => (epilogue === 'relu' ? `max(a${i} + b, ${lane}(0.0))` : `a${i}`)
  return times(
    POSITIONS,
    (i) => `
      if (first + ${i} < uniforms.kept) {
        y[(sample * uniforms.outTime + first + ${i}) * uniforms.columns + column] = ${value(i)};
      }`,
  )
}

function poolCode(lane: string, lanes: Lanes): string {
  const bits = lanes === 4 ? 'dot(vec4<i32>(1, 2, 4, 8), vec4<i32>(won))' : 'i32(won)'
  return `
      var bits = 0;
      ${times(
        POOLED,
        (i) => `
      if (first + ${2 * i} < uniforms.kept) {
        let won = a${2 * i + 1} > a${2 * i};
        bits |= (${bits}) << ${4 * i}u;
        y[(sample * uniforms.outTime + block * ${POOLED} + ${i}) * uniforms.columns + column] =
          max(max(a${2 * i}, a${2 * i + 1}) + b, ${lane}(0.0));
      }`,
      )}
      choice[(sample * uniforms.blocks + block) * uniforms.columns + column] = bits;`
}

/** dy, y and choice to the gradient before pooling and relu, [batch, time, columns]. */
export function unpoolShader(lanes: Lanes, pool: number): Shader {
  const lane = laneType(lanes)
  const zero = `${lane}(0.0)`
  const isOdd = lanes === 4 ? '((vec4<i32>(bits) >> vec4<u32>(0u, 1u, 2u, 3u)) & vec4<i32>(1))' : '(bits & 1)'
  return {
    buffers: {
      dy: { access: 'read', type: lane },
      y: { access: 'read', type: lane },
      ...(pool === 2 && { choice: { access: 'read', type: 'i32' } }),
      dz: { access: 'read_write', type: lane },
    },
    uniforms: 'batch: i32, time: i32, columns: i32, blocks: i32, outTime: i32',
    code: `
    ${ENTRY}
      let column = index % uniforms.columns;
      let position = (index / uniforms.columns) % uniforms.time;
      let sample = index / (uniforms.columns * uniforms.time);
      if (sample >= uniforms.batch) { return; }
      let out = position / ${pool};
      if (out >= uniforms.outTime) { dz[index] = ${zero}; return; }
      let at = (sample * uniforms.outTime + out) * uniforms.columns + column;
      var value = select(${zero}, dy[at], y[at] > ${zero});
      ${
        pool === 2
          ? `
      let word = choice[(sample * uniforms.blocks + out / ${POOLED}) * uniforms.columns + column];
      let bits = word >> u32(4 * (out % ${POOLED}));
      value = select(${zero}, value, ${isOdd} == ${lanes === 4 ? 'vec4<i32>(position & 1)' : '(position & 1)'});`
          : ''
      }
      dz[index] = value;
    }`,
  }
}

/** W [taps, channels, filters] to its flip [taps, filters, channels], taps backwards. */
export const FLIP_SHADER: Shader = {
  buffers: {
    kernel: { access: 'read', type: 'f32' },
    flipped: { access: 'read_write', type: 'f32' },
  },
  uniforms: 'taps: i32, channels: i32, filters: i32',
  code: `
    ${ENTRY}
      let c = index % uniforms.channels;
      let f = (index / uniforms.channels) % uniforms.filters;
      let tap = index / (uniforms.channels * uniforms.filters);
      if (tap >= uniforms.taps) { return; }
      flipped[index] = kernel[((uniforms.taps - 1 - tap) * uniforms.channels + c) * uniforms.filters + f];
    }`,
}

/**
 * x and dz [batch, time, columns] to partial sums of the kernel's and the bias' gradients, [splits][taps * channels + 1]
 * [columns]. An invocation has all taps of one channel and four filters, and a stretch of all positions.
 */
export function weightGradientShader(taps: number, lanes: Lanes): Shader {
  const lane = laneType(lanes)
  const values = POSITIONS + taps - 1
  return {
    buffers: {
      x: { access: 'read', type: 'f32' },
      dz: { access: 'read', type: lane },
      sums: { access: 'read_write', type: lane },
    },
    uniforms:
      'batch: i32, length: i32, channels: i32, columns: i32, before: i32, time: i32, blocks: i32, splits: i32',
    code: `
    fn point(row: i32, position: i32, channel: i32) -> f32 {
      let inside = position >= 0 && position < uniforms.length;
      return select(0.0, x[(row + clamp(position, 0, uniforms.length - 1)) * uniforms.channels + channel], inside);
    }
    fn slope(row: i32, position: i32, column: i32) -> ${lane} {
      let at = (row + min(position, uniforms.time - 1)) * uniforms.columns + column;
      return select(${lane}(0.0), dz[at], position < uniforms.time);
    }
    ${ENTRY}
      let column = index % uniforms.columns;
      let c = (index / uniforms.columns) % uniforms.channels;
      let part = index / (uniforms.columns * uniforms.channels);
      if (part >= uniforms.splits) { return; }
      let stretch = (uniforms.batch * uniforms.blocks + uniforms.splits - 1) / uniforms.splits;
      let last = min((part + 1) * stretch, uniforms.batch * uniforms.blocks);
      ${times(taps, (t) => `var a${t} = ${lane}(0.0);`)}
      var total = ${lane}(0.0);
      for (var block = part * stretch; block < last; block++) {
        let sample = block / uniforms.blocks;
        let first = (block % uniforms.blocks) * ${POSITIONS};
        let row = sample * uniforms.length;
        let start = first - uniforms.before;
        ${times(values, (i) => `let x${i} = point(row, start + ${i}, c);`)}
        ${times(
          POSITIONS,
          (i) => `
        let d${i} = slope(sample * uniforms.time, first + ${i}, column);
        total += d${i};
        ${times(taps, (t) => `a${t} += d${i} * x${i + t};`)}`,
        )}
      }
      let to = part * (${taps} * uniforms.channels + 1) * uniforms.columns + column;
      ${times(taps, (t) => `sums[to + (${t} * uniforms.channels + c) * uniforms.columns] = a${t};`)}
      if (c == 0) { sums[to + ${taps} * uniforms.channels * uniforms.columns] = total; }
    }`,
  }
}
