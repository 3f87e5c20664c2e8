import { expect, test } from 'vitest'
import type { AmazedOptions, ModelCard, SaveModelOptions } from '../../core/model-card.ts'
import { readBack } from '../../formats/hdf5/read-back.fixture.ts'
import { forAmazed } from './amazed.ts'
import { encodeModel } from './encode-model.ts'
import { trainedModel } from './trained.fixture.ts'

const OPTIONS: SaveModelOptions & AmazedOptions = {
  temperature: null,
  range: { min: 0, max: 6, step: 1e-4 },
  failureClass: 1,
}

test('the file has what AMAZED reads, with the failure class first', async () => {
  const model = trainedModel()
  const blob = await encodeModel(model, 'amazed', OPTIONS)
  const { attributes, datasets } = await readBack(new Uint8Array(await blob.arrayBuffer()))
  const { model_config, redshift_studio, ...rest } = attributes['/']!
  expect(rest).toEqual({
    keras_version: '3.15.1',
    backend: 'jax',
    zrange_min: 0,
    zrange_max: 6,
    zrange_step: 1e-4,
    zgrid_end: 4.993765830993652,
    classes: '["Deltaz>=1e-3","Deltaz<1e-3"]',
  })
  expect(JSON.parse(redshift_studio as string)).toMatchObject({
    origin: 'saved',
    classes: ['Deltaz>=1e-3', 'Deltaz<1e-3'],
    labels: ['DeltaZ ≥ 1e-3', 'DeltaZ < 1e-3'],
  })
  const [kernel, bias] = model.weights.slice(-2)
  expect(datasets['model_weights/dense_2/dense_2/bias']!.values).toEqual(
    Float32Array.of(bias![1]!, bias![0]!),
  )
  expect(datasets['model_weights/dense_2/dense_2/kernel']!.values.subarray(0, 4)).toEqual(
    Float32Array.of(kernel![1]!, kernel![0]!, kernel![3]!, kernel![2]!),
  )
})

test('the numbers are float64, which AMAZED compares for equality', async () => {
  const { attributes } = forAmazed(trainedModel(), { ...OPTIONS, range: { min: 0.1, max: 0.3, step: 2e-4 } })
  expect(attributes).toMatchObject({ zrange_min: 0.1, zrange_max: 0.3, zrange_step: 2e-4 })
})

test('of more classes the others keep their order', () => {
  const classes = ['Success', 'Spurious', 'Mismatch']
  const three = trainedModel({ classes, labels: classes, training: null })
  const { model, attributes } = forAmazed(three, { ...OPTIONS, failureClass: 2 })
  expect(attributes.classes).toBe('["Mismatch","Success","Spurious"]')
  const bias = three.weights.at(-1)!
  expect(model.weights.at(-1)).toEqual(Float32Array.of(bias[2]!, bias[0]!, bias[1]!))
})

test('a failure class that is first already stays', () => {
  const model = trainedModel()
  expect(forAmazed(model, { ...OPTIONS, failureClass: 0 }).model).toEqual(model)
})

test.each<[string, Partial<ModelCard>, Partial<AmazedOptions>, string, string]>([
  [
    'another input',
    { input: 'logPDF' },
    {},
    'AMAZED gives a network the PDF, and this one takes logPDF.',
    'Train one on the PDF.',
  ],
  [
    'an empty range',
    {},
    { range: { min: 6, max: 6, step: 1e-4 } },
    'A redshift range from 6 to 6 in steps of 0.0001 holds nothing.',
    'Give a minimum below the maximum, and a step above 0.',
  ],
  [
    'a range without an end',
    {},
    { range: { min: 0, max: Number.POSITIVE_INFINITY, step: 1e-4 } },
    'A redshift range from 0 to Infinity in steps of 0.0001 holds nothing.',
    'Give a minimum below the maximum, and a step above 0.',
  ],
  [
    'a step of 0',
    {},
    { range: { min: 0, max: 6, step: 0 } },
    'A redshift range from 0 to 6 in steps of 0 holds nothing.',
    'Give a minimum below the maximum, and a step above 0.',
  ],
  [
    'a class that is not there',
    {},
    { failureClass: 2 },
    'There is no class 2: this network tells 2 classes apart.',
    'Choose one of Deltaz<1e-3, Deltaz>=1e-3.',
  ],
])('%s: refused', async (_, changes, options, message, hint) => {
  await expect(
    encodeModel(trainedModel(changes), 'amazed', { ...OPTIONS, ...options }),
  ).rejects.toMatchObject({
    code: 'bad-input',
    message,
    hint,
  })
})
