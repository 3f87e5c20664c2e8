import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { classificationReport } from '../core/metrics.ts'
import { RUNS_FORMAT } from '../core/run-collection.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { type ByteSource, bytesSource } from '../formats/source.ts'
import { encodeReport } from './encode-report.ts'
import { readStoredReport, type StoredReport } from './stored-report.ts'

const FOLDER = join(import.meta.dirname, '../../reference/fixtures/reports')
const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<
  string,
  { readonly accuracy: number }
>

function read(name: string): Promise<StoredReport> {
  return readStoredReport(bytesSource(readFileSync(join(FOLDER, name)), name))
}

function readJson(value: unknown): Promise<StoredReport> {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return readStoredReport(bytesSource(new TextEncoder().encode(text), 'report.json'))
}

describe("LAM-Redshift's reports", () => {
  test.each(Object.keys(EXPECTED))('%s: classes and accuracy are those of scikit-learn', async (name) => {
    const { report, gaps, savedAccuracy } = await read(name)
    const expected = EXPECTED[name]!
    if (gaps.includes('report')) {
      expect([report.report, savedAccuracy]).toEqual([null, null])
    } else {
      expect(report.report).toEqual(expected)
      expect(savedAccuracy).toBe(expected.accuracy)
    }
    if (report.conf_matrix_test !== null) {
      const exact = classificationReport(report.conf_matrix_test)
      expect(exact.accuracy).toBeCloseTo(expected.accuracy, 15)
    }
    expect(report.acc).toEqual([0.61, 0.74, 0.81, 0.83])
  })

  test('a whole one has no gaps', async () => {
    const { report, labels, gaps } = await read('whole.npy')
    expect(gaps).toEqual([])
    expect(report.nb_class).toBe(3)
    expect(report.nom_classes).toEqual(['Flag 1', 'Flags 2-9', 'Flags 3-4'])
    expect(labels).toEqual(['Flag 1', 'Flags 2 & 9', 'Flags 3 & 4'])
    expect(report.lr![0]).toBe(Math.fround(1e-4))
    expect(report.model_summary).toContain('18,348,706')
    expect(report.conf_matrix_test!.flat().reduce((sum, count) => sum + count)).toBe(200)
    expect(report.conf_matrix_train!.flat().reduce((sum, count) => sum + count)).toBe(1000)
    expect(report.meta).toBeNull()
    expect(Object.keys(report).join(' ')).toBe(
      'conf_matrix_train conf_matrix_test nb_class nom_classes acc loss val_acc val_loss report model_summary lr meta',
    )
  })

  test('LaTeX in class names becomes readable, and stays in the report', async () => {
    const { report, labels, gaps } = await read('latex-without-lr.npy')
    expect(labels).toEqual(['ΔZ < 1e-3', 'ΔZ ≥ 1e-3'])
    expect(report.nom_classes).toEqual(['$\\Delta$Z $< 10^{-3}$', '$\\Delta$Z $\\geq 10^{-3}$'])
    expect(gaps).toEqual(['lr'])
    expect(report.lr).toBeNull()
  })

  test("`nom_class`, the target's name, gives a guess and no names", async () => {
    const { report, labels, gaps, savedTarget } = await read('nom-class-without-lr.npy')
    expect(report.nom_classes).toEqual(['class 0', 'class 1'])
    expect(labels).toEqual(['DeltaZ < 1e-3?', 'DeltaZ ≥ 1e-3?'])
    expect(gaps).toEqual(['nom_classes', 'lr'])
    expect(savedTarget).toBe('DeltaZ')
    expect((await read('whole.npy')).savedTarget).toBeNull()
  })

  test('names that lack still lack after an export', async () => {
    const { report } = await read('nom-class-without-lr.npy')
    const again = await readJson(report)
    expect(again.gaps).toEqual(['nom_classes', 'lr'])
    expect(again.labels).toEqual(['class 0', 'class 1'])
    const npy = await readStoredReport(bytesSource(encodeReport(report), 'a.npy'))
    expect(npy.gaps).toEqual(['nom_classes', 'lr'])
    expect(npy.report).toEqual(report)
  })

  test('what lacks is named', async () => {
    expect((await read('without-report.npy')).gaps).toEqual(['report', 'model_summary'])
    const { report, gaps } = await read('without-matrices.npy')
    expect(gaps).toEqual(['conf_matrix_train', 'conf_matrix_test'])
    expect([report.conf_matrix_train, report.conf_matrix_test]).toEqual([null, null])
  })

  test("Python's NaN and Infinity in JSON are no numbers; text that says so stays", async () => {
    const { report } = await read('nan.json')
    expect(report.val_loss).toEqual([Number.NaN, 0.6, 0.5, Number.NaN])
    expect(report.model_summary).toBe('says NaN and "Infinity"')
  })
})

