// `npm run mutations`: would the tests notice? Each deliberate mistake is made in a copy of the project, and the tests
// that guard the place must fail. Takes about two minutes; not a part of `npm test`.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const LEFT_OUT = ['node_modules', 'dist', '.git', 'test-results', 'dist-node']
const KERNELS = 'src/engine/kernels'
const VERIFY = 'src/engine/verify.test.ts'

/** Name, file, what stands there, what the mistake puts there, and the tests that must notice. */
const MUTATIONS = [
  [
    'hard sigmoid, slope 0.2',
    `${KERNELS}/recurrent-wasm.ts`,
    'return 1 / (1 + Math.exp(-x))',
    'return Math.min(1, Math.max(0, 0.2 * x + 0.5))',
    VERIFY,
  ],
  [
    'hard sigmoid, slope 1/6',
    `${KERNELS}/recurrent-wasm.ts`,
    'return 1 / (1 + Math.exp(-x))',
    'return Math.min(1, Math.max(0, x / 6 + 0.5))',
    VERIFY,
  ],
  [
    'GRU resets before the product',
    `${KERNELS}/gru-wasm.ts`,
    'r * (q[qz + 2 * u]! + b[5 * u + j]!)',
    'r * q[qz + 2 * u]! + b[5 * u + j]!',
    VERIFY,
  ],
  [
    'second row of the GRU bias unused',
    `${KERNELS}/gru-wasm.ts`,
    'b[u + j]! + q[qz + u]! + b[4 * u + j]!',
    'b[u + j]! + q[qz + u]!',
    VERIFY,
  ],
  [
    'GRU gates swapped',
    `${KERNELS}/gru-wasm.ts`,
    'const next = z * state[sample * u + j]! + (1 - z) * g',
    'const next = r * state[sample * u + j]! + (1 - r) * g',
    VERIFY,
  ],
  [
    'LSTM gates i and f swapped',
    `${KERNELS}/lstm-wasm.ts`,
    'const c = f * cell[sample * u + j]! + i * g',
    'const c = i * cell[sample * u + j]! + f * g',
    VERIFY,
  ],
  [
    'state lost every 64 steps',
    `${KERNELS}/lstm-wasm.ts`,
    'const c = f * cell[sample * u + j]! + i * g',
    'const c = (t % 64 === 0 ? 0 : f * cell[sample * u + j]!) + i * g',
    VERIFY,
  ],
  [
    'gradient cut every 64 steps',
    `${KERNELS}/gru-wasm.ts`,
    'kept[sample * u + j] = z * d',
    'kept[sample * u + j] = t % 64 === 0 ? 0 : z * d',
    VERIFY,
  ],
  [
    "dX of a 'same' filter padded (4, 5)",
    `${KERNELS}/wasm-conv-backprop-input.ts`,
    'const left = kernelSize - 1 - padLeft\n    const right = kernelSize - 1 - padRight',
    'const left = padLeft\n    const right = padRight',
    `${KERNELS}/conv1d.test.ts`,
  ],
  [
    'filter not flipped in dX',
    `${KERNELS}/wasm-conv-backprop-input.ts`,
    'const from = (kernelSize - 1 - t) * inChannels * outChannels',
    'const from = t * inChannels * outChannels',
    `${KERNELS}/conv1d.test.ts`,
  ],
  [
    'pool with ceil',
    'src/core/models.ts',
    'return [Math.floor(time / 2), input[1]!]',
    'return [Math.ceil(time / 2), input[1]!]',
    `src/core/models.test.ts ${VERIFY}`,
  ],
  [
    'pool gradient to both of two equal values',
    `${KERNELS}/wasm-max-pool-grad.ts`,
    'out[to + channels] = firstWins ? 0 : g',
    'out[to + channels] = x[to]! > x[to + channels]! ? 0 : g',
    `${KERNELS}/wasm.test.ts`,
  ],
  [
    'last position missed in dW',
    `${KERNELS}/wasm-conv-backprop-filter.ts`,
    'const last = Math.min(outLength, inLength - shift)',
    'const last = Math.min(outLength, inLength - shift) - 1',
    `${KERNELS}/conv1d.test.ts`,
  ],
  [
    'last sample missed in dW',
    `${KERNELS}/wasm-conv-backprop-filter.ts`,
    'start < batch; start += group',
    'start < batch - 1; start += group',
    `${KERNELS}/conv1d.test.ts`,
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
    `${KERNELS}/adam.ts`,
    '(Math.sqrt(vi) + epsilon)',
    'Math.sqrt(vi + epsilon)',
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
    'row < rows ? sampleWeight : 0',
    'sampleWeight',
    'src/engine/train.test.ts src/engine/trainer.test.ts',
  ],
  [
    'packed weights gone stale',
    `${KERNELS}/adam.ts`,
    'slot.variable.assign(tensor)',
    'heapFloats(backend, slot.variable).set(heapFloats(backend, tensor))',
    `${KERNELS}/adam.test.ts`,
  ],
]

const only = process.argv[2]
const copy = mkdtempSync(join(tmpdir(), 'mutations-'))
let survived = 0
try {
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction')
  for (const [name, file, from, to, tests] of MUTATIONS) {
    if (only !== undefined && !name.includes(only)) continue
    const path = join(copy, file)
    const source = readFileSync(path, 'utf8')
    if (!source.includes(from)) throw new Error(`${name}: ${file} no longer holds\n${from}`)
    writeFileSync(
      path,
      source.replace(from, () => to),
    )
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
