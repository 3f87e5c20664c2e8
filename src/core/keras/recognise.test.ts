// Configurations and shapes as Keras 3.15 and tf.keras 2 wrote them (reference/make_keras_model_fixtures.py), changed in one
// place each.

import { beforeAll, describe, expect, test } from 'vitest'
import { readKerasArchive } from '../../data/model-file/keras-archive.ts'
import { findLayers } from '../../data/model-file/keras-layers.ts'
import { kerasFile } from '../../data/model-file/keras-models.fixture.ts'
import { readHdf5 } from '../../formats/hdf5/read-hdf5.ts'
import { MODEL_IDS } from '../models.ts'
import { parseKerasConfig } from './parse-config.ts'
import { recogniseNetwork } from './recognise.ts'
import { modelsOf, type WeightLayer, weightKinds } from './weight-layers.ts'

interface Layer {
  class_name: string
  name: string
  config: Record<string, unknown>
  inbound_nodes: unknown[]
}
interface Config {
  class_name: string
  config: { layers: Layer[]; output_layers: unknown }
}
interface Written {
  readonly config: Config
  readonly layers: readonly WeightLayer[]
}

const HINT =
  'The studio reads the five networks of LAM-Redshift as they are: CNN3, CNN8, CNN-GRU, CNN-LSTM and CNN-2inputs.'
const written = new Map<string, Written>()

async function readWritten(file: string): Promise<Written> {
  const { name, blob } = kerasFile(file)
  if (!file.endsWith('.keras')) {
    return readHdf5({ name, blob }, (reader) => {
      const config: Config = JSON.parse(reader.text('/', 'model_config') ?? '')
      return { config, layers: findLayers(reader, parseKerasConfig(config, name)) ?? [] }
    })
  }
  const archive = await readKerasArchive(blob, name)
  const config: Config = JSON.parse(archive.config)
  const parsed = parseKerasConfig(config, name)
  return {
    config,
    layers: await readHdf5({ name, blob: archive.weights }, (reader) => findLayers(reader, parsed) ?? []),
  }
}

beforeAll(async () => {
  for (const file of [
    'cnn3.keras',
    'cnn3-tf2.h5',
    'cnn-gru-tf2.h5',
    'cnn-lstm.keras',
    'cnn-2inputs.keras',
    'cnn3-sequential.keras',
  ]) {
    written.set(file, await readWritten(file))
  }
})

/** A copy of what a file holds, its configuration changed. */
function changed(file: string, change: (layers: Layer[], config: Config) => void = () => {}): Written {
  const { config, layers } = structuredClone(written.get(file)!)
  change(config.config.layers, config)
  return { config, layers }
}

function set(name: string, settings: Record<string, unknown>) {
  return (layers: Layer[]) => {
    Object.assign(layers.find((layer) => nameOf(layer) === name)!.config, settings)
  }
}

const nameOf = (layer: Layer): unknown => layer.name ?? layer.config.name

function recognise({ config, layers }: Written) {
  return recogniseNetwork(layers, parseKerasConfig(config, 'net.keras'), 'net.keras')
}

function refusal(body: () => unknown): unknown {
  try {
    return body()
  } catch (thrown) {
    const { code, message, hint } = thrown as { code: string; message: string; hint: string }
    expect({ code, hint }).toEqual({
      code: 'bad-input',
      hint: expect.stringContaining('five networks of LAM-Redshift'),
    })
    return message
  }
}

test('the five networks have five kinds of layers, but for two that the redshift tells apart', () => {
  const found = MODEL_IDS.map((model) => modelsOf(weightKinds(model)))
  expect(found).toEqual([
    ['CNN3', 'CNN-2inputs'],
    ['CNN8'],
    ['CNN-GRU'],
    ['CNN-LSTM'],
    ['CNN3', 'CNN-2inputs'],
  ])
})

test('a network is recognised with its length, classes and dropout', () => {
  const { layers, ...gru } = recognise(changed('cnn-gru-tf2.h5'))
  expect(gru).toEqual({ model: 'CNN-GRU', classes: 3, dropout: 0.2, lengths: { least: 16, most: 16 } })
  expect(layers.map(({ name }) => name.replace(/_\d+$/, ''))).toEqual([
    ...Array(8).fill('conv1d'),
    ...Array(4).fill('gru'),
    'dense',
  ])
  expect(recognise(changed('cnn-2inputs.keras'))).toMatchObject({
    model: 'CNN-2inputs',
    lengths: { least: 34, most: 34 },
  })
  expect(recognise(changed('cnn3-tf2.h5'))).toMatchObject({ model: 'CNN3', classes: 5, dropout: 0 })
})