const WHOLE = {
  conf_matrix_train: null,
  conf_matrix_test: [
    [3, 1],
    [0, 4],
  ],
  nb_class: 2,
  nom_classes: ['a', 'b'],
  acc: [1],
  meta: { model: 'CNN3', target: 'DeltaZ', status: 'stopped', backend: 'wasm' },
}

/** Of more classes than a report may have. */
const MANY = Array.from({ length: 1001 }, () => new Array<number>(1001).fill(0))

describe("this studio's JSON", () => {
  test('null is a gap; meta is read', async () => {
    const { report, gaps } = await readJson(WHOLE)
    expect(gaps).toEqual([
      'conf_matrix_train',
      'report',
      'model_summary',
      'loss',
      'val_acc',
      'val_loss',
      'lr',
    ])
    expect(report.meta).toMatchObject({
      model: 'CNN3',
      target: 'DeltaZ',
      status: 'stopped',
      backend: 'wasm',
      seed: null,
    })
    expect(report.conf_matrix_test).toEqual(WHOLE.conf_matrix_test)
  })

  test('classes without names are called by their index', async () => {
    const { nom_classes: _, ...rest } = WHOLE
    const { report, labels } = await readJson(rest)
    expect([report.nom_classes, labels]).toEqual([
      ['class 0', 'class 1'],
      ['class 0', 'class 1'],
    ])
  })

  test('a report that contradicts its matrix is taken as it is', async () => {
    const row = { precision: 0.1, recall: 0.2, 'f1-score': 0.3, support: 99 }
    const scores = { '0': row, '1': row, accuracy: 0.9, 'macro avg': row, 'weighted avg': row }
    const { report, savedAccuracy } = await readJson({ ...WHOLE, report: scores })
    expect(report.report).toEqual(scores)
    expect(savedAccuracy).toBe(0.9)
  })

  test('accuracy and averages that lack follow from the classes', async () => {
    const scores = {
      '0': { precision: 1, recall: 0.75, 'f1-score': 0.5, support: 4 },
      '1': { precision: 0.5, recall: 0.5, 'f1-score': null, support: 12 },
      'macro avg': { precision: 1 },
    }
    const { report, savedAccuracy, gaps } = await readJson({ ...WHOLE, report: scores })
    expect(report.report).toEqual({
      '0': scores['0'],
      '1': { ...scores['1'], 'f1-score': Number.NaN },
      accuracy: 9 / 16,
      'macro avg': { precision: 0.75, recall: 0.625, 'f1-score': Number.NaN, support: 16 },
      'weighted avg': { precision: 0.625, recall: 9 / 16, 'f1-score': Number.NaN, support: 16 },
    })
    expect(savedAccuracy).toBeNull()
    expect(gaps).not.toContain('report')
  })

  test('a report without one of its classes is named, and its accuracy kept', async () => {
    const scores = { '0': { precision: 1, recall: 1, 'f1-score': 1, support: 4 }, accuracy: 0.5 }
    const { report, savedAccuracy, gaps } = await readJson({ ...WHOLE, report: scores })
    expect(report.report).toBeNull()
    expect(savedAccuracy).toBe(0.5)
    expect(gaps).toEqual([
      'conf_matrix_train',
      'report["1"]',
      'model_summary',
      'loss',
      'val_acc',
      'val_loss',
      'lr',
    ])
  })

  test('values of another form are gaps: scikit-learn gives its report as text, too', async () => {
    const { report, gaps } = await readJson({
      ...WHOLE,
      report: 'as text',
      model_summary: 5,
      nom_classes: ['a'],
    })
    expect([report.report, report.model_summary]).toEqual([null, null])
    expect(gaps).toEqual([
      'conf_matrix_train',
      'report',
      'model_summary',
      'nom_classes',
      'loss',
      'val_acc',
      'val_loss',
      'lr',
    ])
  })

  test('long curves, and such that were validated every few epochs', async () => {
    const acc = new Array(100_000).fill(0.5)
    const { report } = await readJson({ ...WHOLE, acc, loss: [], val_acc: acc.slice(0, 1000), lr: [1e-4] })
    expect([report.acc!.length, report.loss, report.val_acc!.length]).toEqual([100_000, [], 1000])
  })

  test.each([
    { ...WHOLE, meta: undefined },
    { ...WHOLE, meta: null },
    { ...WHOLE, meta: 'none' },
  ])('no meta, case %#', async (value) => {
    expect((await readJson(value)).report.meta).toBeNull()
  })

  test('other keys are left out, and __proto__ is one of them', async () => {
    const text = JSON.stringify(WHOLE).replace('{', '{"__proto__": {"lr": [1]}, "extra": 1, ')
    const { report } = await readJson(text.replace('"meta":{', '"meta":{"__proto__":{"seed":5},"extra":1,'))
    expect(report.lr).toBeNull()
    expect(report.meta!.seed).toBeNull()
    expect(Object.getPrototypeOf(report)).toBe(Object.prototype)
    expect(Object.getPrototypeOf(report.meta)).toBe(Object.prototype)
    expect(Object.keys(report)).not.toContain('extra')
    expect(Object.keys(report.meta!)).not.toContain('extra')
  })

  test.each([
    ['{', 'report.json is not JSON: '],
    ['[1]', 'report.json is JSON, but no object.'],
    [{}, 'report.json is no report: it has neither conf_matrix_test, report, acc nor loss.'],
    [
      { ...WHOLE, conf_matrix_test: [[1, 2]] },
      'report.json: conf_matrix_test is another value; expected a square matrix of counts.',
    ],
    [
      { ...WHOLE, conf_matrix_test: [[1.5]] },
      'report.json: conf_matrix_test is another value; expected a square matrix of counts.',
    ],
    [{ acc: [1], conf_matrix_test: MANY }, 'report.json: nb_class is 1001; expected at most 1000.'],
    [
      { ...WHOLE, acc: new Array(100_001).fill(0.5) },
      'report.json: acc has 100,001 epochs; expected at most 100,000.',
    ],
    [
      { ...WHOLE, lr: new Array(100_001).fill(0.5) },
      'report.json: lr has 100,001 epochs; expected at most 100,000.',
    ],
    [
      { ...WHOLE, acc: new Array(1501).fill(0.5), val_acc: new Array(15).fill(0.5) },
      'report.json: acc has 1,501 epochs; expected at most 1,500, for val_acc has 15.',
    ],
    [{ ...WHOLE, nb_class: 3 }, 'report.json: conf_matrix_test is 2 x 2; expected 3 x 3.'],
    [{ ...WHOLE, nb_class: 'two' }, 'report.json: nb_class is two; expected an integer.'],
    [{ acc: [1], nb_class: 1e9 }, 'report.json: nb_class is 1000000000; expected at most 1000.'],
    [
      { ...WHOLE, acc: ['1'] },
      'report.json: acc is another value; expected a list of numbers, one per epoch.',
    ],
    [
      { ...WHOLE, report: { '0': { precision: 1 } } },
      'report.json: report.0.recall is missing; expected a number.',
    ],
    [
      { ...WHOLE, report: { '0': { precision: '1' } } },
      'report.json: report.0.precision is "1"; expected a number.',
    ],
    [
      { format: RUNS_FORMAT, version: 1, runs: [] },
      'report.json is a collection of runs; expected one report.',
    ],
  ])('a wrong value is refused, case %#', async (value, message) => {
    await expect(readJson(value)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(message),
    })
  })
})

