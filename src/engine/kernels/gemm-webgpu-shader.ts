// WGSL of matrix products of which one or two sizes are small: a dense layer with a few samples, and its gradients. An
// invocation has 8 rows by 4 columns of C and a stretch of the depth, so that the large matrix is read once and as vectors.

import type { Shader } from './webgpu-shader.ts'

/** Rows and columns of C of an invocation. */
export const ROWS = 8
export const COLUMNS = 4
export const WORKGROUP = 64

function times(count: number, code: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => code(i)).join('\n')
}

/** Which operands are stored transposed. Sizes that vectors run along must be multiples of 4. */
export interface GemmForm {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** One step along k: four values of k where A lies along it, else one. */
function depthStep({ transposeA, transposeB }: GemmForm): 1 | 4 {
  return !transposeA && transposeB ? 4 : 1
}

/** Sizes that must be multiples of 4 in this form. */
export function vectorSizes({ transposeA, transposeB }: GemmForm, sizes: Record<'m' | 'n' | 'k', number>) {
  return [sizes.n, transposeA ? sizes.m : 4, !transposeA && transposeB ? sizes.k : 4]
}

/** A and B to partial sums [splits][m][n]. */
export function gemmShader(form: GemmForm): Shader {
  const { transposeA, transposeB } = form
  const step = depthStep(form)
  const accumulate = transposeA
    ? `
      let at = k * (uniforms.m / 4) + row / 4;
      let low = a[at];
      let high = a[min(at + 1, k * (uniforms.m / 4) + uniforms.m / 4 - 1)];
      ${times(ROWS, (i) => `c${i} += ${i < 4 ? 'low' : 'high'}[${i % 4}] * b0;`)}`
    : step === 4
      ? times(
          ROWS,
          (i) => `
      let a${i} = a[row${i} * (uniforms.k / 4) + k / 4];
      c${i} += vec4<f32>(dot(a${i}, b0), dot(a${i}, b1), dot(a${i}, b2), dot(a${i}, b3));`,
        )
      : times(ROWS, (i) => `c${i} += a[row${i} * uniforms.k + k] * b0;`)
  const load = !transposeB
    ? 'let b0 = b[k * (uniforms.n / 4) + column];'
    : step === 4
      ? times(COLUMNS, (j) => `let b${j} = b[(column * 4 + ${j}) * (uniforms.k / 4) + k / 4];`)
      : `let b0 = vec4<f32>(${Array.from({ length: 4 }, (_, j) => `b[(column * 4 + ${j}) * uniforms.k + k]`).join(', ')});`
  return {
    buffers: {
      a: { access: 'read', type: transposeA || step === 4 ? 'vec4<f32>' : 'f32' },
      b: { access: 'read', type: !transposeB || step === 4 ? 'vec4<f32>' : 'f32' },
      c: { access: 'read_write', type: 'vec4<f32>' },
    },
    uniforms: 'm: i32, n: i32, k: i32, splits: i32, stretch: i32',
    code: `
    @compute @workgroup_size(${WORKGROUP})
    fn main(
      @builtin(local_invocation_index) local: u32,
      @builtin(workgroup_id) group: vec3<u32>,
      @builtin(num_workgroups) groups: vec3<u32>,
    ) {
      let index = i32((group.y * groups.x + group.x) * ${WORKGROUP}u + local);
      let columns = uniforms.n / 4;
      let blocks = (uniforms.m + ${ROWS - 1}) / ${ROWS};
      let column = index % columns;
      let row = ((index / columns) % blocks) * ${ROWS};
      let part = index / (columns * blocks);
      if (part >= uniforms.splits) { return; }
      ${times(ROWS, (i) => `let row${i} = min(row + ${i}, uniforms.m - 1);\n var c${i} = vec4<f32>(0.0);`)}
      let last = min((part + 1) * uniforms.stretch, uniforms.k);
      for (var k = part * uniforms.stretch; k < last; k += ${step}) {
        ${load}
        ${accumulate}
      }
      let to = (part * uniforms.m + row) * columns + column;
      ${times(ROWS, (i) => `if (row + ${i} < uniforms.m) { c[to + ${i} * columns] = c${i}; }`)}
    }`,
  }
}