test('layers are put in the order of the configuration, whatever the order of the file', () => {
  const one = changed('cnn3.keras')
  const shuffled = { ...one, layers: one.layers.toReversed() }
  expect(recognise(shuffled).layers).toEqual(recognise(one).layers)
})

test('without a configuration the weights leave several lengths, and a recurrent network takes any', () => {
  const alone = (file: string) => {
    const { model, lengths } = recogniseNetwork(written.get(file)!.layers, null, file)
    return { model, lengths }
  }
  expect(alone('cnn3.keras')).toEqual({ model: 'CNN3', lengths: { least: 34, most: 41 } })
  expect(alone('cnn-2inputs.keras')).toEqual({ model: 'CNN-2inputs', lengths: { least: 34, most: 41 } })
  expect(alone('cnn-lstm.keras')).toEqual({ model: 'CNN-LSTM', lengths: { least: 16, most: 1_000_000 } })
})

test('an input of any length leaves what the weights leave', () => {
  const open = changed('cnn3.keras', (layers) => {
    layers[0]!.config.batch_shape = [null, null, 1]
  })
  expect(recognise(open).lengths).toEqual({ least: 34, most: 41 })
})

describe('what does not change the answers is accepted', () => {
  test.each([
    ['a rate of dropout', 'cnn-gru-tf2.h5', set('dropout', { rate: 0.5 })],
    [
      'a name of an activation as an object',
      'cnn3.keras',
      set('dense', { activation: { class_name: 'function', config: 'relu' } }),
    ],
    ['another initialiser', 'cnn3.keras', set('conv1d', { kernel_initializer: 'zeros' })],
    [
      'no key of a later version',
      'cnn3.keras',
      (layers: Layer[]) => {
        for (const { config } of layers) delete config.groups
      },
    ],
  ])('%s', (_, file, change) => {
    expect(recognise(changed(namedAs(file), change)).model).toBe(
      written.get(file)!.layers.length > 6 ? 'CNN-GRU' : 'CNN3',
    )
  })
})

/** Fixtures are named by what wrote them. */
function namedAs(file: string): string {
  expect(written.has(file)).toBe(true)
  return file
}

/** Of a text of any number of x. */
const SHORT = `${'x'.repeat(60)}...`

test('a message has the first 60 characters of a name that has millions', () => {
  const long = 'x'.repeat(2e6)
  const parse = (config: unknown) => refusal(() => parseKerasConfig(config, 'net.keras'))
  expect(parse({ class_name: long, config: { layers: [] } })).toBe(
    `net.keras is a Keras ${SHORT}; expected a Functional or a Sequential network.`,
  )
  const layer = { class_name: long, name: long, config: {}, inbound_nodes: [[[long, 0, 0]], [[long, 0, 0]]] }
  expect(
    parse({ class_name: 'Functional', config: { layers: [layer], output_layers: [[long, 0, 0]] } }),
  ).toBe(`net.keras: layer ${SHORT} is used 2 times; expected once.`)
  expect(parse({ class_name: 'Functional', config: { layers: [], output_layers: [[long, 0, 0]] } })).toBe(
    `net.keras: its configuration refers to a layer ${SHORT} and has none.`,
  )
  const inputs = { ...layer, inbound_nodes: [Array.from({ length: 9 }, () => [long, 0, 0])] }
  expect(
    parse({ class_name: 'Functional', config: { layers: [inputs], output_layers: [[long, 0, 0]] } }),
  ).toBe(
    `net.keras: layer ${SHORT} (${SHORT}) takes ${Array(5).fill(SHORT).join(', ')} and 4 more; expected one layer, or one layer and an input.`,
  )
  expect(refusal(() => recogniseNetwork([{ name: long, shapes: [] }], null, 'w.h5'))).toBe(
    `w.h5: layer ${SHORT} has weights of shapes unknown, as no layer of the five networks has.`,
  )
})