test('an NPY file that is no dictionary is refused', async () => {
  const file = join(FOLDER, '../numpy/attributes9-saved.npy')
  await expect(readStoredReport(bytesSource(readFileSync(file), 'a.npy'))).rejects.toThrow(
    'a.npy holds 54 values; expected one dictionary.',
  )
  await expect(readStoredReport(bytesSource(encodeNpy('<f4', [1], [1]), 'x.npy'))).rejects.toMatchObject({
    message: 'x.npy is an array of type <f4; expected one dictionary.',
    hint: 'Give a report of this studio (JSON) or of LAM-Redshift (.npy).',
  })
})

test('a file that is too large is not read', async () => {
  const [most, mostNpy] = [256 * 2 ** 20, 64 * 2 ** 20]
  const file = (byteLength: number, first: number): ByteSource => ({
    name: 'a',
    byteLength,
    slice: async (begin, end) => {
      if (end - begin > 1) throw new Error('read')
      return Uint8Array.of(first)
    },
  })
  const [json, npy] = [0x7b, 0x93]
  for (const [size, first, reason] of [
    [most + 1, json, 'a has 268,435,457 bytes; reports have at most 268,435,456.'],
    [most, json, 'read'],
    [mostNpy + 1, npy, 'a has 67,108,865 bytes; reports have at most 67,108,864.'],
    [mostNpy, npy, 'read'],
  ] as const) {
    await expect(readStoredReport(file(size, first))).rejects.toMatchObject({ message: reason })
  }
})
