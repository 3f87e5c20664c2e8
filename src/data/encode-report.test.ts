import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classificationReport } from '../core/metrics.ts'
import type { PartialReport } from '../core/report.ts'
import { reportBytes } from '../core/report-fields/report.fixture.ts'
import { openNpy, readObjects } from '../formats/npy.ts'
import { NdArray } from '../formats/pickle/pickle.ts'
import { bytesSource } from '../formats/source.ts'
import { encodeReport } from './encode-report.ts'
import { readStoredReport } from './stored-report.ts'

async function dictionaryOf(bytes: Uint8Array): Promise<Map<string, unknown>> {
  const source = bytesSource(bytes, 'a.npy')
  const [dictionary] = await readObjects(await openNpy(source), source)
  return dictionary as Map<string, unknown>
}

async function readReport(name: string): Promise<PartialReport> {
  return (await readStoredReport(bytesSource(reportBytes(name), name))).report
}

async function reread(report: PartialReport) {
  return readStoredReport(bytesSource(encodeReport(report), 'a.npy'))
}

describe('the .npy', () => {
  test.each([
    ['studio.json', 'studio.npy'],
    ['studio.npy', 'studio.npy'],
    ['whole.npy', 'whole.npy'],
  ])("of %s holds what NumPy's %s holds", async (from, numpys) => {
    const written = await dictionaryOf(encodeReport(await readReport(from)))
    const expected = await dictionaryOf(reportBytes(numpys))
    expect(written).toEqual(expected)
    expect([...written.keys()]).toEqual([...expected.keys()])
    const rows = (report: unknown) =>
      [...(report as Map<string, unknown>)].map(([key, row]) => [key, row instanceof Map && [...row.keys()]])
    expect(rows(written.get('report'))).toEqual(rows(expected.get('report')))
  })

  test('matrices are int64 with two axes', async () => {
    const matrix = (await dictionaryOf(encodeReport(await readReport('studio.json')))).get('conf_matrix_test')
    expect(matrix).toBeInstanceOf(NdArray)
    expect((matrix as NdArray).dtype.descr).toBe('<i8')
    expect((matrix as NdArray).shape).toEqual([3, 3])
  })

  test('counts are int, and curves are float also where they are whole', async () => {
    const report = { ...(await readReport('studio.json')), acc: [1, 0, 1, 1] }
    const text = new TextDecoder('latin1').decode(encodeReport(report))
    // BINUNICODE, length, text, then BININT1
    expect(text).toContain('X\x08\0\0\0nb_classK\x03')
    expect(text).toContain('X\x07\0\0\0supportK\x2b')
    // EMPTY_LIST, MARK, BINFLOAT 1.0, BINFLOAT 0.0
    expect(text).toContain('X\x03\0\0\0acc](G\x3f\xf0\0\0\0\0\0\0G\0\0\0\0\0\0\0\0')
  })

  test('a support that is no integer stays as it was', async () => {
    const report = await readReport('studio.json')
    const row = { ...report.report!['0']!, support: 2.5 }
    const again = await reread({ ...report, report: { ...report.report!, '0': row } })
    expect(again.report.report!['0']).toEqual(row)
  })

  test('a report that lacks follows from the matrix; summary and rates that lack are None', async () => {
    const whole = await readReport('whole.npy')
    const report = { ...whole, report: null, model_summary: null, lr: null }
    const written = await dictionaryOf(encodeReport(report))
    expect([written.get('model_summary'), written.get('lr')]).toEqual([null, null])
    const again = await reread(report)
    expect(again.report.report).toEqual(classificationReport(whole.conf_matrix_test!))
    expect(again.gaps).toEqual(['model_summary', 'lr'])
  })
})

describe('what fig.py could not draw is refused', () => {
  test.each([
    [
      'without-matrices.npy',
      {},
      'The report has no conf_matrix_train and conf_matrix_test; fig.py could not draw the .npy.',
    ],
    ['whole.npy', { val_loss: null }, 'The report has no val_loss; fig.py could not draw the .npy.'],
    [
      'whole.npy',
      { conf_matrix_test: null, acc: null, loss: null },
      'The report has no conf_matrix_test, acc and loss; fig.py could not draw the .npy.',
    ],
    [
      'whole.npy',
      { acc: [], loss: [], val_acc: [], val_loss: [] },
      'The curves have these numbers of epochs: acc 0, loss 0, val_acc 0 and val_loss 0; fig.py draws only curves of equal length, from 1 epoch on.',
    ],
    [
      'whole.npy',
      { val_acc: [0.5] },
      'The curves have these numbers of epochs: acc 4, loss 4, val_acc 1 and val_loss 4; fig.py draws only curves of equal length, from 1 epoch on.',
    ],
  ])('%s with %j', async (name, change, message) => {
    const report: PartialReport = { ...(await readReport(name)), ...change }
    expect(() => encodeReport(report)).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message,
        hint: 'Export JSON instead, which holds what there is.',
      }),
    )
  })
})

test('any report comes back', async () => {
  const count = fc.integer({ min: 0, max: 60_000 })
  const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(Number.NaN))
  const reports = fc.integer({ min: 2, max: 12 }).chain((classes) => {
    const matrix = fc.array(fc.array(count, { minLength: classes, maxLength: classes }), {
      minLength: classes,
      maxLength: classes,
    })
    const names = fc.array(fc.string({ unit: 'grapheme' }), { minLength: classes, maxLength: classes })
    return fc.integer({ min: 1, max: 9 }).chain((epochs) => {
      const curve = fc.array(value, { minLength: epochs, maxLength: epochs })
      return fc.record({
        conf_matrix_train: matrix,
        conf_matrix_test: matrix,
        nb_class: fc.constant(classes),
        nom_classes: names,
        acc: curve,
        loss: curve,
        val_acc: curve,
        val_loss: curve,
        model_summary: fc.oneof(fc.string(), fc.constant(null)),
        lr: fc.oneof(curve, fc.constant(null)),
      })
    })
  })
  await fc.assert(
    fc.asyncProperty(reports, async (made) => {
      const report = { ...made, report: classificationReport(made.conf_matrix_test), meta: null }
      const again = await reread(report)
      expect(again.report).toEqual(report)
    }),
    { seed: 8, numRuns: 100 },
  )
})
