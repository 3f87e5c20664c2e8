import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { StudioError } from './errors.ts'
import { classificationReport } from './metrics.ts'
import { describeModel } from './models.ts'
import { planTraining } from './plan.ts'
import { DROP_REASONS, plainPreparation, plainSummary } from './preparation.ts'
import { buildReport, reportFileName } from './report.ts'
import type { RunState } from './run.ts'

const EXTRAS = { studio: '0.1.0', created: '2026-11-22T20:15:00.000Z' }
const TRAIN = [
  [38, 2],
  [5, 35],
]
const TEST = [
  [9, 1],
  [2, 8],
]
const VALIDATION = [
  [5, 1],
  [2, 4],
]

const NATURAL = [
  [27, 3],
  [1, 9],
]
const TEST_ROWS = { fingerprint: '7e57f00d', labels: '01', predicted: '00' }
const CLASSES = ['Deltaz<1e-3', 'Deltaz>=1e-3']
const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']
const COUNTS = { train: [40, 40], validation: [6, 6], test: [10, 10] }

const FINISHED: RunState = {
  status: 'finished',
  startedAt: 1_795_000_000_000,
  settings: {
    model: 'CNN3',
    input: 'logPDF',
    epochs: 5,
    batchSize: 128,
    seed: 7,
    schedule: 'exponential',
    backend: 'auto',
    patience: 10,
    dropout: 0,
    redshift: 'value',
    classWeights: 'none',
    memoryLimit: null,
  },
  dataset: {
    name: 'DeltaZ/unbalanced',
    fingerprint: 'a1b2',
    testFingerprint: '7e57f00d',
    target: 'DeltaZ',
    classes: CLASSES,
    labels: LABELS,
    counts: COUNTS,
    natural: null,
    overruled: [],
    preparation: plainPreparation('given'),
    planned: plainSummary(CLASSES, LABELS, COUNTS),
  },
  plan: planTraining({
    description: describeModel('CNN3', 64, 2),
    batchSize: 128,
    trainRows: 80,
    activationBudget: 1e9,
    dataBytes: 0,
  }),
  modelSummary: 'Model: "sequential"',
  backend: 'wasm',
  adapter: 'SIMD, 2 threads',
  epoch: 2,
  batch: 1,
  samples: 80,
  batchLoss: 0.4,
  batchAcc: 0.8,
  samplesPerSecond: 100,
  secondsLeft: 0,
  learningRate: 9e-5,
  history: { acc: [0.6, 0.8], loss: [0.6, 0.4], valAcc: [0.5, 0.75], valLoss: [0.65, 0.5], lr: [1e-4, 9e-5] },
  bestEpoch: 2,
  train: { matrix: TRAIN, origin: 'best-train' },
  test: { matrix: TEST, origin: 'best-test' },
  testLoss: 0.45,
  control: {
    descriptors: ['modes', 'entropy'],
    trainRows: 80,
    confusion: [
      [7, 3],
      [4, 6],
    ],
    loss: 0.6,
    acc: 0.65,
    rows: TEST_ROWS,
  },
  testRows: TEST_ROWS,
  testAcc: 0.85,
  natural: null,
  evaluation: null,
  stoppedEarly: false,
  seconds: 12.5,
  error: null,
}

/** Classes that were made equal and weighted on top, and a test at natural prevalence. */
const BALANCED: RunState = {
  ...FINISHED,
  settings: { ...FINISHED.settings, classWeights: 'balanced' },
  dataset: {
    ...FINISHED.dataset,
    natural: [30, 10],
    preparation: {
      ...plainPreparation('drawn'),
      stratified: true,
      balancing: 'smallest',
      drop: ['leaked', 'no-class'],
    },
    planned: {
      ...plainSummary(CLASSES, LABELS, COUNTS),
      natural: { counts: [30, 10], excluded: 92, thinned: 5 },
      dropped: { leaked: 3, 'no-class': 2 },
      undersampled: 112,
    },
  },
  natural: { matrix: NATURAL, loss: 0.35, acc: 0.9, rows: null },
}

const STOPPED: RunState = {
  ...FINISHED,
  status: 'stopped',
  train: { matrix: TRAIN, origin: 'epoch-train' },
  test: { matrix: VALIDATION, origin: 'epoch-validation' },
  testLoss: null,
  testAcc: null,
  testRows: null,
}

