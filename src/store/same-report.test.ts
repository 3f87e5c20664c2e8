import { expect, test } from 'vitest'
import { outlineOf, sameReport } from './same-report.ts'
import { keptRun } from './test-data.ts'

const { report } = keptRun('a')
const meta = report.meta!

test.each([
  ['a copy', structuredClone(report), true],
  ['saved at another time', { ...report, meta: { ...meta, created: '2027-01-01T00:00:00.000Z' } }, true],
  [
    'other outcomes',
    { ...report, meta: { ...meta, testRows: { ...meta.testRows!, predicted: '111' } } },
    false,
  ],
  ['another curve', { ...report, lr: [0.5] }, false],
  ['without meta', { ...report, meta: null }, false],
])('%s', (_, other, same) => {
  expect([sameReport(report, other), sameReport(other, report)]).toEqual([same, same])
  if (same) expect(outlineOf(other)).toBe(outlineOf(report))
})

test('an outline takes values that are not finite for the same, as the comparison does', () => {
  const [one, other] = [Number.NaN, Number.POSITIVE_INFINITY].map((value) => ({ ...report, loss: [value] }))
  expect(sameReport(one!, other!)).toBe(true)
  expect(outlineOf(one!)).toBe(outlineOf(other!))
  expect(outlineOf(one!)).not.toBe(outlineOf(report))
})
