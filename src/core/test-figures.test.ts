import { describe, expect, test } from 'vitest'
import { CONTROLLED, FIVE_CLASSES, LAM, TWO_CLASSES, WITHOUT_RESULTS } from './export/record.fixture.ts'
import type { ClassificationReport } from './metrics.ts'
import { viewOfRecord } from './run-view.ts'
import { controlFigures, naturalFigures, testFigures } from './test-figures.ts'

test('shares with intervals, as scipy.stats.binomtest gives them', () => {
  const figures = testFigures(viewOfRecord(TWO_CLASSES))!
  expect(figures.total).toBe(2400)
  expect(figures.accuracy.value).toBe(2290 / 2400)
  expect(figures.accuracy.interval!.low).toBeCloseTo(0.9450495984050097, 12)
  expect(figures.accuracy.interval!.high).toBeCloseTo(0.9618321728535203, 12)
  const [first] = figures.classes
  expect(first).toMatchObject({ label: 'DeltaZ < 1e-3', support: 1200, predicted: 1270 })
  expect(first!.precision.value).toBe(1180 / 1270)
  expect(first!.precision.interval!.low).toBeCloseTo(0.9136892099119382, 12)
  expect(first!.recall.interval!.high).toBeCloseTo(0.9891853179597746, 12)
})

test('a class that was never predicted has a precision of 0 without an interval', () => {
  const last = testFigures(viewOfRecord(FIVE_CLASSES))!.classes[4]
  expect(last!.precision).toEqual({ value: 0, interval: null })
  expect(last!.predicted).toBe(0)
  expect(last!.recall.interval!.low).toBe(0)
})

describe('a report without its matrix', () => {
  function figuresOf(patch: Partial<ClassificationReport> = {}) {
    const report = { ...LAM.report.report!, ...patch } as ClassificationReport
    return testFigures(viewOfRecord({ ...LAM, report: { ...LAM.report, conf_matrix_test: null, report } }))!
  }

  test('has the intervals that do not need it', () => {
    const whole = testFigures(viewOfRecord(LAM))!
    const figures = figuresOf()
    expect(figures.matrix).toBeNull()
    expect(figures.total).toBe(8846)
    expect(figures.accuracy).toEqual(whole.accuracy)
    expect(figures.classes[1]!.recall).toEqual(whole.classes[1]!.recall)
    expect(figures.classes[1]!.precision).toEqual({ value: 2804 / 2918, interval: null })
    expect(figures.classes[1]!.predicted).toBeNull()
  })

  test.each([
    ['that is no number', Number.NaN],
    ['that was rounded', 0.9788],
  ])('a share %s has none', (_, recall) => {
    const { recall: estimate } = figuresOf({ '0': { ...LAM.report.report!['0']!, recall } }).classes[0]!
    expect(estimate).toEqual({ value: recall, interval: null })
  })
})

test('a matrix of validation is never taken for that of test', () => {
  const view = viewOfRecord(TWO_CLASSES)
  expect(testFigures({ ...view, test: { ...view.test!, origin: 'epoch-validation' } })).toBeNull()
  expect(testFigures(viewOfRecord(WITHOUT_RESULTS))).toBeNull()
})

test('the test at natural prevalence, where it was evaluated', () => {
  const view = viewOfRecord(TWO_CLASSES)
  expect(naturalFigures(view)!.total).toBe(39_000)
  expect(naturalFigures({ ...view, natural: { ...view.natural!, matrix: null } })).toBeNull()
  expect(naturalFigures(viewOfRecord(LAM))).toBeNull()
})

test('the control, as scipy.stats.binomtest gives its interval', () => {
  const { accuracy, total } = controlFigures(viewOfRecord(CONTROLLED))!
  expect([accuracy.value, total]).toEqual([2250 / 2400, 2400])
  expect(accuracy.interval!.low).toBeCloseTo(0.9270990724686149, 12)
  expect(accuracy.interval!.high).toBeCloseTo(0.9465026337896022, 12)
  expect(controlFigures(viewOfRecord(TWO_CLASSES))).toBeNull()
})
