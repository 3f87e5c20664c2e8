import { expect, test } from 'vitest'
import { MODEL_IDS, MODEL_SPECS } from '../models.ts'
import { layersText, paddingText, parametersOf } from './architecture-text.ts'
import { TWO_CLASSES } from './record.fixture.ts'

const TRUNK = [
  '2 convolutions of 32 filters with width 10; max pooling by 2',
  '2 convolutions of 64 filters with width 6; max pooling by 2',
  '2 convolutions of 128 filters with width 5; max pooling by 2',
  '2 convolutions of 256 filters with width 3; max pooling by 2',
].join('; ')
const CNN3 = [
  'a convolution of 32 filters with width 9; max pooling by 2',
  'a convolution of 64 filters with width 6; max pooling by 2',
  'a convolution of 128 filters with width 3; max pooling by 2',
].join('; ')

test.each([
  ['CNN3', `${CNN3}; dense layers of 64 and 32 units (ReLU); a softmax layer of 3 units`],
  ['CNN8', `${TRUNK}; dense layers of 256, 128, 64 and 32 units (linear); a softmax layer of 3 units`],
  [
    'CNN-GRU',
    `${TRUNK}; GRU layers of 512, 256, 128 and 64 units; dropout with rate 0.2; a softmax layer of 3 units`,
  ],
  ['CNN-LSTM', `${TRUNK}; LSTM layers of 256, 128, 64 and 32 units; a softmax layer of 3 units`],
  [
    'CNN-2inputs',
    `${CNN3}; a dense layer of 64 units (ReLU); the estimated redshift as one more feature; a dense layer of 32 units (ReLU); a softmax layer of 3 units`,
  ],
] as const)('%s', (id, text) => {
  expect(layersText(MODEL_SPECS[id].layers(3, 0.2), 3)).toBe(text)
})

test('padding', () => {
  expect(MODEL_IDS.map((id) => paddingText(MODEL_SPECS[id].layers(2)))).toEqual([
    'no padding',
    'zero padding that keeps the length',
    'zero padding that keeps the length',
    'zero padding that keeps the length',
    'no padding',
  ])
})

test('parameters as the summary states them', () => {
  expect(parametersOf(TWO_CLASSES.report.model_summary)).toBe(18_348_706)
  expect(parametersOf('Model: "sequential"')).toBeNull()
  expect(parametersOf(null)).toBeNull()
})
