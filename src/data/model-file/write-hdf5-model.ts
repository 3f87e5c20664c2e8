// A network as Keras' older whole-model file, HDF5, which `keras.models.load_model` of Keras 3 reads too. The card of this studio
// is one attribute more.

import { KERAS_VERSION, kerasLayerNames, olderKerasConfig } from '../../core/keras/config.ts'
import type { Hdf5Attribute, Hdf5Group } from '../../formats/hdf5/tree.ts'
import { writeHdf5 } from '../../formats/hdf5/write-hdf5.ts'
import type { DescribedModel } from './described.ts'

/** Name of the attribute that holds the card, as JSON. */
export const CARD_ATTRIBUTE = 'redshift_studio'

/**
 * The file; the same network gives the same bytes.
 * @param attributes of the file beside those of Keras and the card
 */
export async function writeHdf5Model(
  model: DescribedModel,
  attributes: Readonly<Record<string, Hdf5Attribute>> = {},
): Promise<Blob> {
  const { card, description } = model
  const versions = { keras_version: KERAS_VERSION, backend: 'jax' }
  const root: Hdf5Group = {
    attributes: {
      ...versions,
      model_config: JSON.stringify(olderKerasConfig(description, card.model)),
      [CARD_ATTRIBUTE]: JSON.stringify(card),
      ...attributes,
    },
    groups: { model_weights: weightsTree(model, versions) },
    datasets: {},
  }
  return new Blob([await writeHdf5(root)], { type: 'application/x-hdf5' })
}

/** One group per layer, which lists its weights by their paths inside it, `gru/gru_cell/kernel`. */
function weightsTree(model: DescribedModel, versions: Readonly<Record<string, string>>): Hdf5Group {
  const { description } = model
  const names = kerasLayerNames(description)
  const groups = names.map((name): [string, Hdf5Group] => [name, layerGroup(model, name)])
  return {
    attributes: { ...versions, layer_names: names },
    groups: { ...Object.fromEntries(groups), top_level_model_weights: EMPTY_LAYER },
    datasets: {},
  }
}

const EMPTY_LAYER: Hdf5Group = { attributes: { weight_names: [] }, groups: {}, datasets: {} }

function layerGroup({ description, tensors }: DescribedModel, name: string): Hdf5Group {
  const layer = description.layers.find((one) => one.name === name)
  if (layer === undefined || layer.weights.length === 0) return EMPTY_LAYER
  const { kind } = layer.spec
  const path = kind === 'gru' || kind === 'lstm' ? [name, `${kind}_cell`] : [name]
  const roles = layer.weights.map((weight) => weight.name.slice(name.length + 1))
  const datasets = Object.fromEntries(roles.map((role, i) => [role, tensors.get(name)![i]!]))
  const names = roles.map((role) => [...path, role].join('/'))
  return { ...nested(path, { attributes: {}, groups: {}, datasets }), attributes: { weight_names: names } }
}

/** A group that holds `innermost` under a path. */
function nested(path: readonly string[], innermost: Hdf5Group): Hdf5Group {
  return path.reduceRight<Hdf5Group>(
    (inner, name) => ({ attributes: {}, groups: { [name]: inner }, datasets: {} }),
    innermost,
  )
}
