import { describe, expect, test } from 'vitest'
import { EPOCH_1, EVALUATED, FINISHED, folded, keptRun, STARTED } from '../store/test-data.ts'
import { reportSoFar } from './report.ts'
import type { ControlResult } from './run.ts'
import { viewOfRecord, viewOfRun } from './run-view.ts'

const CONTROL: ControlResult = {
  descriptors: ['Modes', 'Entropy'],
  trainRows: 8,
  confusion: [
    [1, 1],
    [1, 0],
  ],
  loss: 0.7,
  acc: 1 / 3,
  rows: { fingerprint: '7e57f00d', labels: '001', predicted: '010' },
}
const RUN = folded(STARTED, EPOCH_1, ...EVALUATED, { type: 'controlEvaluated', ...CONTROL }, FINISHED)
const VIEW = {
  descriptors: ['Modes', 'Entropy'],
  trainRows: 8,
  confusion: [
    [1, 1],
    [1, 0],
  ],
  acc: 1 / 3,
  rows: { fingerprint: '7e57f00d', labels: '001', predicted: '010' },
  networkRows: { fingerprint: '7e57f00d', labels: '001', predicted: '000' },
}

describe('the control of a run', () => {
  test('of this session, beside what the network said of the same rows', () => {
    expect(viewOfRun(RUN).control).toEqual(VIEW)
    expect(viewOfRun({ ...RUN, control: null }).control).toBeNull()
  })

  test('that was kept', () => {
    const report = reportSoFar(RUN, { studio: '', created: '' })
    expect(viewOfRecord(keptRun('a', { report })).control).toEqual(VIEW)
    expect(viewOfRecord(keptRun('a')).control).toBeNull()
    const withoutRows = { ...report, meta: { ...report.meta, testRows: null } }
    expect(viewOfRecord(keptRun('a', { report: withoutRows })).control).toEqual({
      ...VIEW,
      networkRows: null,
    })
    expect(viewOfRecord(keptRun('a', { report: { ...report, meta: null } })).control).toBeNull()
  })
})
