import { expect, test } from 'vitest'
import { buildManifest } from './manifest.ts'
import { CONTROLLED, LAM, LEAKED, TWO_CLASSES } from './record.fixture.ts'

const CONTEXT = {
  created: '2026-11-27T08:00:00.000Z',
  studio: '0.2.0',
  software: { 'TensorFlow.js': '4.22.0' },
  browser: 'Mozilla/5.0',
}
const FILES = [{ path: 'table.tex', bytes: 3, sha256: 'ab'.repeat(32) }]

test('a run of this studio', () => {
  const { meta } = TWO_CLASSES.report
  const { results, ...manifest } = buildManifest(TWO_CLASSES, CONTEXT, FILES)
  expect(manifest).toEqual({
    format: 'redshift-studio-manifest',
    version: 1,
    created: '2026-11-27T08:00:00.000Z',
    studio: '0.2.0',
    software: { 'TensorFlow.js': '4.22.0' },
    browser: 'Mozilla/5.0',
    run: {
      name: 'CNN3, DeltaZ',
      source: 'trained',
      studio: '0.1.0',
      created: '2026-11-26T20:15:00.000Z',
      seconds: 754,
    },
    status: 'finished',
    overruled: [],
    seed: 7,
    model: 'CNN3',
    target: 'DeltaZ',
    classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    parameters: 18_348_706,
    settings: {
      input: 'logPDF',
      optimizer: 'Adam',
      schedule: 'exponential',
      epochs: 3,
      patience: 10,
      dropout: 0,
      redshift: 'value',
      classWeights: 'none',
      batchSize: 128,
      microBatchSize: 64,
    },
    backend: 'webgpu',
    adapter: 'NVIDIA H100',
    dataset: {
      name: 'DeltaZ/unbalanced',
      fingerprint: 'a1b2c3d4',
      testFingerprint: 'e5f60718',
      counts: { train: [5400, 5400], validation: [950, 950], test: [1200, 1200] },
      preparation: meta!.preparation,
    },
    bestEpoch: 2,
    files: FILES,
  })
  expect(results.accuracy).toBe(2290 / 2400)
  // scipy.stats.binomtest
  expect(results.interval!.low).toBeCloseTo(0.9450495984050097, 12)
  expect(results.interval!.high).toBeCloseTo(0.9618321728535203, 12)
  expect(results.naturalAccuracy).toBe(38_200 / 39_000)
  expect(results.naturalInterval!.low).toBeCloseTo(0.9780324465747199, 12)
  expect(results.naturalInterval!.high).toBeCloseTo(0.9808474637409348, 12)
})

test('a report of LAM-Redshift: null for what is not known, and no key less', () => {
  const manifest = buildManifest(LAM, { ...CONTEXT, browser: null }, [])
  expect(manifest).toMatchObject({
    browser: null,
    run: {
      name: 'CNN_PDF_DeltaZ',
      source: 'lam-reports/CNN_PDF_DeltaZ.npy',
      studio: null,
      created: null,
      seconds: null,
    },
    overruled: null,
    seed: null,
    model: null,
    dataset: null,
    backend: null,
    parameters: 18_348_706,
    bestEpoch: 1,
    files: [],
  })
  expect(new Set(Object.values(manifest.settings))).toEqual(new Set([null]))
  expect(manifest.results.accuracy).toBe(8030 / 8846)
  expect(manifest.results.naturalAccuracy).toBeNull()
  const whole = buildManifest(TWO_CLASSES, CONTEXT, [])
  expect(Object.keys(manifest)).toEqual(Object.keys(whole))
  expect(Object.keys(manifest.settings)).toEqual(Object.keys(whole.settings))
  // nothing is lost on the way to JSON
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest)
})

test('the control beside the run', () => {
  const { control, ...others } = buildManifest(CONTROLLED, CONTEXT, []).results
  expect(others).toEqual({ ...buildManifest(TWO_CLASSES, CONTEXT, []).results, control: undefined })
  expect(control).toEqual({
    accuracy: 0.9375,
    interval: control!.interval,
    descriptors: ['Modes', 'Width of the 95 % set', 'Entropy'],
    trainRows: 10_000,
    mcnemarP: control!.mcnemarP,
  })
  // scipy.stats.binomtest
  expect(control!.interval!.low).toBeCloseTo(0.9270990724686149, 12)
  expect(control!.mcnemarP! / 8.580559867049611e-6).toBeCloseTo(1, 12)
  expect(buildManifest(TWO_CLASSES, CONTEXT, []).results.control).toBeNull()
})

test('findings that were overruled', () => {
  expect(buildManifest(LEAKED, CONTEXT, []).overruled).toEqual([
    'TEST/X_1.npy: 12 rows (50.0 %) repeat rows of TRAIN.',
    'X: 1 value NaN.',
  ])
})
