import { describe, expect, test } from 'vitest'
import type { DatasetReport, FileReport, SplitReport } from './dataset-report.ts'
import { StudioError } from './errors.ts'
import { BREAKS, changed, PARTS, PROJECT, REPORT, SAMPLE_BREAKS, SAMPLE_PROJECT } from './project.fixture.ts'
import { compareProject, makeProject, type Project, parseProject, projectFileName } from './project.ts'

const CORRECT = 'Correct it in the file, or save the project again.'
const WHICH_FILE = 'Open a file that "Save project" wrote.'

/** The error that reading these bytes gives. */
function errorOf(text: string): unknown {
  try {
    return parseProject(text, 'redshift.json')
  } catch (thrown) {
    return thrown
  }
}

/** `REPORT` with other files in TRAIN. */
function withFiles(files: readonly FileReport[]): DatasetReport {
  return { ...REPORT, splits: { ...REPORT.splits, train: { ...REPORT.splits.train, files } } }
}

describe('makeProject', () => {
  test('of files: names and sizes, never the data', () => {
    expect(PROJECT).toEqual({
      format: 'redshift-studio-project',
      version: 1,
      studio: '0.1.0',
      created: '2026-11-26T20:15:00.000Z',
      data: {
        kind: 'files',
        candidate: 'DeltaZ/balanced',
        name: 'DeltaZ balanced',
        rows: { train: 1800, validation: 300, test: 400 },
        width: 17_908,
        files: [
          { path: 'DeltaZ/balanced/TRAIN/X.npy', bytes: 128_937_728 },
          { path: 'DeltaZ/balanced/TRAIN/Y.npy', bytes: 7328 },
          { path: 'DeltaZ/balanced/VALID/X.npy', bytes: 21_489_728 },
          { path: 'DeltaZ/balanced/VALID/Y.npy', bytes: 1328 },
          { path: 'DeltaZ/balanced/TEST/X.npy', bytes: 28_652_928 },
          { path: 'DeltaZ/balanced/TEST/Y.npy', bytes: 1728 },
        ],
        columns: { X: 'lnp', label: 'cls' },
      },
      target: 'DeltaZ',
      preparation: {
        testFraction: 0.15,
        validationFraction: 0.15,
        seed: 1,
        splits: 'given',
        stratified: false,
        balancing: 'none',
        deltaZThreshold: 0.001,
        drop: ['leaked', 'constant'],
      },
      sourceFingerprint: '5a11c0de',
      fingerprint: '9f3c1be2',
      keepMegabytes: 600,
      settings: {
        model: 'CNN-GRU',
        input: 'logPDF',
        epochs: 50,
        batchSize: 128,
        seed: 1,
        schedule: 'exponential',
        backend: 'auto',
        patience: 10,
        dropout: 0.2,
        redshift: 'value',
        classWeights: 'none',
        memoryLimit: 2000,
      },
    })
  })

  test('of a sample: its settings', () => {
    expect(SAMPLE_PROJECT.data).toEqual({ kind: 'sample', sample: { rows: 1000, points: 1024, seed: 1 } })
  })

  test('a table that splits share counts once, with all its columns', () => {
    const table = { path: 'all.arrow', rows: 2500, width: 1, type: '<f4' }
    const files = [
      { ...table, column: 'lnp', bytes: 5000 },
      { ...table, column: 'cls', bytes: 70 },
    ]
    const { train, validation } = REPORT.splits
    const splits = {
      train: { ...train, files },
      validation: { ...validation, files },
      test: REPORT.splits.test,
    } satisfies Record<string, SplitReport>
    expect(makeProject({ ...PARTS, report: { ...REPORT, splits } }).data).toMatchObject({
      files: [
        { path: 'all.arrow', bytes: 5070 },
        { path: 'DeltaZ/balanced/TEST/X.npy', bytes: 28_652_928 },
        { path: 'DeltaZ/balanced/TEST/Y.npy', bytes: 1728 },
      ],
    })
  })

  test('lists the first 200 files', () => {
    const part = { bytes: 8, rows: 1, width: 1, type: '<f4' }
    const files = Array.from({ length: 250 }, (_, i) => ({ ...part, path: `part-${i}.npy` }))
    const { data } = makeProject({ ...PARTS, report: withFiles(files) })
    expect(data).toMatchObject({ files: files.slice(0, 200).map(({ path }) => ({ path, bytes: 8 })) })
  })

  test.each(['fingerprint', 'sourceFingerprint'] as const)('needs a %s', (key) => {
    expect(() => makeProject({ ...PARTS, report: { ...REPORT, [key]: '' } })).toThrow(
      new StudioError(
        'bad-input',
        'The posteriors of DeltaZ balanced have not been read yet, so a project could not tell them from others.',
        'Save the project when they have been read.',
      ),
    )
  })
})

test('the file name holds target and date', () => {
  expect(projectFileName({ target: 'Flag3', created: '2026-11-26T23:59:59.000Z' })).toBe(
    'redshift-studio_Flag3_project_2026-11-26.json',
  )
})

