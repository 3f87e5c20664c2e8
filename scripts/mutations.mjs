// `npm run mutations`: would the tests notice? Each deliberate mistake is made in a copy of the project, and the tests
// that guard the place must fail. Takes a few minutes; `npm run mutations -- trust` makes those alone whose name holds the
// word. Not a part of `npm test`.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const LEFT_OUT = ['node_modules', 'dist', '.git', 'test-results', 'dist-node']
const KERNELS = 'src/engine/kernels'
const SIMD = 'src/engine/simd/assembly'
const CONV_TESTS = `${KERNELS}/conv-block.test.ts`
const VERIFY = 'src/engine/verify.test.ts'

/** Name, file, what stands there, what the mistake puts there, the tests that must notice, more replacements. */
const MUTATIONS = [
  [
    'hard sigmoid, slope 0.2',
    `${SIMD}/vector.ts`,
    'return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))))',
    'return f32x4.max(f32x4.splat(0), f32x4.min(one, fma(x, f32x4.splat(0.2), f32x4.splat(0.5))))',
    VERIFY,
  ],
  [
    'hard sigmoid, slope 1/6',
    `${SIMD}/vector.ts`,
    'return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))))',
    'return f32x4.max(f32x4.splat(0), f32x4.min(one, fma(x, f32x4.splat(0.16666667), f32x4.splat(0.5))))',
    VERIFY,
  ],
  [
    'GRU resets before the product',
    `${SIMD}/gru.ts`,
    'const qh = f32x4.add(loadUpTo4(q + gAt, n), loadUpTo4(b + gAt, n))\n    const g = tanh(fma(r, qh,',
    'const qh = loadUpTo4(q + gAt, n)\n    const g = tanh(fma(r, qh, f32x4.add(loadUpTo4(b + gAt, n),',
    VERIFY,
    [['loadUpTo4(bias + gAt, n))))', 'loadUpTo4(bias + gAt, n)))))']],
  ],
  [
    'second row of the GRU bias unused',
    `${SIMD}/gru.ts`,
    'f32x4.add(loadUpTo4(q + rAt, n), loadUpTo4(b + rAt, n))',
    'loadUpTo4(q + rAt, n)',
    VERIFY,
  ],
  [
    'GRU gates swapped',
    `${SIMD}/gru.ts`,
    'fma(z, loadUpTo4(state + at, n), f32x4.mul(f32x4.sub(one, z), g))',
    'fma(r, loadUpTo4(state + at, n), f32x4.mul(f32x4.sub(one, r), g))',
    VERIFY,
  ],
  [
    'LSTM gates i and f swapped',
    `${SIMD}/lstm.ts`,
    'fma(f, old, f32x4.mul(i, g))',
    'fma(i, old, f32x4.mul(f, g))',
    VERIFY,
  ],
  [
    'state lost every 64 steps',
    `${SIMD}/lstm.ts`,
    't == 0 ? 0 : c - gate,\n        <usize>load<i32>(args, 12) + row * gate',
    't % 64 == 0 ? 0 : c - gate,\n        <usize>load<i32>(args, 12) + row * gate',
    VERIFY,
  ],
  [
    'gradient cut every 64 steps',
    `${SIMD}/gru.ts`,
    'if (t > 0) multiplyState(dq, 3 * u, samples, <usize>load<i32>(args, 16), u, carried)',
    'if (t % 64 > 0) multiplyState(dq, 3 * u, samples, <usize>load<i32>(args, 16), u, carried)\n    else memory.fill(carried, 0, <usize>samples * carriedRow)',
    VERIFY,
  ],
  [
    "dX of a 'same' filter padded (4, 5)",
    `${SIMD}/conv.ts`,
    'first + load<i32>(args, 40) - (taps - 1)',
    'first - load<i32>(args, 40)',
    CONV_TESTS,
  ],
  [
    'filter not flipped in dX',
    `${SIMD}/pack.ts`,
    'for (let tap = taps - 1; tap >= 0; tap--)',
    'for (let tap = 0; tap < taps; tap++)',
    CONV_TESTS,
  ],
  ['zeros before the first point missed', `${SIMD}/conv.ts`, 'memory.fill(to, 0, head)', '', CONV_TESTS],
  [
    'last rows of a part missed',
    `${SIMD}/gemm.ts`,
    'const height = min(ROWS, rows - i)',
    'const height = min(ROWS - 1, rows - i)',
    `${KERNELS}/wasm.test.ts`,
  ],
  [
    'depth beyond the first pass not added',
    `${SIMD}/gemm.ts`,
    'k0 > depth0 || ',
    '',
    `${KERNELS}/wasm.test.ts`,
  ],
  [
    'pool with ceil',
    'src/core/models.ts',
    'return [Math.floor(time / 2), input[1]!]',
    'return [Math.ceil(time / 2), input[1]!]',
    `src/core/models.test.ts ${VERIFY}`,
  ],
  [
    'the second of two equal values wins',
    `${SIMD}/conv.ts`,
    'f32x4.gt(odd, even)',
    'f32x4.ge(odd, even)',
    CONV_TESTS,
  ],
  [
    'pool gradient to both of two values',
    `${SIMD}/conv.ts`,
    'return v128.and(value, i32x4.eq(wide, i32x4.splat(bit)))',
    'return value',
    CONV_TESTS,
  ],
  [
    'last stretch missed in dW',
    `${SIMD}/conv.ts`,
    'const lastUnit = ((part + 1) * units) / groups',
    'const lastUnit = ((part + 1) * units) / groups - (part == groups - 1 ? 1 : 0)',
    CONV_TESTS,
  ],
  [
    'flatten in the other order',
    'src/engine/model.ts',
    'return layers.layers.reshape({ name, targetShape: [...outputShape] })',
    "return layers.layers.flatten({ name, dataFormat: 'channelsFirst' })",
    VERIFY,
  ],
  [
    'loss from probabilities clipped at 1e-7',
    `${KERNELS}/softmax-cross-entropy.ts`,
    'value: tf.neg(tf.sum(tf.mul(logProbability, weights)))',
    'value: tf.neg(tf.sum(tf.mul(tf.maximum(logProbability, Math.log(1e-7)), weights)))',
    `${VERIFY} ${KERNELS}/softmax-cross-entropy.test.ts`,
  ],
  [
    'loss summed instead of averaged',
    'src/engine/trainer.ts',
    'accumulate(trainer, batch, 1 / rows)',
    'accumulate(trainer, batch, 1)',
    'src/engine/trainer.test.ts',
  ],
  [
    'softmax without its maximum',
    `${KERNELS}/softmax-cross-entropy.ts`,
    'const shifted = tf.sub(x, tf.max(x, 1, true))',
    'const shifted = x',
    `${KERNELS}/softmax-cross-entropy.test.ts`,
  ],
  [
    'epsilon inside the root',
    `${SIMD}/adam.ts`,
    'f32x4.add(f32x4.sqrt(v), epsilon)',
    'f32x4.sqrt(f32x4.add(v, epsilon))',
    `${KERNELS}/adam.test.ts`,
  ],
  [
    'no bias correction',
    `${KERNELS}/adam.ts`,
    'return (learningRate * Math.sqrt(1 - ADAM.beta2 ** step)) / (1 - ADAM.beta1 ** step)',
    'return step > 0 ? learningRate : 0',
    `${KERNELS}/adam.test.ts`,
  ],
  [
    'short batch averaged as if it were full',
    'src/engine/trainer.ts',
    'const rows = microBatches.reduce((total, batch) => total + batch.rows, 0)',
    'const rows = microBatches.reduce((total, batch) => total + batch.labels.length, 0)',
    'src/engine/train.test.ts src/engine/trainer.test.ts',
  ],
  [
    'padding counted as samples',
    'src/engine/trainer.ts',
    'row < rows ? sampleWeight * (classWeights === null ? 1 : classWeights[label]!) : 0',
    'sampleWeight * (classWeights === null ? 1 : classWeights[label]!)',
    'src/engine/train.test.ts src/engine/trainer.test.ts',
  ],
  [
    'trust: a probability on an edge counts in the upper bin',
    'src/core/trust/calibration.ts',
    'probability > edges[bin + 1]!',
    'probability >= edges[bin + 1]!',
    'src/core/trust/calibration.test.ts',
  ],
  [
    'trust: a row at the threshold is not kept',
    'src/core/trust/kept-sample.ts',
    'scores[middle]! >= threshold',
    'scores[middle]! > threshold',
    'src/core/trust/kept-sample.test.ts',
  ],
  [
    'trust: the control learns the labels of other rows',
    'src/data/control.ts',
    'labels[drawn[i]!]!',
    'labels[i]!',
    'src/data/control.test.ts',
  ],
  [
    'trust: a network has the predictions of the one before',
    'src/engine/network-calls.ts',
    'inUse.replace(model)\n    known.forget()',
    'inUse.replace(model)',
    'src/engine/network-calls.test.ts',
  ],
  [
    'trust: the failure class is the last one for AMAZED',
    'src/data/model-file/amazed.ts',
    '[failureClass, ...others]',
    '[...others, failureClass]',
    'src/data/model-file/amazed.test.ts',
  ],
  [
    'trust: saliency of the first row',
    'src/engine/saliency.ts',
    'Uint32Array.of(row)',
    'Uint32Array.of(0)',
    'src/engine/saliency-planted.test.ts',
  ],
]

const only = process.argv[2]
const copy = mkdtempSync(join(tmpdir(), 'mutations-'))
let survived = 0
try {
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction')
  for (const [name, file, from, to, tests, more = []] of MUTATIONS) {
    if (only !== undefined && !name.includes(only)) continue
    const path = join(copy, file)
    const source = readFileSync(path, 'utf8')
    const mutated = [[from, to], ...more].reduce((text, [before, after]) => {
      if (!text.includes(before)) throw new Error(`${name}: ${file} no longer holds\n${before}`)
      return text.replace(before, () => after)
    }, source)
    writeFileSync(path, mutated)
    const { status } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...tests.split(' ')],
      { cwd: copy, encoding: 'utf8' },
    )
    writeFileSync(path, source)
    if (status === 0) survived++
    console.log(`${status === 0 ? 'SURVIVED' : 'noticed '}  ${name}`)
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
console.log(survived === 0 ? 'Every mistake was noticed.' : `${survived} mistakes were not noticed.`)
process.exitCode = survived === 0 ? 0 : 1
