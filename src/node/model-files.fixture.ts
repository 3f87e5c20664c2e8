// Writes networks as files of Keras together with inputs and what the engine computes for them on wasm: `scripts/write-model-files.mjs`
// runs it, and reference/check_model.py holds the files against Keras.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import type { ModelCard, SaveModelArguments, TrainedModel } from '../core/model-card.ts'
import { describeModel, MODEL_SPECS } from '../core/models.ts'
import { createRng } from '../core/rng.ts'
import { encodeModel } from '../data/model-file/encode-model.ts'
import { FIVE, trainedModel } from '../data/model-file/trained.fixture.ts'
import { startWasm } from '../engine/kernels/testing.ts'
import { createNetwork, disposeNetwork, logits } from '../engine/model.ts'
import { encodeNpy } from '../formats/npy-write.ts'

const ROWS = 4
const RANGE = { min: 0, max: 4.99, step: 1e-4 }

/** One line of `files.json`; paths are inside its folder. */
interface WrittenFile {
  readonly file: string
  readonly classes: number
  readonly x: string
  readonly redshift: string | null
  readonly expected: string
  readonly amazed: (typeof RANGE & { readonly zgridEnd: number; readonly classes: readonly string[] }) | null
}

interface Case {
  readonly name: string
  readonly changes: Partial<ModelCard>
  readonly saves: readonly SaveModelArguments[]
}

const PLAIN = { temperature: null }
const BOTH: Case['saves'] = [
  ['keras', PLAIN],
  ['hdf5', { temperature: 1.7 }],
]
const AMAZED: Case['saves'] = [['amazed', { temperature: 0.6, range: RANGE, failureClass: 1 }]]

const CASES: readonly Case[] = [
  ...FIVE.map(({ id, changes }) => ({
    name: id,
    changes: { ...changes, length: 129 },
    saves: id === 'CNN3' || id === 'CNN-GRU' ? [...BOTH, ...AMAZED] : BOTH,
  })),
  { name: 'CNN3-17908', changes: { length: 17_908 }, saves: [['keras', PLAIN], ...AMAZED] },
]

/** Writes all files into a folder, `files.json` among them, and says what it writes. */
export async function writeModelFiles(folder: string, print: (line: string) => void): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await startWasm()
  const written: WrittenFile[] = []
  for (const one of CASES) {
    for (const file of await writeCase(folder, one)) {
      print(file.file)
      written.push(file)
    }
  }
  writeFileSync(join(folder, 'files.json'), JSON.stringify(written, null, 2))
}

async function writeCase(folder: string, { name, changes, saves }: Case): Promise<WrittenFile[]> {
  const model = trainedModel(changes)
  const { card } = model
  const x = posteriors(card.length)
  const redshift = MODEL_SPECS[card.model].needsRedshift
    ? Float32Array.from({ length: ROWS }, (_, i) => i / 2)
    : null
  const classes = card.classes.length
  const plain = computeLogits(model, x, redshift)
  const put = (file: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, file), bytes)
    return file
  }
  const inputs = {
    classes,
    x: put(`${name}.x.npy`, encodeNpy('<f4', [ROWS, card.length, 1], x)),
    redshift: redshift && put(`${name}.redshift.npy`, encodeNpy('<f4', [ROWS, 1], redshift)),
  }
  const written: WrittenFile[] = []
  for (const save of saves) {
    const [format, options] = save
    const file = `${name}-${format}.${format === 'keras' ? 'keras' : 'h5'}`
    const blob = await encodeModel(model, ...save)
    const order =
      format === 'amazed' ? failureFirst(classes, options.failureClass) : card.classes.map((_, i) => i)
    const probabilities = softmax(plain, order, options.temperature ?? 1)
    written.push({
      file: put(file, new Uint8Array(await blob.arrayBuffer())),
      ...inputs,
      expected: put(`${name}-${format}.expected.npy`, encodeNpy('<f8', [ROWS, classes], probabilities)),
      amazed:
        format === 'amazed'
          ? { ...RANGE, zgridEnd: card.zgrid!.last, classes: order.map((output) => card.classes[output]!) }
          : null,
    })
  }
  return written
}

/** PDFs [row, z]: one or two peaks on a plateau that differs by row, so that the last state of a recurrent layer does too. */
function posteriors(length: number): Float32Array {
  const rng = createRng(11, 'posteriors')
  const x = new Float32Array(ROWS * length)
  for (let row = 0; row < ROWS; row++) {
    x.fill(0.01 + 4 * row, row * length, (row + 1) * length)
    for (let peak = 0; peak <= row % 2; peak++) {
      const centre = rng.uniform() * length
      const height = 5 + 20 * rng.uniform()
      for (let i = 0; i < length; i++)
        x[row * length + i]! += height * Math.exp(-0.5 * ((i - centre) / 3) ** 2)
    }
  }
  return x
}

function computeLogits(model: TrainedModel, x: Float32Array, redshift: Float32Array | null): Float32Array {
  const { card, weights } = model
  const description = describeModel(card.model, card.length, card.classes.length, { dropout: card.dropout })
  const network = createNetwork(description, weights, 0)
  const values = tf.tidy(() => {
    const inputs = {
      x: tf.tensor3d(x, [ROWS, card.length, 1]),
      redshift: redshift && tf.tensor2d(redshift, [ROWS, 1]),
    }
    return logits(network, inputs, false).dataSync() as Float32Array
  })
  disposeNetwork(network)
  return values
}

function failureFirst(classes: number, failure: number): number[] {
  return [failure, ...Array.from({ length: classes }, (_, i) => i).filter((i) => i !== failure)]
}

/** Probabilities [row, output] in float64, the outputs in another order. */
function softmax(logits: Float32Array, order: readonly number[], temperature: number): Float64Array {
  const classes = order.length
  return Float64Array.from(logits, (_, i) => {
    const row = logits.subarray(i - (i % classes), i - (i % classes) + classes)
    const largest = Math.max(...row)
    const exponentials = [...row].map((value) => Math.exp((value - largest) / temperature))
    return exponentials[order[i % classes]!]! / exponentials.reduce((total, value) => total + value, 0)
  })
}
