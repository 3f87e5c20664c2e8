// The configs that Keras itself saved for the five networks: reference/make_keras_config_fixtures.py wrote them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeModel, type ModelDescription, type ModelId } from '../models.ts'
import { KERAS_VERSION, kerasConfig, kerasLayerNames, olderKerasConfig } from './config.ts'
import type { JsonObject } from './json.ts'

interface Fixture {
  readonly keras: string
  readonly model: ModelId
  readonly length: number
  readonly classes: number
  readonly dropout: number
  readonly config: JsonObject & { readonly config: JsonObject & { readonly layers: readonly JsonObject[] } }
}

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'reference', 'fixtures', 'keras-configs')
const FIXTURES = readdirSync(FOLDER).map(
  (name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Fixture,
)

function describeFixture({ model, length, classes, dropout }: Fixture): ModelDescription {
  return describeModel(model, length, classes, { dropout })
}

/** What the HDF5 file leaves out; the script checks that it is this and nothing else. */
function older({ module, registered_name, build_config, compile_config, ...rest }: JsonObject): JsonObject {
  return rest
}

test('there is a config of each network, by the version that files name', () => {
  expect(FIXTURES.map(({ model }) => model).sort()).toEqual([
    'CNN-2inputs',
    'CNN-GRU',
    'CNN-LSTM',
    'CNN3',
    'CNN8',
  ])
  expect(new Set(FIXTURES.map(({ keras }) => keras))).toEqual(new Set([KERAS_VERSION]))
})

describe.each(FIXTURES)('$model', (fixture) => {
  const { config } = fixture
  const name = config.config.name as string

  test('the config of a .keras file is the one that Keras saves', () => {
    expect(JSON.parse(JSON.stringify(kerasConfig(describeFixture(fixture), name)))).toEqual(config)
  })

  test('that of the older file is the same without what it does not know', () => {
    const layers = config.config.layers.map(older)
    const expected = { ...older(config), config: { ...config.config, layers } }
    expect(JSON.parse(JSON.stringify(olderKerasConfig(describeFixture(fixture), name)))).toEqual(expected)
  })

  test('layers are listed as Keras lists them', () => {
    expect(kerasLayerNames(describeFixture(fixture))).toEqual(config.config.layers.map((layer) => layer.name))
  })
})
