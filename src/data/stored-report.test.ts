import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { classificationReport } from '../core/metrics.ts'
import { bytesSource } from '../formats/source.ts'
import { readStoredReport, type StoredReport } from './stored-report.ts'

const FOLDER = join(import.meta.dirname, '../../reference/fixtures/reports')
const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<
  string,
  Record<string, never> & { accuracy: number }
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
    const report = await read(name)
    const expected = EXPECTED[name]!
    if (report.perClass !== null) {
      expect(report.accuracy).toBe(expected.accuracy)
      expect(report.perClass).toEqual(report.classes.map((_, i) => expected[String(i)]))
    }
    if (report.confusionTest !== null) {
      const exact = classificationReport(report.confusionTest)
      expect(exact.accuracy).toBeCloseTo(expected.accuracy, 15)
    }
    expect(report.acc).toEqual([0.61, 0.74, 0.81, 0.83])
  })

  test('a whole one has no gaps', async () => {
    const report = await read('whole.npy')
    expect(report.gaps).toEqual([])
    expect(report.classes).toEqual(['Flag 1', 'Flags 2-9', 'Flags 3-4'])
    expect(report.lr![0]).toBe(Math.fround(1e-4))
    expect(report.modelSummary).toContain('18,348,706')
    expect(report.confusionTest!.flat().reduce((sum, count) => sum + count)).toBe(200)
    expect(report.confusionTrain!.flat().reduce((sum, count) => sum + count)).toBe(1000)
    expect(report.meta).toBeNull()
  })

  test('LaTeX in class names becomes readable', async () => {
    const report = await read('latex-without-lr.npy')
    expect(report.classes).toEqual(['ΔZ < 1e-3', 'ΔZ ≥ 1e-3'])
    expect(report.gaps).toEqual(['lr'])
  })

  test("`nom_class`, the target's name, names its classes", async () => {
    const report = await read('nom-class-without-lr.npy')
    expect(report.classes).toEqual(['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'])
    expect(report.gaps).toEqual(['nom_classes', 'lr'])
  })

  test('what lacks is named', async () => {
    expect((await read('without-report.npy')).gaps).toEqual(['report', 'model_summary'])
    const report = await read('without-matrices.npy')
    expect(report.gaps).toEqual(['conf_matrix_train', 'conf_matrix_test'])
    expect(report.perClass).toHaveLength(3)
  })

  test("Python's NaN and Infinity in JSON are no numbers; text that says so stays", async () => {
    const report = await read('nan.json')
    expect(report.valLoss).toEqual([Number.NaN, 0.6, 0.5, Number.NaN])
    expect(report.modelSummary).toBe('says NaN and "Infinity"')
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

describe("this studio's JSON", () => {
  test('null is a gap; meta is read', async () => {
    const report = await readJson(WHOLE)
    expect(report.gaps).toEqual([
      'conf_matrix_train',
      'report',
      'model_summary',
      'loss',
      'val_acc',
      'val_loss',
      'lr',
    ])
    expect(report.meta).toEqual({ model: 'CNN3', target: 'DeltaZ', status: 'stopped', backend: 'wasm' })
    expect(report.confusionTest).toEqual([
      [3, 1],
      [0, 4],
    ])
  })

  test('classes without names are called by their index', async () => {
    const { nom_classes: _, ...rest } = WHOLE
    expect((await readJson(rest)).classes).toEqual(['class 0', 'class 1'])
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
    [{ ...WHOLE, nb_class: 3 }, 'report.json: conf_matrix_test is 2 x 2; expected 3 x 3.'],
    [{ ...WHOLE, nb_class: 'two' }, 'report.json: nb_class is two; expected an integer.'],
    [
      { ...WHOLE, acc: ['1'] },
      'report.json: acc is another value; expected a list of numbers, one per epoch.',
    ],
    [
      { ...WHOLE, report: { '0': { precision: 1 } } },
      'report.json: report["0"]["recall"] is absent; expected a number.',
    ],
  ])('%j is refused', async (value, message) => {
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
})
