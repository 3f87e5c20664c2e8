// Files of networks, read and changed by the HDF5 library and a ZIP reader alone: nothing here comes from the studio.

import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { type Dataset, type Group, File as Hdf5File, ready } from 'h5wasm'
import { unzip } from './downloads.ts'

/** Weights of a layer. */
export interface LayerWeights {
  /** conv1d `[k, in, out]`, dense `[in, out]`, row-major */
  readonly kernel: Float32Array
  readonly shape: readonly number[]
  readonly bias: Float32Array
}

/** Of each layer that has any, by its name. */
export type NetworkWeights = Readonly<Record<string, LayerWeights>>

/** What the JSON beside the weights says. */
type Json = Readonly<Record<string, unknown>>

/** A `.keras` file: its entries, its weights, and this program's card of it. */
export interface KerasFile {
  readonly entries: ReadonlyMap<string, Buffer>
  readonly weights: NetworkWeights
  readonly card: Json
}

export const CARD = 'redshift-studio.json'
export const CONFIG = 'config.json'
export const WEIGHTS = 'model.weights.h5'
let files = 0

/** Reads a `.keras` file. */
export async function readKeras(bytes: Uint8Array): Promise<KerasFile> {
  const entries = await unzip(bytes)
  const weights = await readHdf5(entries.get(WEIGHTS)!, (file) => {
    const layers = file.get('layers') as Group
    return layerWeights(layers.keys(), (name) => [`layers/${name}/vars/0`, `layers/${name}/vars/1`], file)
  })
  return { entries, weights, card: JSON.parse(entries.get(CARD)!.toString()) as Json }
}

/** The same archive with these entries in the place of those of their names; `null` leaves one out. Nothing is compressed. */
export async function changedKeras(
  { entries }: Pick<KerasFile, 'entries'>,
  changes: Readonly<Record<string, Uint8Array | string | null>>,
): Promise<Buffer> {
  const archive = new ZipWriter(new Uint8ArrayWriter(), { level: 0, useWebWorkers: false })
  for (const [name, contents] of new Map<string, Uint8Array | string | null>([
    ...entries,
    ...Object.entries(changes),
  ])) {
    if (contents === null) continue
    const bytes = typeof contents === 'string' ? Buffer.from(contents) : contents
    await archive.add(name, new Uint8ArrayReader(new Uint8Array(bytes)))
  }
  return Buffer.from(await archive.close())
}

/** Attributes and weights of Keras' older whole-model file. */
export interface OlderFile {
  readonly attributes: Json
  readonly weights: NetworkWeights
}

/** Reads an `.h5` file. */
export function readOlderKeras(bytes: Uint8Array): Promise<OlderFile> {
  return readHdf5(bytes, (file) => {
    const root = file.get('model_weights') as Group
    const names = root.attrs.layer_names!.value as string[]
    const pathsOf = (name: string) => {
      const weights = (root.get(name) as Group).attrs.weight_names!.value as string[] | null
      return (weights ?? []).map((each) => `model_weights/${name}/${each}`)
    }
    const attributes = Object.entries(file.attrs).map(([key, { value }]) => [key, value] as const)
    return { attributes: Object.fromEntries(attributes), weights: layerWeights(names, pathsOf, file) }
  })
}

/** Weights of dense layers as `model.save_weights` of Keras 3 puts them down, for a network that is none of the five. */
export async function denseWeights(units: readonly number[]): Promise<Buffer> {
  const { FS } = await ready
  const path = `/network-${++files}.h5`
  const file = new Hdf5File(path, 'w')
  const layers = file.create_group('layers')
  for (const [i, outputs] of units.slice(1).entries()) {
    const inputs = units[i]!
    const vars = layers.create_group(i === 0 ? 'dense' : `dense_${i}`).create_group('vars')
    const kernel = new Float32Array(inputs * outputs).fill(0.1)
    vars.create_dataset({ name: '0', data: kernel, shape: [inputs, outputs], dtype: '<f' })
    vars.create_dataset({ name: '1', data: new Float32Array(outputs), shape: [outputs], dtype: '<f' })
  }
  file.close()
  const bytes = Buffer.from(FS.readFile(path, { encoding: 'binary' }))
  FS.unlink(path)
  return bytes
}

function layerWeights(
  names: readonly string[],
  pathsOf: (name: string) => readonly string[],
  file: Hdf5File,
): NetworkWeights {
  const found: Record<string, LayerWeights> = {}
  for (const name of names) {
    const [kernel, bias] = pathsOf(name).map((path) => file.get(path) as Dataset | null)
    if (!kernel || !bias) continue
    found[name] = {
      kernel: kernel.value as Float32Array,
      shape: kernel.shape!,
      bias: bias.value as Float32Array,
    }
  }
  return found
}

async function readHdf5<T>(bytes: Uint8Array, use: (file: Hdf5File) => T): Promise<T> {
  const { FS } = await ready
  const path = `/network-${++files}.h5`
  FS.writeFile(path, bytes)
  const file = new Hdf5File(path, 'r')
  try {
    return use(file)
  } finally {
    file.close()
    FS.unlink(path)
  }
}