test('lists within lists, deeper than any stack, are named and not walked through', () => {
  const depth = 200_000
  const deep: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth))
  const one = changed('cnn3.keras', set('conv1d', { padding: [deep, deep] }))
  expect(refusal(() => recognise(one))).toBe(
    'net.keras: layer conv1d has the padding a list of 2, CNN3 has valid.',
  )
})

describe('what differs is named with both values', () => {
  test.each([
    ['conv1d', { kernel_size: [5] }, 'has a kernel of 5, CNN3 has 9'],
    ['conv1d', { filters: 16 }, 'has filters: 16, CNN3 has 32'],
    ['conv1d', { padding: 'same' }, 'has the padding same, CNN3 has valid'],
    ['conv1d', { strides: [2] }, 'has strides of 2, CNN3 has 1'],
    ['conv1d', { dilation_rate: [2] }, 'has a dilation of 2, CNN3 has 1'],
    ['conv1d', { groups: 2 }, 'has groups: 2, CNN3 has 1'],
    ['conv1d', { activation: 'elu' }, 'has the activation elu, CNN3 has relu'],
    ['conv1d', { activation: null }, 'has the activation linear, CNN3 has relu'],
    ['conv1d', { use_bias: false }, 'has use_bias false, CNN3 has true'],
    [
      'conv1d',
      { data_format: 'channels_first' },
      'has the data format channels_first, CNN3 has channels_last',
    ],
    ['max_pooling1d', { pool_size: [3] }, 'has a pool of 3, CNN3 has 2'],
    ['max_pooling1d', { strides: [1] }, 'has strides of 1, CNN3 has 2'],
    ['max_pooling1d', { padding: 'same' }, 'has the padding same, CNN3 has valid'],
    [
      'flatten',
      { data_format: 'channels_first' },
      'has the data format channels_first, CNN3 has channels_last',
    ],
    ['conv1d', { kernel_size: [3, 5] }, 'has a kernel of [3,5], CNN3 has 9'],
    ['conv1d', { padding: [['same'], 1] }, 'has the padding a list of 2, CNN3 has valid'],
    ['conv1d', { padding: { a: 1 } }, 'has the padding an object, CNN3 has valid'],
    ['conv1d', { padding: 'x'.repeat(2e6) }, `has the padding ${SHORT}, CNN3 has valid`],
    ['dense', { units: 128 }, 'has units: 128, CNN3 has 64'],
    ['dense_2', { activation: 'sigmoid' }, 'has the activation sigmoid, CNN3 has softmax'],
    ['dense_2', { activation: 'linear' }, 'has the activation linear, CNN3 has softmax'],
  ])('CNN3 %s %j', (name, settings, expected) => {
    const one = changed('cnn3.keras', set(name, settings))
    expect(refusal(() => recognise(one))).toBe(`net.keras: layer ${name} ${expected}.`)
  })

  test.each([
    ['cnn-gru-tf2.h5', 'gru', { reset_after: false }, 'has reset_after false, CNN-GRU has true'],
    [
      'cnn-gru-tf2.h5',
      'gru',
      { recurrent_activation: 'hard_sigmoid' },
      'has the recurrent activation hard_sigmoid, CNN-GRU has sigmoid',
    ],
    ['cnn-gru-tf2.h5', 'gru', { go_backwards: true }, 'has go_backwards true, CNN-GRU has false'],
    ['cnn-gru-tf2.h5', 'gru_3', { return_sequences: true }, 'has return_sequences true, CNN-GRU has false'],
    ['cnn-lstm.keras', 'lstm', { activation: 'relu' }, 'has the activation relu, CNN-LSTM has tanh'],
    ['cnn-lstm.keras', 'lstm', { stateful: true }, 'has stateful true, CNN-LSTM has false'],
    ['cnn-2inputs.keras', 'concatenate', { axis: 0 }, 'has the axis 0, CNN-2inputs has -1'],
  ])('%s %s %j', (file, name, settings, expected) => {
    const one = changed(file, set(name, settings))
    expect(refusal(() => recognise(one))).toBe(`net.keras: layer ${name} ${expected}.`)
  })

  test('another layer, one too many, one too few', () => {
    const average = changed('cnn3.keras', (layers) => {
      layers.find(({ name }) => name === 'max_pooling1d_1')!.class_name = 'AveragePooling1D'
    })
    expect(refusal(() => recognise(average))).toBe(
      'net.keras: layer max_pooling1d_1 is an AveragePooling1D, CNN3 has a MaxPooling1D there.',
    )
    const more = changed('cnn3-sequential.keras', (layers) => {
      layers.push({
        class_name: 'Rescaling',
        name: 'rescaling',
        config: { name: 'rescaling' },
        inbound_nodes: [],
      })
    })
    expect(refusal(() => recognise(more))).toBe(
      'net.keras: layer rescaling is a Rescaling, CNN3 has nothing there.',
    )
    const fewer = changed('cnn3-sequential.keras', (layers) => {
      layers.pop()
    })
    expect(refusal(() => recognise(fewer))).toMatch(
      /^net\.keras: layer dense\w* has weights and is not between input and output\.$/,
    )
  })

  test('the redshift before the features', () => {
    const one = changed('cnn-2inputs.keras', (layers) => {
      const [node] = layers.find(({ name }) => name === 'concatenate')!.inbound_nodes as {
        args: unknown[][]
      }[]
      node!.args[0]!.reverse()
    })
    expect(refusal(() => recognise(one))).toBe(
      'net.keras: layer concatenate takes input_layer_1, dense, CNN-2inputs has its features and then the redshift.',
    )
  })

  test('an input of another length or more channels', () => {
    const input = (shape: unknown) =>
      changed('cnn3.keras', (layers) => {
        layers[0]!.config.batch_shape = shape
      })
    expect(refusal(() => recognise(input([null, 99, 1])))).toBe(
      'net.keras: the network takes 99 points, its weights are for 34 to 41 points.',
    )
    expect(refusal(() => recognise(input([null, 34, 2])))).toBe(
      'net.keras: the network takes [34, 2]; expected posteriors of [points, 1].',
    )
  })

  test('a chain that is none', () => {
    const skip = changed('cnn3.keras', (layers) => {
      const dense = layers.find(({ name }) => name === 'dense_1')!
      const [node] = dense.inbound_nodes as { args: unknown[] }[]
      const tensor = structuredClone(node!.args[0]) as { config: { keras_history: unknown[] } }
      tensor.config.keras_history[0] = 'flatten'
      node!.args[0] = [node!.args[0], tensor]
      dense.class_name = 'Add'
    })
    expect(refusal(() => recognise(skip))).toBe(
      'net.keras: layer dense_1 (Add) takes dense, flatten; expected one layer, or one layer and an input.',
    )
    const shared = changed('cnn3.keras', (layers) => {
      const dense = layers.find(({ name }) => name === 'dense_1')!
      dense.inbound_nodes.push(dense.inbound_nodes[0])
    })
    expect(refusal(() => recognise(shared))).toBe('net.keras: layer dense_1 is used 2 times; expected once.')
    const circle = changed('cnn3-tf2.h5', (layers) => {
      layers[1]!.inbound_nodes = [[[nameOf(layers[1]!), 0, 0, {}]]]
    })
    expect(refusal(() => recognise(circle))).toMatch(
      /^net\.keras: layer conv1d\w* takes its own output as input\.$/,
    )
    const outputs = changed('cnn3.keras', (_, { config }) => {
      config.output_layers = [
        ['dense_1', 0, 0],
        ['dense_2', 0, 0],
      ]
    })
    expect(refusal(() => recognise(outputs))).toBe('net.keras: the network has 2 outputs; expected one.')
  })

  test.each(['cnn3.keras', 'cnn3-tf2.h5', 'cnn3-sequential.keras'])('a network within %s', (file) => {
    const inner = (type: string, name: string | null) =>
      changed(file, (layers) => {
        const last = layers.at(-1)!
        last.class_name = type
        // Keras 2.0 to 2.2 have a list there
        last.config = (type === 'Sequential' ? [] : { name, layers: [] }) as never
        last.name = name as never
      })
    const count = written.get(file)!.config.config.layers.length
    const hint =
      'Build one network of all layers, give it the weights with set_weights, and save that from Keras.'
    const expectRefusal = (changes: Written, message: string) =>
      expect(() => recognise(changes)).toThrow(expect.objectContaining({ code: 'bad-input', message, hint }))
    for (const type of ['Functional', 'Sequential', 'Model']) {
      expectRefusal(
        inner(type, 'features'),
        `net.keras: layer features is itself a network (${type}), and networks within networks are not read.`,
      )
    }
    expectRefusal(
      inner('Sequential', null),
      `net.keras: layer ${count - 1} is itself a network (Sequential), and networks within networks are not read.`,
    )
  })

  test('what is no configuration', () => {
    const parse = (value: unknown) => refusal(() => parseKerasConfig(value, 'net.keras'))
    const none = 'net.keras holds no configuration of a Keras network: expected class_name and config.layers.'
    expect([null, [], 1, {}, { class_name: 'Sequential' }].map(parse)).toEqual(Array(5).fill(none))
    expect(parse({ class_name: 'MyModel', config: { layers: [] } })).toBe(
      'net.keras is a Keras MyModel; expected a Functional or a Sequential network.',
    )
    expect(parse({ class_name: 'Sequential', config: { layers: [{}] } })).toBe(
      'net.keras: layer 0 of its configuration has no class_name, name or config.',
    )
    expect(parse({ class_name: 'Sequential', config: { layers: Array(201).fill({}) } })).toBe(
      'net.keras: its configuration has 201 layers; expected at most 200.',
    )
    expect(parse({ class_name: 'Functional', config: { layers: [], output_layers: [['x', 0, 0]] } })).toBe(
      'net.keras: its configuration refers to a layer x and has none.',
    )
  })
})

