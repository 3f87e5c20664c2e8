import { describe, expect, test } from 'vitest'
import { predictionsCsv, trustMeasuresCsv } from '../core/export/trust-csv.ts'
import type { ModelCard } from '../core/model-card.ts'
import { objectColumns } from '../core/objects.fixture.ts'
import type { RunPredictions, SplitPredictions } from '../core/predictions.ts'
import type { EvaluatedSplit } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { softmaxRows } from '../core/trust/softmax.ts'
import { fitTemperature as fittedTemperature } from '../core/trust/temperature.ts'
import { CARD as SAMPLE_CARD } from './network.fixture.ts'
import { NO_NETWORK, NO_TRUST, type TrustSlice } from './network-state.ts'
import { probabilitiesOf } from './probabilities.ts'
import { settled, type TestStudio, testStudio } from './test-engine.ts'
import { exportTrust, fitTemperature, forgetTrust, setCalibrated, setTrust } from './trust-actions.ts'

const CARD: ModelCard = {
  ...SAMPLE_CARD,
  training: { ...SAMPLE_CARD.training!, settings: { ...REFERENCE_SETTINGS, seed: 3 } },
}

function splitOf(split: EvaluatedSplit, logits: readonly number[]): SplitPredictions {
  return {
    split,
    fingerprint: split,
    rows: 4,
    objects: Uint32Array.of(0, 1, 2, 3),
    labels: Uint8Array.of(0, 0, 1, 1),
    redshift: Float64Array.of(0.5, 1, 1.5, 2),
    logits: Float32Array.from(logits),
    control: split === 'train' ? null : Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1),
  }
}

const OBJECTS = [{ id: 'a' }, { id: 'b' }, { row: 7 }, {}]
const VALIDATION = splitOf('validation', [4, 0, -1, 0, 2, 0, -3, 0])
const PREDICTIONS: RunPredictions = {
  card: CARD,
  fingerprint: '9f3c1be2',
  splits: [splitOf('test', [2, 0, 3, 0, 1, 0, -2, 0]), VALIDATION],
  control: null,
}

function studioOf(predictions: RunPredictions | null): TestStudio {
  const page = testStudio()
  const card = predictions?.card ?? null
  page.studio.store.setState({ network: { ...NO_NETWORK, card, predictions } })
  return page
}

const trust = ({ studio }: TestStudio): TrustSlice => studio.store.getState().trust
const texts = ({ downloads }: TestStudio) => Promise.all(downloads.map(({ contents }) => contents.text()))
const names = ({ downloads }: TestStudio) => downloads.map(({ fileName }) => fileName)

describe('choosing', () => {
  test('rows, class and threshold, each on its own', () => {
    const page = studioOf(PREDICTIONS)
    setTrust(page.studio, { split: 'validation' })
    setTrust(page.studio, { keptClass: 1 })
    setTrust(page.studio, { threshold: 0.25 })
    expect(trust(page)).toEqual({
      ...NO_TRUST,
      split: 'validation',
      keptClass: 1,
      threshold: 0.25,
      chosenOn: 'validation',
    })
  })

  test('a threshold remembers its rows until it is about another class or other probabilities', () => {
    const page = studioOf(PREDICTIONS)
    const chooses = (threshold: number) => setTrust(page.studio, { threshold })
    chooses(0.25)
    setTrust(page.studio, { split: 'validation' })
    setTrust(page.studio, { threshold: Number.NaN })
    setTrust(page.studio, { keptClass: 0 })
    expect(trust(page).chosenOn).toBe('test')
    setTrust(page.studio, { keptClass: 1 })
    expect(trust(page).chosenOn).toBeNull()
    chooses(0.75)
    expect(trust(page).chosenOn).toBe('validation')
  })

  test('a threshold that was chosen before calibration is told apart, and is as it was without', () => {
    const page = studioOf(PREDICTIONS)
    const chosen = () => [trust(page).chosenOn, trust(page).chosenBefore]
    setTrust(page.studio, { threshold: 0.75 })
    fitTemperature(page.studio)
    setCalibrated(page.studio, false)
    expect(chosen()).toEqual(['test', null])
    setCalibrated(page.studio, true)
    setCalibrated(page.studio, true)
    expect(chosen()).toEqual([null, 'test'])
    setTrust(page.studio, { split: 'validation' })
    expect(chosen()).toEqual([null, 'test'])
    setCalibrated(page.studio, false)
    expect(chosen()).toEqual(['test', null])
    setCalibrated(page.studio, true)
    setTrust(page.studio, { threshold: 0.8 })
    expect(chosen()).toEqual(['validation', null])
    setCalibrated(page.studio, false)
    expect(chosen()).toEqual([null, 'validation'])
    setTrust(page.studio, { keptClass: 1 })
    expect(chosen()).toEqual([null, null])
  })

  test('the share in the survey stays until it is about another class', () => {
    const page = studioOf(PREDICTIONS)
    setTrust(page.studio, { surveyShare: 0.75 })
    setTrust(page.studio, { split: 'validation', threshold: 0.6 })
    setTrust(page.studio, { keptClass: 0 })
    expect(trust(page).surveyShare).toBe(0.75)
    setTrust(page.studio, { keptClass: 1 })
    expect(trust(page).surveyShare).toBeNull()
    setTrust(page.studio, { keptClass: 0, surveyShare: 0.25 })
    expect(trust(page).surveyShare).toBe(0.25)
    setTrust(page.studio, { keptClass: 1, threshold: 0.5 })
    expect(trust(page).surveyShare).toBeNull()
    setTrust(page.studio, { surveyShare: 0.25 })
    forgetTrust(page.studio)
    expect(trust(page).surveyShare).toBeNull()
  })

  test.each([
    [-0.5, 0],
    [1.5, 1],
    [Number.NaN, 0.5],
  ])('a threshold of %d becomes %d', (asked, threshold) => {
    const page = studioOf(PREDICTIONS)
    setTrust(page.studio, { threshold: asked })
    expect(trust(page).threshold).toBe(threshold)
  })
})

