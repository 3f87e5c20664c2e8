// A network as a `.keras` file: the settings and the weights that Keras 3 loads, and beside them this studio's card, which Keras
// does not look at. Laid out as Keras 3.15 saves a model that is not compiled.

import { KERAS_VERSION, kerasConfig, kerasLayerNames } from '../../core/keras/config.ts'
import type { Hdf5Dataset, Hdf5Group } from '../../formats/hdf5/tree.ts'
import { writeHdf5 } from '../../formats/hdf5/write-hdf5.ts'
import { archiveFiles } from '../files-archive.ts'
import type { DescribedModel } from './described.ts'

/** Name of the card's file in the archive. */
export const CARD_FILE = 'redshift-studio.json'

/** The archive, stored without compression; the same network gives the same bytes. */
export async function writeKeras(model: DescribedModel): Promise<Blob> {
  const { card, description } = model
  const weights = await writeHdf5(weightsTree(model))
  return archiveFiles([
    jsonFile('metadata.json', { keras_version: KERAS_VERSION, date_saved: kerasDate(card.created) }),
    jsonFile('config.json', kerasConfig(description, card.model)),
    { path: 'model.weights.h5', contents: new Blob([weights]) },
    jsonFile(CARD_FILE, card),
  ])
}

function jsonFile(path: string, value: unknown) {
  return { path, contents: new Blob([JSON.stringify(value)]) }
}

/** `2026-11-26T19:22:34.000Z` as Keras has it: `2026-11-26@19:22:34`. */
function kerasDate(iso: string): string {
  return iso.slice(0, 19).replace('T', '@')
}

/** `model.weights.h5`: the variables of every layer, those of a recurrent layer in its cell. */
function weightsTree({ card, description, tensors }: DescribedModel): Hdf5Group {
  const kinds = new Map(description.layers.map(({ name, spec }) => [name, spec.kind]))
  const layers = kerasLayerNames(description).map((name): [string, Hdf5Group] => {
    const kind = kinds.get(name)
    const weights = tensors.get(name) ?? []
    if (kind !== 'gru' && kind !== 'lstm') return [name, folder({ vars: variables(name, weights) })]
    return [
      name,
      folder({ vars: variables(name, []), cell: folder({ vars: variables(`${kind}_cell`, weights) }) }),
    ]
  })
  return folder({ layers: folder(Object.fromEntries(layers)), vars: variables(card.model, []) })
}

function folder(groups: Readonly<Record<string, Hdf5Group>>): Hdf5Group {
  return { attributes: {}, groups, datasets: {} }
}

function variables(name: string, weights: readonly Hdf5Dataset[]): Hdf5Group {
  return {
    attributes: { name },
    groups: {},
    datasets: Object.fromEntries(weights.map((weight, i) => [i, weight])),
  }
}