describe('shapes alone', () => {
  const alone = (change: (shapes: number[][][]) => void) => {
    const layers = structuredClone(written.get('cnn3.keras')!.layers) as {
      name: string
      shapes: number[][]
    }[]
    change(layers.map(({ shapes }) => shapes))
    return () => recogniseNetwork(layers, null, 'w.h5')
  }
  test.each([
    [
      'a kernel',
      (s: number[][][]) => s[2]![0]!.fill(5, 0, 1),
      'layer conv1d_2 has a kernel of 5, CNN3 has 3',
    ],
    [
      'filters',
      (s: number[][][]) => s[1]![0]!.fill(48, 2),
      'layer conv1d_1 has a kernel of [6, 32, 48], CNN3 has [6, 32, 64]',
    ],
    ['units', (s: number[][][]) => s[4]![1]!.fill(31), 'layer dense_1 has a bias of [31], CNN3 has [32]'],
    [
      'points',
      (s: number[][][]) => s[3]![0]!.fill(100, 0, 1),
      'layer dense has a kernel of [100, 64], CNN3 has a multiple of 128 rows there',
    ],
    [
      'outputs',
      (s: number[][][]) => s[5]!.forEach((shape) => void shape.fill(1, -1)),
      'the network has 1 output; expected 2 to 255, one for each class',
    ],
    [
      'layers',
      (s: number[][][]) => s[5]!.push([4], [4]),
      'layer dense_2 has weights of shapes [32, 2] [2] [4] [4], as no layer of the five networks has',
    ],
  ])('another number of %s', (_, change, expected) => {
    expect(refusal(alone(change as (shapes: number[][][]) => void))).toBe(`w.h5: ${expected}.`)
  })

  test('none of the five', () => {
    const layers = written.get('cnn3.keras')!.layers.slice(1)
    expect(refusal(() => recogniseNetwork(layers, null, 'w.h5'))).toBe(
      'w.h5 holds layers 2 Conv1D and 3 Dense, as none of the five networks does: CNN3 3 Conv1D and 3 Dense; ' +
        'CNN8 8 Conv1D and 5 Dense; CNN-GRU 8 Conv1D, 4 GRU and 1 Dense; CNN-LSTM 8 Conv1D, 4 LSTM and 1 Dense; ' +
        'CNN-2inputs 3 Conv1D and 3 Dense.',
    )
    expect(refusal(() => recogniseNetwork([], null, 'w.h5'))).toBe('w.h5 holds no weights of layers.')
  })

  test('a GRU without reset_after is told by its bias', () => {
    const layers = structuredClone(written.get('cnn-gru-tf2.h5')!.layers) as unknown as {
      name: string
      shapes: number[][]
    }[]
    layers[8]!.shapes[2] = [1536]
    expect(refusal(() => recogniseNetwork(layers, null, 'w.h5'))).toMatch(
      /^w\.h5: layer gru has a bias of \[1536\], CNN-GRU has \[2, 1536\]\.$/,
    )
  })
})

test('the hint names the networks', () => {
  expect(() => recogniseNetwork([], null, 'w.h5')).toThrow(expect.objectContaining({ hint: HINT }))
})
