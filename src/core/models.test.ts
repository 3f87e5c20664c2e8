import { describe, expect, test } from 'vitest'
import { StudioError } from './errors.ts'
import type { LayerDescription, ModelId } from './models.ts'
import { describeModel, MODEL_IDS, MODEL_SPECS, modelWeights, size } from './models.ts'

function layer(id: ModelId, name: string): LayerDescription {
  const found = describeModel(id, 17908, 2).layers.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`No layer ${name} in ${id}`)
  return found
}

describe('parameters at the full length', () => {
  test.each([
    ['CNN3', 2, 18_348_706],
    ['CNN3', 5, 18_348_805],
    ['CNN8', 2, 73_844_514],
    ['CNN-GRU', 2, 2_425_858],
    ['CNN-LSTM', 2, 1_250_498],
    ['CNN-LSTM', 3, 1_250_531],
    ['CNN-2inputs', 2, 18_348_738],
  ] as const)('%s with %i classes has %i', (id, classes, parameters) => {
    const description = describeModel(id, 17908, classes)
    const inWeights = modelWeights(description).reduce((total, { shape }) => total + size(shape), 0)
    expect(description.parameters).toBe(parameters)
    expect(inWeights).toBe(parameters)
  })
})

describe('layers', () => {
  test('CNN3: names and shapes', () => {
    const layers = describeModel('CNN3', 17908, 2).layers
    expect(layers.map(({ name, type, outputShape }) => [name, type, ...outputShape])).toEqual([
      ['conv1d', 'Conv1D', 17900, 32],
      ['max_pooling1d', 'MaxPooling1D', 8950, 32],
      ['conv1d_1', 'Conv1D', 8945, 64],
      ['max_pooling1d_1', 'MaxPooling1D', 4472, 64],
      ['conv1d_2', 'Conv1D', 4470, 128],
      ['max_pooling1d_2', 'MaxPooling1D', 2235, 128],
      ['flatten', 'Flatten', 286080],
      ['dense', 'Dense', 64],
      ['dense_1', 'Dense', 32],
      ['dense_2', 'Dense', 2],
    ])
  })

  test('activations: CNN8 has linear dense layers, CNN3 relu, all end in softmax', () => {
    const activations = (id: ModelId) =>
      MODEL_SPECS[id].layers(3).flatMap((spec) => (spec.kind === 'dense' ? [spec.activation] : []))
    expect(activations('CNN3')).toEqual(['relu', 'relu', 'softmax'])
    expect(activations('CNN8')).toEqual(['linear', 'linear', 'linear', 'linear', 'softmax'])
    expect(activations('CNN-GRU')).toEqual(['softmax'])
    expect(activations('CNN-LSTM')).toEqual(['softmax'])
    expect(activations('CNN-2inputs')).toEqual(['relu', 'relu', 'softmax'])
  })

  test('recurrent layers give sequences to the next, the last one its final state', () => {
    const shapes = (id: ModelId, type: string) =>
      describeModel(id, 17908, 2)
        .layers.filter((one) => one.type === type)
        .map(({ outputShape }) => outputShape)
    expect(shapes('CNN-GRU', 'GRU')).toEqual([[1119, 512], [1119, 256], [1119, 128], [64]])
    expect(shapes('CNN-LSTM', 'LSTM')).toEqual([[1119, 256], [1119, 128], [1119, 64], [32]])
  })

  test('the redshift is one more feature of CNN-2inputs alone', () => {
    expect(layer('CNN-2inputs', 'concatenate').outputShape).toEqual([65])
    expect(MODEL_IDS.filter((id) => MODEL_SPECS[id].needsRedshift)).toEqual(['CNN-2inputs'])
  })
})

describe('weights', () => {
  test('a convolution: [k, in, out], fans times the kernel size', () => {
    expect(layer('CNN3', 'conv1d_1').weights).toEqual([
      {
        name: 'conv1d_1/kernel',
        shape: [6, 32, 64],
        initialiser: 'glorotUniform',
        fanIn: 192,
        fanOut: 384,
      },
      { name: 'conv1d_1/bias', shape: [64], initialiser: 'zeros', fanIn: 0, fanOut: 0 },
    ])
  })

  test('a dense layer: [in, out]', () => {
    expect(layer('CNN3', 'dense_1').weights).toEqual([
      { name: 'dense_1/kernel', shape: [64, 32], initialiser: 'glorotUniform', fanIn: 64, fanOut: 32 },
      { name: 'dense_1/bias', shape: [32], initialiser: 'zeros', fanIn: 0, fanOut: 0 },
    ])
  })

  test('a GRU: two biases, since the reset comes after the product', () => {
    expect(layer('CNN-GRU', 'gru_1').weights).toEqual([
      { name: 'gru_1/kernel', shape: [512, 768], initialiser: 'glorotUniform', fanIn: 512, fanOut: 768 },
      {
        name: 'gru_1/recurrent_kernel',
        shape: [256, 768],
        initialiser: 'orthogonal',
        fanIn: 256,
        fanOut: 768,
      },
      { name: 'gru_1/bias', shape: [2, 768], initialiser: 'zeros', fanIn: 0, fanOut: 0 },
    ])
  })

  test('an LSTM: one bias, whose forget gate starts at 1', () => {
    expect(layer('CNN-LSTM', 'lstm_3').weights).toEqual([
      { name: 'lstm_3/kernel', shape: [64, 128], initialiser: 'glorotUniform', fanIn: 64, fanOut: 128 },
      {
        name: 'lstm_3/recurrent_kernel',
        shape: [32, 128],
        initialiser: 'orthogonal',
        fanIn: 32,
        fanOut: 128,
      },
      { name: 'lstm_3/bias', shape: [128], initialiser: 'unitForgetBias', fanIn: 0, fanOut: 0 },
    ])
  })

  test('names are unique', () => {
    for (const id of MODEL_IDS) {
      const names = modelWeights(describeModel(id, 64, 2)).map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })
})

describe('short inputs', () => {
  test.each([
    ['CNN3', 34],
    ['CNN-2inputs', 34],
    ['CNN8', 16],
    ['CNN-GRU', 16],
    ['CNN-LSTM', 16],
  ] as const)('%s needs %i points', (id, minimum) => {
    const smallest = describeModel(id, minimum, 2)
    expect(smallest.minimumLength).toBe(minimum)
    const lastPool = smallest.layers.findLast(({ type }) => type === 'MaxPooling1D')
    expect(lastPool?.outputShape[0]).toBe(1)
    expect(() => describeModel(id, minimum - 1, 2)).toThrow(
      new StudioError(
        'bad-input',
        `${id} needs at least ${minimum} points per posterior, these have ${minimum - 1}.`,
        'Choose another model, or data on a finer redshift grid.',
      ),
    )
  })

  test('an odd length loses its last point in pooling', () => {
    const shapes = describeModel('CNN8', 97, 2).layers.filter(({ type }) => type === 'MaxPooling1D')
    expect(shapes.map(({ outputShape }) => outputShape[0])).toEqual([48, 24, 12, 6])
  })
})
