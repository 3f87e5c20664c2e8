// Reads a Keras fixture: a folder that holds a network's weights, one batch, and what Keras computes for them in
// float64. reference/README.md describes the files, reference/make_keras_fixtures.py writes them.

import { StudioError } from '../core/errors.ts'
import { MODEL_IDS, MODEL_SPECS, type ModelId } from '../core/models.ts'
import { type NpyFile, openNpy, readNumbers, rowCount, rowWidth } from '../formats/npy.ts'
import { formatShape } from '../formats/numpy-dtype.ts'
import type { ByteSource } from '../formats/source.ts'

/** What Keras computed in float64; `gradients` and `adam` have the order and the shapes of the weights. */
export interface KerasExpectation {
  /** [batch, classes] */
  readonly probabilities: Float64Array
  /** mean categorical cross-entropy of the batch */
  readonly loss: number
  /** d loss / d weight */
  readonly gradients: readonly Float64Array[]
  /** the weights after `steps` Adam steps on this one batch */
  readonly adam: readonly Float64Array[]
}

/** One network, one batch, and the results to compare with. Arrays are row-major. */
export interface KerasFixture {
  readonly model: ModelId
  /** points of a posterior */
  readonly length: number
  readonly classes: number
  readonly batch: number
  /** Adam steps behind `expect.adam` */
  readonly steps: number
  readonly learningRate: number
  /** divides the width of every layer but the last; 1 for the network itself */
  readonly scale: number
  /** version of Keras, for messages */
  readonly keras: string
  /** initial weights in the order of Keras' `get_weights()` */
  readonly weights: readonly Float32Array[]
  readonly weightShapes: readonly (readonly number[])[]
  /** [batch, length, 1] */
  readonly x: Float32Array
  /** [batch, 1], or `null` for a network without this input */
  readonly redshift: Float32Array | null
  /** [batch, classes], each row with one 1 */
  readonly oneHot: Float32Array
  readonly expect: KerasExpectation
}

/** The settings in `fixture.json`. */
type Settings = Omit<KerasFixture, 'weights' | 'weightShapes' | 'x' | 'redshift' | 'oneHot' | 'expect'>

/** Files by their path inside the folder, for example `weights/00.npy`. */
type Files = ReadonlyMap<string, ByteSource>

const SETTINGS_FILE = 'fixture.json'
const FORMAT = 'redshift-studio-fixture'
const VERSION = 1
/** Read at once: the first dense layer of a full network alone has 18 million weights. */
const PIECE_VALUES = 2 ** 18
const REWRITE = 'Write the fixture again with reference/make_keras_fixtures.py.'

/**
 * Reads a whole fixture and checks shapes, labels and that all values are finite. Whether the weights fit the network is
 * left to whoever builds it.
 * @param files by their path inside the folder, for example `expect/gradients/00.npy`
 * @throws StudioError `bad-input`; the message names the file, what it holds and what was expected
 */
export async function readFixture(files: Files): Promise<KerasFixture> {
  const settings = parseSettings(await readText(files, SETTINGS_FILE))
  const { model, batch, length, classes } = settings
  const weightFiles = await openNumbered(files, 'weights')
  if (weightFiles.length === 0) throw missing('weights/00.npy')
  const weightShapes = weightFiles.map(({ file }) => file.shape)
  const [x, oneHot, redshift, probabilities, loss] = await Promise.all([
    readSingles(files, 'x.npy', [batch, length, 1]),
    readSingles(files, 'y.npy', [batch, classes]),
    MODEL_SPECS[model].needsRedshift ? readSingles(files, 'redshift.npy', [batch, 1]) : null,
    readDoubles(files, 'expect/probabilities.npy', [batch, classes]),
    readLoss(files, 'expect/loss.npy'),
  ])
  requireOneHot(oneHot, classes)
  const weights: Float32Array[] = []
  for (const { file, source } of weightFiles) {
    const values = new Float32Array(rowCount(file) * rowWidth(file))
    await readInto(file, source, values)
    weights.push(values)
  }
  const gradients = await readLikeWeights(files, 'expect/gradients', weightShapes)
  const adam = await readLikeWeights(files, 'expect/adam', weightShapes)
  const expect = { probabilities, loss, gradients, adam }
  return { ...settings, weights, weightShapes, x, redshift, oneHot, expect }
}

function parseSettings(text: string): Settings {
  const fields = parseJsonObject(text)
  const { format, version, model } = fields
  if (format !== FORMAT || version !== VERSION) {
    throw wrongSetting('format and version', `${show(format)}, ${show(version)}`, `"${FORMAT}", ${VERSION}`)
  }
  const id = MODEL_IDS.find((known) => known === model)
  if (id === undefined) throw wrongSetting('model', show(model), `one of ${MODEL_IDS.join(', ')}`)
  const { learningRate, keras } = fields
  if (typeof learningRate !== 'number' || !(learningRate > 0)) {
    throw wrongSetting('learningRate', show(learningRate), 'a positive number')
  }
  return {
    model: id,
    length: integerSetting(fields, 'length', 1),
    classes: integerSetting(fields, 'classes', 2),
    batch: integerSetting(fields, 'batch', 1),
    steps: integerSetting(fields, 'steps', 1),
    learningRate,
    scale: fields.scale === undefined ? 1 : integerSetting(fields, 'scale', 1),
    keras: typeof keras === 'string' ? keras : 'unknown',
  }
}

function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new StudioError('bad-input', `${SETTINGS_FILE} is not JSON`, REWRITE, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new StudioError(
      'bad-input',
      `${SETTINGS_FILE} does not hold an object; expected {"format": "${FORMAT}", ...}`,
      REWRITE,
    )
  }
  return value as Record<string, unknown>
}