test('a finished run', () => {
  expect(buildReport(FINISHED, EXTRAS)).toEqual({
    conf_matrix_train: TRAIN,
    conf_matrix_test: TEST,
    nb_class: 2,
    nom_classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
    acc: [0.6, 0.8],
    loss: [0.6, 0.4],
    val_acc: [0.5, 0.75],
    val_loss: [0.65, 0.5],
    report: classificationReport(TEST),
    model_summary: 'Model: "sequential"',
    lr: [1e-4, 9e-5],
    meta: {
      version: 1,
      studio: '0.1.0',
      created: '2026-11-22T20:15:00.000Z',
      seed: 7,
      model: 'CNN3',
      target: 'DeltaZ',
      input: 'logPDF',
      optimizer: 'Adam',
      schedule: 'exponential',
      epochs: 5,
      patience: 10,
      dropout: 0,
      redshift: 'value',
      classWeights: 'none',
      batchSize: 128,
      microBatchSize: 80,
      backend: 'wasm',
      adapter: 'SIMD, 2 threads',
      dataset: {
        name: 'DeltaZ/unbalanced',
        fingerprint: 'a1b2',
        testFingerprint: '7e57f00d',
        counts: { train: [40, 40], validation: [6, 6], test: [10, 10] },
      },
      overruled: [],
      preparation: {
        splits: 'given',
        testFraction: 0.15,
        validationFraction: 0.15,
        seed: 1,
        stratified: false,
        balancing: 'none',
        deltaZThreshold: 1e-3,
        drop: [],
        dropped: {},
        undersampled: 0,
      },
      bestEpoch: 2,
      stoppedEarly: false,
      status: 'finished',
      incomplete: false,
      trainMatrixOrigin: 'best-train',
      testLoss: 0.45,
      testRows: TEST_ROWS,
      naturalTest: null,
      control: {
        descriptors: ['modes', 'entropy'],
        trainRows: 80,
        conf_matrix: [
          [7, 3],
          [4, 6],
        ],
        acc: 0.65,
        loss: 0.6,
        rows: TEST_ROWS,
      },
      seconds: 12.5,
    },
  })
})

test("the keys have save_in_dict's order, with meta last", () => {
  expect(Object.keys(buildReport(FINISHED, EXTRAS)).join(' ')).toBe(
    'conf_matrix_train conf_matrix_test nb_class nom_classes acc loss val_acc val_loss report model_summary lr meta',
  )
})

describe('balanced classes', () => {
  test('the recipe, what it came to, and the test at natural prevalence are in meta', () => {
    const { meta, ...reference } = buildReport(BALANCED, EXTRAS)
    const { meta: _, ...alone } = buildReport(FINISHED, EXTRAS)
    expect(reference).toEqual(alone)
    expect(meta.classWeights).toBe('balanced')
    expect(meta.preparation).toEqual({
      splits: 'drawn',
      testFraction: 0.15,
      validationFraction: 0.15,
      seed: 1,
      stratified: true,
      balancing: 'smallest',
      deltaZThreshold: 1e-3,
      drop: ['leaked', 'no-class'],
      dropped: { leaked: 3, 'no-class': 2 },
      undersampled: 112,
    })
    expect(meta.naturalTest).toEqual({
      counts: [30, 10],
      excluded: 92,
      thinned: 5,
      conf_matrix: NATURAL,
      acc: 0.9,
      loss: 0.35,
      report: classificationReport(NATURAL),
      rows: null,
    })
  })

  test('a test that was not reached is null', () => {
    expect(buildReport({ ...BALANCED, status: 'stopped', natural: null }, EXTRAS).meta.naturalTest).toBeNull()
  })
})

describe('runs that did not reach their end', () => {
  test('a matrix of validation never becomes that of test', () => {
    const report = buildReport(STOPPED, EXTRAS)
    expect(report.conf_matrix_test).toBeNull()
    expect(report.report).toBeNull()
    expect(report.conf_matrix_train).toEqual(TRAIN)
    expect(report.meta).toMatchObject({
      status: 'stopped',
      incomplete: true,
      trainMatrixOrigin: 'epoch-train',
      testLoss: null,
      testRows: null,
    })
  })

  test('stopped and then evaluated: exact matrices, still incomplete', () => {
    const report = buildReport({ ...FINISHED, status: 'stopped' }, EXTRAS)
    expect(report.conf_matrix_test).toEqual(TEST)
    expect(report.report).toEqual(classificationReport(TEST))
    expect(report.meta).toMatchObject({
      status: 'stopped',
      incomplete: true,
      trainMatrixOrigin: 'best-train',
    })
  })

  test('failed before the first epoch ended', () => {
    const report = buildReport(
      {
        ...STOPPED,
        status: 'failed',
        train: null,
        test: null,
        bestEpoch: 0,
        history: { acc: [], loss: [], valAcc: [], valLoss: [], lr: [] },
      },
      EXTRAS,
    )
    expect(report).toMatchObject({ conf_matrix_train: null, conf_matrix_test: null, report: null, acc: [] })
    expect(report.meta).toMatchObject({
      status: 'failed',
      incomplete: true,
      trainMatrixOrigin: null,
      bestEpoch: 0,
    })
  })

  test.each(['running', 'evaluating'] as const)('refuses a run that is %s', (status) => {
    expect(() => buildReport({ ...FINISHED, status }, EXTRAS)).toThrow(
      new StudioError(
        'bad-input',
        `Expected a run that has ended, this one is ${status}.`,
        'Wait until the run ends, or stop it.',
      ),
    )
  })
})

