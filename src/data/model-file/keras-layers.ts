// Where Keras keeps the weights of each layer in an HDF5 file: the older layout by names of layers and weights, and that of
// Keras 3 by classes of layers and numbers.

import type { ConfigLayer, KerasConfig } from '../../core/keras/parse-config.ts'
import { shortName, WEIGHT_KINDS, WEIGHT_TYPES, type WeightLayer } from '../../core/keras/weight-layers.ts'
import { damaged } from '../../formats/damage.ts'
import type { Hdf5Reader } from '../../formats/hdf5/read-tree.ts'

/** A layer with weights and their places in the file. */
export interface FileLayer extends WeightLayer {
  readonly paths: readonly string[]
}

/** Group of whole networks in the older layout. */
const WHOLE = '/model_weights'
/** Groups of Keras 3's layout; the second is tf.keras 2.13's. */
const NUMBERED = ['/layers', '/_layer_checkpoint_dependencies'] as const
/** A list that does not fit an attribute (64 kB) is several, with numbers behind their name. */
const MOST_PARTS = 100

/**
 * The layers with weights: in the order of the configuration's list, or where there is none in the file's own, which of
 * numbered layers is convolutions, recurrent layers, dense ones.
 * @returns `null` where the file holds no weights of Keras
 * @throws StudioError `bad-input` where a list names weights that are not there
 */
export function findLayers(reader: Hdf5Reader, config: KerasConfig | null): readonly FileLayer[] | null {
  for (const group of [WHOLE, '/']) {
    const names = longTexts(reader, group, 'layer_names')
    if (names !== null) return names.flatMap((name) => namedLayer(reader, group, name))
  }
  const group = NUMBERED.find((path) => reader.names(path) !== null)
  return group === undefined ? null : numberedLayers(reader, group, config)
}

/** A list of texts, which may be divided: `layer_names0`, `layer_names1`. */
function longTexts(reader: Hdf5Reader, path: string, name: string): readonly string[] | null {
  const whole = reader.texts(path, name)
  if (whole !== null) return whole
  const parts: string[] = []
  for (let i = 0; i < MOST_PARTS; i++) {
    const part = reader.texts(path, `${name}${i}`)
    if (part === null) return i === 0 ? null : parts
    parts.push(...part)
  }
  throw damaged(reader.name, `its list ${name} has ${MOST_PARTS} parts and more`)
}

function namedLayer(reader: Hdf5Reader, group: string, name: string): FileLayer[] {
  const path = `${group === '/' ? '' : group}/${name}`
  const weights = longTexts(reader, path, 'weight_names') ?? []
  return weights.length === 0
    ? []
    : [
        layerAt(
          reader,
          name,
          weights.map((weight) => `${path}/${weight}`),
        ),
      ]
}

function layerAt(reader: Hdf5Reader, name: string, paths: readonly string[]): FileLayer {
  const shapes = paths.map((path) => {
    const shape = reader.shape(path)
    if (shape === null) {
      throw damaged(reader.name, `it lists the weights ${shortName(path)} and does not hold them`)
    }
    return shape
  })
  return { name, paths, shapes }
}

/** Names such as `conv1d_3`: the fourth Conv1D of the network, whatever it is called there. */
function numberedLayers(reader: Hdf5Reader, group: string, config: KerasConfig | null): readonly FileLayer[] {
  const names = config === null ? null : configNames(config)
  return (reader.names(group) ?? [])
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .flatMap((stored) => {
      const layer = `${group}/${stored}`
      // a recurrent layer keeps its weights in the cell that it repeats
      const vars = [`${layer}/vars`, `${layer}/cell/vars`].find(
        (path) => weightNumbers(reader, path).length > 0,
      )
      if (vars === undefined) return []
      const paths = weightNumbers(reader, vars).map((number) => `${vars}/${number}`)
      return [layerAt(reader, names?.get(stored) ?? stored, paths)]
    })
}

function weightNumbers(reader: Hdf5Reader, vars: string): readonly number[] {
  const names = reader.names(vars) ?? []
  return names
    .filter((name) => /^\d{1,4}$/.test(name))
    .map(Number)
    .toSorted((a, b) => a - b)
}

/** Sorts by kind, then by number: `conv1d_10` comes behind `conv1d_9`. */
function orderOf(stored: string): number {
  const [, stem, number = '0'] = /^(.*?)(?:_(\d{1,4}))?$/.exec(stored) ?? []
  const kind = (WEIGHT_KINDS as readonly string[]).indexOf(stem ?? '')
  return 10_000 * kind + Number(number)
}

/** Names in the configuration by those in the file. */
function configNames({ listed }: KerasConfig): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const type of Object.values(WEIGHT_TYPES)) {
    const same = listed.filter((layer: ConfigLayer) => layer.type === type)
    // `conv1d` is what Keras makes of the class `Conv1D`
    same.forEach(({ name }, i) => {
      names.set(type.toLowerCase() + (i === 0 ? '' : `_${i}`), name)
    })
  }
  return names
}