describe('parseProject', () => {
  test.each([
    ['files', PROJECT],
    ['a sample', SAMPLE_PROJECT],
  ])('gives back what was saved: %s', (_, project) => {
    expect(parseProject(JSON.stringify(project, null, 2), 'redshift.json')).toEqual(project)
  })

  test('without class weights: none', () => {
    const old = changed(PROJECT, ['settings', 'classWeights'], undefined)
    expect(parseProject(JSON.stringify(old), 'redshift.json').settings.classWeights).toBe('none')
    const weighted = changed(PROJECT, ['settings', 'classWeights'], 'balanced')
    expect(parseProject(JSON.stringify(weighted), 'redshift.json').settings.classWeights).toBe('balanced')
  })

  test('brings reasons into their order, each once', () => {
    const mixed = changed(PROJECT, ['preparation', 'drop'], ['no-class', 'leaked', 'no-class'])
    expect(parseProject(JSON.stringify(mixed), 'redshift.json').preparation.drop).toEqual([
      'leaked',
      'no-class',
    ])
  })

  test('leaves out keys that are not known, and prototypes alone', () => {
    const text = JSON.stringify(PROJECT)
      .replace('"target"', '"__proto__":{"polluted":1},"constructor":{"a":1},"target"')
      .replace('"epochs"', '"__proto__":{"epochs":3},"momentum":0.9,"epochs"')
      .replace('"X":"lnp"', '"__proto__":{"id":"polluted"},"weight":"w","X":"lnp"')
    expect(text).not.toBe(JSON.stringify(PROJECT))
    const project = parseProject(text, 'redshift.json')
    expect(project).toEqual(PROJECT)
    const objects = [project, project.settings, (project.data as { columns: object }).columns]
    expect(objects.map(Object.getPrototypeOf)).toEqual(objects.map(() => Object.prototype))
    expect(Object.keys(project)).toEqual(Object.keys(PROJECT))
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('a value must be the own one of its object', () => {
    const text = JSON.stringify(changed(PROJECT, ['settings', 'epochs'], undefined))
    const inherited = text.replace('"batchSize"', '"__proto__":{"epochs":3},"batchSize"')
    expect(errorOf(inherited)).toEqual(
      new StudioError(
        'bad-input',
        'redshift.json: settings.epochs is missing, expected an integer from 1 to 10000',
        CORRECT,
      ),
    )
  })

  test.each([
    ...BREAKS.map((each) => [...each, PROJECT] as const),
    ...SAMPLE_BREAKS.map((each) => [...each, SAMPLE_PROJECT] as const),
  ])('refuses another value at %j, case %#', (place, to, found, expected, project) => {
    const name = place.reduce<string>(
      (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${key}`),
      '',
    )
    expect(errorOf(JSON.stringify(changed(project, place, to)))).toEqual(
      new StudioError('bad-input', `redshift.json: ${name} is ${found}, expected ${expected}`, CORRECT),
    )
  })

  test('names the first of several wrong values, and shortens it', () => {
    const broken = changed(changed(PROJECT, ['settings', 'seed'], -1), ['target'], 'x'.repeat(1000))
    expect(errorOf(JSON.stringify(broken))).toEqual(
      new StudioError(
        'bad-input',
        `redshift.json: target is "${'x'.repeat(39)}..., expected one of DeltaZ, Success2, Success3, Flag3, Flag`,
        CORRECT,
      ),
    )
  })

  test('a time that does not exist', () => {
    expect(errorOf(JSON.stringify(changed(PROJECT, ['created'], '2026-13-26T20:15:00.000Z')))).toEqual(
      new StudioError(
        'bad-input',
        'redshift.json: created is "2026-13-26T20:15:00.000Z", expected a time as 2026-11-26T20:15:00.000Z',
        CORRECT,
      ),
    )
  })

  test('a column with two roles', () => {
    expect(errorOf(JSON.stringify(changed(PROJECT, ['data', 'columns', 'id'], 'cls')))).toEqual(
      new StudioError(
        'bad-input',
        'redshift.json: data.columns is an object, expected no column that has two roles',
        CORRECT,
      ),
    )
  })

  test.each([
    ['{"conf_matrix_train":[]}', 'format is missing, expected "redshift-studio-project"'],
    ['{"format":"a","version":2}', 'format is "a", expected "redshift-studio-project"'],
  ])('refuses another format: %s', (text, message) => {
    expect(errorOf(text)).toEqual(new StudioError('bad-input', `redshift.json: ${message}`, WHICH_FILE))
  })

  test('refuses a newer version by its number, before its fields', () => {
    const newer = { format: PROJECT.format, version: 2, studio: '0.9.0' }
    expect(errorOf(JSON.stringify(newer))).toEqual(
      new StudioError(
        'bad-input',
        'redshift.json: version is 2, saved by studio "0.9.0"; this studio reads version 1',
        'Open it with the studio that saved it, or a newer one.',
      ),
    )
  })

  test.each([
    [undefined, 'missing'],
    [0, '0'],
    ['1', '"1"'],
  ])('refuses version %j', (version, found) => {
    expect(errorOf(JSON.stringify({ ...PROJECT, version }))).toEqual(
      new StudioError('bad-input', `redshift.json: version is ${found}, expected 1`, CORRECT),
    )
  })

  test.each([
    ['null', 'null'],
    ['[1, 2]', 'a list of 2'],
    ['"project"', '"project"'],
    ['3', '3'],
  ])('refuses %s', (text, found) => {
    expect(errorOf(text)).toEqual(
      new StudioError('bad-input', `redshift.json is ${found}, expected an object`, WHICH_FILE),
    )
  })
})

describe('compareProject', () => {
  const compare = (patch: Partial<DatasetReport>, project: Project = PROJECT) =>
    compareProject(project, { ...REPORT, ...patch })
  const CHOOSE = 'Choose the files that the project was saved with, or save a new project of these.'

  test('nothing where both fingerprints are equal, whatever the files are called', () => {
    expect(compare({ name: 'other', id: 'other' })).toEqual([])
  })

  test('other rows of another shape, with both values of each', () => {
    const resized = (split: SplitReport, rows: number): SplitReport => ({ ...split, rows })
    const { train, validation, test } = REPORT.splits
    const report = {
      target: 'Flag3',
      width: 1024,
      splits: { train: resized(train, 12_000), validation, test: resized(test, 0) },
      fingerprint: '1111',
      sourceFingerprint: '2222',
    } as const
    expect(compare(report)).toEqual([
      {
        code: 'project-differs',
        severity: 'warning',
        message: `DeltaZ balanced: these are not the data of the project. The files hold other rows (fingerprint 2222, in the project 5a11c0de). The target is Flag3, in the project DeltaZ. Points per posterior: 1,024, in the project 17,908. Rows of TRAIN: 12,000, in the project 1,800. Rows of TEST: 0, in the project 400. ${CHOOSE}`,
        file: '',
        rows: [],
        counts: {},
      },
    ])
  })

  test('the same rows with other labels or splits', () => {
    expect(compare({ fingerprint: '1111' })).toMatchObject([
      {
        message: `DeltaZ balanced: these are not the data of the project. The files hold the same rows, and other labels or splits (fingerprint 1111, in the project 9f3c1be2). ${CHOOSE}`,
      },
    ])
  })

  test('other rows that no split uses', () => {
    expect(compare({ sourceFingerprint: '2222' })).toMatchObject([
      {
        message: `DeltaZ balanced: these are not the data of the project. The files hold other rows (fingerprint 2222, in the project 5a11c0de), and the same ones in the splits. ${CHOOSE}`,
      },
    ])
  })

  test('names a file of another size', () => {
    const [x, y] = REPORT.splits.train.files
    const { splits } = withFiles([{ ...x!, bytes: 1000 }, y!])
    expect(compare({ splits, sourceFingerprint: '2222', fingerprint: '1111' })).toMatchObject([
      {
        message: `DeltaZ balanced: these are not the data of the project. The files hold other rows (fingerprint 2222, in the project 5a11c0de). Bytes of DeltaZ/balanced/TRAIN/X.npy: 1,000, in the project 128,937,728. ${CHOOSE}`,
        file: 'DeltaZ/balanced/TRAIN/X.npy',
      },
    ])
  })

  test.each([
    [5, ''],
    [8, ' Files of other sizes besides these: 3.'],
  ])('names five of %i files, and says how many more there are', (count, rest) => {
    const part = { rows: 1, width: 1, type: '<f4' }
    const many = (bytes: number) =>
      withFiles(Array.from({ length: count }, (_, i) => ({ ...part, bytes, path: `part-${i}.npy` })))
    const project = makeProject({ ...PARTS, report: many(8) })
    const { message, file } = compareProject(project, { ...many(9), sourceFingerprint: '2222' })[0]!
    const named = [0, 1, 2, 3, 4].map((i) => `Bytes of part-${i}.npy: 9, in the project 8.`).join(' ')
    expect(message).toContain(`splits. ${named}${rest} Choose`)
    expect(file).toBe('')
  })

  test('files of other paths are not called changed', () => {
    const { splits } = withFiles(
      REPORT.splits.train.files.map((file) => ({ ...file, path: `data/${file.path}` })),
    )
    expect(compare({ splits, fingerprint: '1111' })[0]!.message).not.toContain('Bytes of')
  })

  test('a sample that another studio simulates', () => {
    const report = {
      name: 'sample-1000x1024-seed1',
      width: 1024,
      fingerprint: '1111',
      sourceFingerprint: '22',
    }
    expect(compare(report, SAMPLE_PROJECT)).toMatchObject([
      {
        message:
          'sample-1000x1024-seed1: these are not the data of the project. The sample has other rows (fingerprint 22, in the project 5a11c0de). It was saved by studio 0.1.0. Save a new project to keep this sample.',
      },
    ])
  })

  test('a sample of another number of points', () => {
    const report = { width: 64, fingerprint: '1111', sourceFingerprint: '22' }
    expect(compare(report, SAMPLE_PROJECT)[0]!.message).toContain(
      ' Points per posterior: 64, in the project 1,024. It was',
    )
  })
})