describe('the temperature', () => {
  test('is fitted on validation, applied on demand, and no longer applied', () => {
    const page = studioOf(PREDICTIONS)
    fitTemperature(page.studio)
    const fit = fittedTemperature(VALIDATION.logits, VALIDATION.labels, 2)
    expect(trust(page)).toEqual({ ...NO_TRUST, fit })
    expect(fit.temperature).not.toBeCloseTo(1, 1)
    const { logits } = PREDICTIONS.splits[0]!
    const shown = () => probabilitiesOf(page.studio.store.getState(), 'test')
    expect(shown()).toEqual(softmaxRows(logits, 2))
    setCalibrated(page.studio, true)
    expect(trust(page)).toEqual({ ...NO_TRUST, fit, calibrated: true })
    expect(shown()).toEqual(softmaxRows(logits, 2, fit.temperature))
    setCalibrated(page.studio, false)
    expect(trust(page)).toEqual({ ...NO_TRUST, fit, calibrated: false })
    expect(shown()).toEqual(softmaxRows(logits, 2))
    setCalibrated(page.studio, true)
    expect(trust(page).calibrated).toBe(true)
  })

  test('is not applied before it was fitted', () => {
    const page = studioOf(PREDICTIONS)
    setCalibrated(page.studio, true)
    expect(trust(page)).toEqual(NO_TRUST)
  })

  test.each([
    ['predictions', null],
    ['those of validation', { ...PREDICTIONS, splits: PREDICTIONS.splits.slice(0, 1) }],
  ])('is not fitted without %s', (_, predictions) => {
    const page = studioOf(predictions)
    fitTemperature(page.studio)
    expect(trust(page)).toEqual(NO_TRUST)
  })
})

describe('another network', () => {
  test('has no temperature yet, test in view, and a threshold of its own', () => {
    const page = studioOf(PREDICTIONS)
    fitTemperature(page.studio)
    setCalibrated(page.studio, true)
    setTrust(page.studio, { split: 'validation', keptClass: 1, threshold: 0.75 })
    setCalibrated(page.studio, false)
    forgetTrust(page.studio)
    expect(trust(page)).toEqual(NO_TRUST)
  })

  test.each([2, 3, 5])('of %d classes begins at the threshold 0.5', (count) => {
    const page = studioOf({ ...PREDICTIONS, card: { ...CARD, classes: Array(count).fill('a') } })
    setTrust(page.studio, { threshold: 0.75 })
    forgetTrust(page.studio)
    expect([trust(page).threshold, trust(page).chosenOn]).toEqual([0.5, null])
  })

  test.each([
    ['DeltaZ', 0],
    ['Success3', 0],
    ['Flag3', 2],
    ['Flag', 4],
    [null, 0],
  ] as const)('of %s keeps class %d', (target, keptClass) => {
    const page = studioOf({ ...PREDICTIONS, card: { ...CARD, target } })
    forgetTrust(page.studio)
    expect(trust(page).keptClass).toBe(keptClass)
  })
})