function integerSetting(fields: Readonly<Record<string, unknown>>, key: string, minimum: number): number {
  const value = fields[key]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum) return value
  throw wrongSetting(key, show(value), `an integer of at least ${minimum}`)
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

function wrongSetting(key: string, actual: string, expected: string): StudioError {
  return new StudioError(
    'bad-input',
    `${SETTINGS_FILE} has ${actual} as ${key}; expected ${expected}`,
    REWRITE,
  )
}

async function readText(files: Files, path: string): Promise<string> {
  const source = requireFile(files, path)
  return new TextDecoder().decode(await source.slice(0, source.byteLength))
}

function requireFile(files: Files, path: string): ByteSource {
  const source = files.get(path)
  if (source === undefined) throw missing(path)
  return source
}

function missing(path: string): StudioError {
  return new StudioError(
    'bad-input',
    `${path} is missing from the fixture`,
    `Is this the folder that holds ${SETTINGS_FILE}? ${REWRITE}`,
  )
}

interface OpenedFile {
  readonly file: NpyFile
  readonly source: ByteSource
}

async function openFile(files: Files, path: string): Promise<OpenedFile> {
  const source = requireFile(files, path)
  return { file: await openNpy(source), source }
}

/** Opens `folder/00.npy`, `folder/01.npy` and so on, up to the first number that is not there. */
async function openNumbered(files: Files, folder: string): Promise<OpenedFile[]> {
  const opened: OpenedFile[] = []
  while (files.has(numberedPath(folder, opened.length))) {
    opened.push(await openFile(files, numberedPath(folder, opened.length)))
  }
  return opened
}

function numberedPath(folder: string, index: number): string {
  return `${folder}/${String(index).padStart(2, '0')}.npy`
}

async function readLikeWeights(
  files: Files,
  folder: string,
  shapes: KerasFixture['weightShapes'],
): Promise<Float64Array[]> {
  const tensors: Float64Array[] = []
  for (const [index, shape] of shapes.entries()) {
    tensors.push(await readDoubles(files, numberedPath(folder, index), shape))
  }
  const next = numberedPath(folder, shapes.length)
  if (files.has(next)) {
    throw new StudioError('bad-input', `${next} belongs to no weight; weights/ has ${shapes.length}`, REWRITE)
  }
  return tensors
}

async function readSingles(files: Files, path: string, shape: readonly number[]): Promise<Float32Array> {
  const { file, source } = await openShaped(files, path, shape)
  const values = new Float32Array(rowCount(file) * rowWidth(file))
  await readInto(file, source, values)
  return values
}

async function readDoubles(files: Files, path: string, shape: readonly number[]): Promise<Float64Array> {
  const { file, source } = await openShaped(files, path, shape)
  const values = new Float64Array(rowCount(file) * rowWidth(file))
  await readInto(file, source, values)
  return values
}

/** One number, whether saved as a scalar or as an array of one. */
async function readLoss(files: Files, path: string): Promise<number> {
  const { file, source } = await openFile(files, path)
  if (rowCount(file) * rowWidth(file) !== 1) throw wrongShape(file, [])
  const value = new Float64Array(1)
  await readInto(file, source, value)
  return value[0]!
}

async function openShaped(files: Files, path: string, shape: readonly number[]): Promise<OpenedFile> {
  const opened = await openFile(files, path)
  if (formatShape(opened.file.shape) === formatShape(shape)) return opened
  throw wrongShape(opened.file, shape)
}

function wrongShape(file: NpyFile, shape: readonly number[]): StudioError {
  return new StudioError(
    'bad-input',
    `${file.name} has the shape ${formatShape(file.shape)}; expected ${formatShape(shape)}`,
    `The shapes follow from ${SETTINGS_FILE} and weights/. ${REWRITE}`,
  )
}

/** Reads by rows, so that large tensors need little more memory than `out`; those in Fortran order at once. */
async function readInto(file: NpyFile, source: ByteSource, out: Float32Array | Float64Array): Promise<void> {
  const rows = rowCount(file)
  const width = rowWidth(file)
  const step = file.fortranOrder ? rows : Math.max(1, Math.floor(PIECE_VALUES / width))
  for (let start = 0; start < rows; start += step) {
    const end = Math.min(rows, start + step)
    const rowBytes = width * file.dtype.itemSize
    const piece: NpyFile = {
      ...file,
      shape: file.fortranOrder ? file.shape : [end - start, width],
      dataOffset: file.dataOffset + start * rowBytes,
      byteLength: file.dataOffset + end * rowBytes,
    }
    out.set(await readNumbers(piece, source), start * width)
  }
  const odd = out.findIndex((value) => !Number.isFinite(value))
  if (odd >= 0) {
    throw new StudioError(
      'bad-input',
      `${file.name} holds ${out[odd]} at position ${odd}; expected finite numbers`,
      REWRITE,
    )
  }
}

function requireOneHot(oneHot: Float32Array, classes: number): void {
  for (let start = 0; start < oneHot.length; start += classes) {
    const row = oneHot.subarray(start, start + classes)
    const ones = row.reduce((count, value) => count + (value === 1 ? 1 : 0), 0)
    if (ones === 1 && row.every((value) => value === 0 || value === 1)) continue
    throw new StudioError(
      'bad-input',
      `y.npy has the row ${start / classes} (${row.join(', ')}); expected one 1 and zeros`,
      'Save one-hot labels, for example by keras.utils.to_categorical.',
    )
  }
}
