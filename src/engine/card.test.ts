import { describe, expect, test } from 'vitest'
import { isComplete } from '../core/model-card.ts'
import { describeModel } from '../core/models.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { referenceZgrid } from '../core/zgrid.ts'
import { memoryDataset } from '../data/memory-dataset.ts'
import { cardOfRun, describeCard } from './card.ts'

const WIDTH = 16
const ZGRID = referenceZgrid(WIDTH)
const AT = Date.UTC(2026, 10, 26, 20, 15)

/** Two rows of each class in TRAIN, one in the others; -inf is in one row. */
function datasetOf(zgrid: Float64Array | null) {
  const split = (rows: number, offset: number) => ({
    posteriors: Float32Array.from({ length: rows * WIDTH }, (_, i) =>
      i === 3 ? Number.NEGATIVE_INFINITY : -((i * 7) % 23) - offset,
    ),
    labels: Uint8Array.from({ length: rows }, (_, row) => row % 2),
    attributes: null,
  })
  const splits = { train: split(4, 1), validation: split(2, 30), test: split(2, 60) }
  return memoryDataset({ name: 'small', target: 'DeltaZ', width: WIDTH, splits, zgrid })
}

describe('the card of a run', () => {
  test('says what the network is, what it takes and gives, and how it was trained', async () => {
    const dataset = await datasetOf(ZGRID)
    const settings = {
      ...REFERENCE_SETTINGS,
      model: 'CNN-GRU',
      dropout: 0.3,
      input: 'PDF',
      redshift: 'index',
    } as const
    const { report } = dataset
    const card = cardOfRun(dataset, settings, 7, AT)
    expect(card).toEqual({
      version: 1,
      name: 'CNN-GRU DeltaZ',
      studio: STUDIO_VERSION,
      created: '2026-11-26T20:15:00.000Z',
      origin: 'trained',
      model: 'CNN-GRU',
      length: WIDTH,
      dropout: 0.3,
      target: 'DeltaZ',
      classes: report.classes,
      labels: report.labels,
      input: 'PDF',
      redshift: 'index',
      floor: -23,
      zgrid: {
        points: WIDTH,
        first: ZGRID[0],
        last: ZGRID[WIDTH - 1],
        step: expect.closeTo(1.7907 / (WIDTH - 1), 6),
        spacing: 'ln(1+z)',
      },
      temperature: null,
      training: {
        epoch: 7,
        settings,
        dataset: {
          name: 'small',
          fingerprint: report.fingerprint,
          counts: { train: [2, 2], validation: [1, 1], test: [1, 1] },
        },
      },
    })
    expect(isComplete(card)).toBe(true)
  })

  test('has no zgrid where the data have none', async () => {
    expect(cardOfRun(await datasetOf(null), REFERENCE_SETTINGS, 1, AT).zgrid).toBeNull()
  })
})

test('a rate of dropout is of no network that has no such layer', async () => {
  const dataset = await datasetOf(null)
  expect(cardOfRun(dataset, { ...REFERENCE_SETTINGS, model: 'CNN3', dropout: 0.3 }, 1, AT).dropout).toBe(0)
})

test('a card describes the network that its run trained', async () => {
  const dataset = await datasetOf(ZGRID)
  const gru = { ...REFERENCE_SETTINGS, model: 'CNN-GRU', dropout: 0.3 } as const
  expect(describeCard(cardOfRun(dataset, gru, 1, AT))).toEqual(
    describeModel('CNN-GRU', WIDTH, 2, { dropout: 0.3 }),
  )
  const cnn = { ...REFERENCE_SETTINGS, model: 'CNN8' } as const
  expect(describeCard(cardOfRun(dataset, cnn, 1, AT))).toEqual(describeModel('CNN8', WIDTH, 2))
})