describe('saving', () => {
  test('measures of the rows in view', async () => {
    const page = studioOf(PREDICTIONS)
    setTrust(page.studio, { split: 'validation', keptClass: 1, threshold: 0.75 })
    void exportTrust(page.studio, 'measures')
    expect(names(page)).toEqual(['redshift-studio_DeltaZ_CNN3_seed3_2026-11-22_trust-validation.csv'])
    expect(page.downloads[0]!.contents.type).toBe('text/csv')
    expect(await texts(page)).toEqual([
      trustMeasuresCsv({
        predictions: VALIDATION,
        classes: CARD.classes,
        probabilities: softmaxRows(VALIDATION.logits, 2),
        temperature: null,
        control: softmaxRows(VALIDATION.control!, 2),
        keptClass: 1,
        threshold: 0.75,
      }),
    ])
  })

  test('calibrated ones under another name, with their temperature', async () => {
    const page = studioOf(PREDICTIONS)
    fitTemperature(page.studio)
    await exportTrust(page.studio, 'measures')
    setCalibrated(page.studio, true)
    await exportTrust(page.studio, 'measures')
    expect(names(page)).toEqual([
      'redshift-studio_DeltaZ_CNN3_seed3_2026-11-22_trust-test.csv',
      'redshift-studio_DeltaZ_CNN3_seed3_2026-11-22_trust-test-calibrated.csv',
    ])
    const { temperature } = trust(page).fit!
    expect((await texts(page))[1]).toContain(`\r\nnetwork,test,${temperature},accuracy,`)
  })

  test('predictions of all splits, with files and rows of the objects', async () => {
    const page = studioOf(PREDICTIONS)
    const columns = objectColumns(OBJECTS)
    const saving = exportTrust(page.studio, 'predictions')
    await page.calls.objects[0]!.resolve({ columns, zgrid: null })
    await saving
    expect(names(page)).toEqual(['redshift-studio_DeltaZ_CNN3_seed3_2026-11-22_predictions.csv'])
    expect(await texts(page)).toEqual([
      predictionsCsv({
        classes: CARD.classes,
        columns,
        splits: PREDICTIONS.splits.map((predictions) => ({
          predictions,
          probabilities: softmaxRows(predictions.logits, 2),
          control: softmaxRows(predictions.control!, 2),
        })),
      }),
    ])
  })

  test('predictions without files and rows where objects cannot be had', async () => {
    const page = studioOf(PREDICTIONS)
    const saving = exportTrust(page.studio, 'predictions')
    await page.calls.objects[0]!.reject(new Error('gone'))
    await saving
    const lines = (await texts(page))[0]!.split('\r\n')
    expect(lines).toHaveLength(10)
    expect(lines[1]).toMatch(/^test,0,,,,0\.5,Deltaz<1e-3,Deltaz<1e-3,0\.88/)
  })

  test('objects that somebody looked at are not asked for again', async () => {
    const page = studioOf(PREDICTIONS)
    const { objects } = page.studio.store.getState()
    page.studio.store.setState({
      objects: { ...objects, loaded: { columns: objectColumns(OBJECTS), zgrid: null } },
    })
    await exportTrust(page.studio, 'predictions')
    expect(page.calls.objects).toHaveLength(0)
    expect(page.downloads).toHaveLength(1)
  })

  test('an error is told, and goes with the next table', async () => {
    const page = studioOf(PREDICTIONS)
    const { download } = page.studio
    const full = () => {
      throw new Error('no room')
    }
    Object.assign(page.studio, { download: full })
    await exportTrust(page.studio, 'measures')
    expect(trust(page).error).toMatchObject({ message: 'no room' })
    Object.assign(page.studio, { download })
    await exportTrust(page.studio, 'measures')
    expect([trust(page).error, page.downloads.length]).toEqual([null, 1])
  })

  test('nothing without predictions', async () => {
    const page = studioOf(null)
    await exportTrust(page.studio, 'measures')
    await exportTrust(page.studio, 'predictions')
    await settled()
    expect([page.downloads, page.calls.objects]).toEqual([[], []])
  })
})