test('the file name holds target, model and date', () => {
  expect(reportFileName(buildReport(FINISHED, EXTRAS))).toBe(
    'redshift-studio_DeltaZ_CNN3_seed7_2026-11-22.json',
  )
})

interface Schema {
  readonly $ref?: string
  readonly oneOf?: readonly Schema[]
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly propertyNames?: Schema
  readonly $defs?: Readonly<Record<string, Schema>>
}

describe('the published schema', () => {
  const schema: Schema = JSON.parse(
    readFileSync(new URL('../../public/report.schema.json', import.meta.url), 'utf8'),
  )

  function typeName(value: unknown): string {
    if (value === null) return 'null'
    if (Array.isArray(value)) return 'array'
    return Number.isInteger(value) ? 'integer' : typeof value
  }

  function hasType(value: unknown, types: readonly string[]): boolean {
    const name = typeName(value)
    return types.includes(name) || (name === 'integer' && types.includes('number'))
  }

  /** Keys within `meta` that came later: reports without them stay valid. */
  const LATER = [
    'control',
    'classWeights',
    'overruled',
    'preparation',
    'testFingerprint',
    'testRows',
    'naturalTest',
    'rows',
  ]

  /** The places where a value and its schema differ. Every key must be in the schema, and be required unless it is later. */
  function differences(value: unknown, at: Schema, place: string): string[] {
    if (at.$ref !== undefined) {
      return differences(value, schema.$defs![at.$ref.replace('#/$defs/', '')]!, place)
    }
    if (at.oneOf !== undefined) {
      const tried = at.oneOf.map((one) => differences(value, one, place))
      return tried.find((found) => found.length === 0) ?? tried[0]!
    }
    const found: string[] = []
    if (at.type !== undefined && !hasType(value, [at.type].flat())) found.push(`${place}: ${typeName(value)}`)
    if (at.const !== undefined && at.const !== value) found.push(`${place}: ${value}`)
    if (at.enum !== undefined && !at.enum.includes(value)) found.push(`${place}: ${value}`)
    if (Array.isArray(value)) {
      return [...found, ...value.flatMap((item, i) => differences(item, at.items ?? {}, `${place}[${i}]`))]
    }
    if (typeof value !== 'object' || value === null) return found
    const [pattern, patternSchema] = Object.entries(at.patternProperties ?? {})[0] ?? []
    const keys = Object.keys(value).filter((key) => pattern === undefined || !new RegExp(pattern).test(key))
    const required = keys.filter((key) => !LATER.includes(key))
    if (required.toSorted().join() !== [...(at.required ?? [])].toSorted().join()) {
      found.push(`${place}: keys ${keys}`)
    }
    if (
      keys.toSorted().join() !==
      Object.keys(at.properties ?? {})
        .toSorted()
        .join()
    ) {
      found.push(`${place}: properties ${keys}`)
    }
    for (const key of Object.keys(value)) {
      if (at.propertyNames !== undefined) found.push(...differences(key, at.propertyNames, `${place}.${key}`))
    }
    const inner = Object.entries(value).flatMap(([key, item]) => {
      const itemSchema = at.properties?.[key] ?? patternSchema
      return itemSchema === undefined ? [] : differences(item, itemSchema, `${place}.${key}`)
    })
    return [...found, ...inner]
  }

  test.each([
    ['a finished run', FINISHED],
    ['balanced classes', BALANCED],
    ['a stopped run', STOPPED],
    ['a failed run', { ...STOPPED, status: 'failed', train: null, test: null } satisfies RunState],
    [
      'a loss that is not finite',
      { ...STOPPED, history: { ...FINISHED.history, loss: [0.6, Number.NaN] } } satisfies RunState,
    ],
  ])('has exactly the keys of %s', (_, state) => {
    const written: unknown = JSON.parse(JSON.stringify(buildReport(state, EXTRAS)))
    expect(differences(written, schema, 'report')).toEqual([])
  })

  test('notices a key too many, one too few and a wrong type', () => {
    const report = buildReport(FINISHED, EXTRAS)
    const { seconds: _, ...meta } = report.meta
    expect(differences({ ...report, extra: 1 }, schema, 'report')).toHaveLength(2)
    expect(differences({ ...report, meta }, schema, 'report')).toHaveLength(2)
    expect(differences({ ...report, nb_class: '2' }, schema, 'report')).toEqual(['report.nb_class: string'])
    const dropped = { ...report.meta.preparation, dropped: { leaks: 3 } }
    expect(
      differences({ ...report, meta: { ...report.meta, preparation: dropped } }, schema, 'report'),
    ).toEqual(['report.meta.preparation.dropped.leaks: leaks'])
  })

  test('knows every reason to drop rows', () => {
    expect(schema.$defs!.dropReason!.enum).toEqual(DROP_REASONS)
  })
})
