import { expect, test } from 'vitest'
import { wilsonInterval } from '../statistics/wilson.ts'
import { compareRuns } from './compare-runs.ts'
import { comparisonCsv } from './comparison-csv.ts'
import { outcomes, trained, underWay } from './records.fixture.ts'

const LABELS = ['DeltaZ < 1e-3', 'Spurious, "Mismatch"']
const A = {
  ...trained('first, "best"', { labels: LABELS, rows: outcomes('00001111', '00000011') }),
  id: 'a1',
}
const B_ROWS = outcomes('00001111', '00001111')
const B = { ...trained('B', { labels: LABELS, rows: B_ROWS }), id: 'b2' }
const OF_A = 'test,a1,finished,a1'
const OF_B = 'test,b2,finished,a1'

function bounds(hits: number, total: number): string {
  const { low, high } = wilsonInterval(hits, total)!
  return `${low},${high}`
}

test('one number per line, the baseline first', () => {
  expect(comparisonCsv(compareRuns([A, B], A.id, 'test')!).split('\r\n')).toEqual([
    'run,class,metric,value,low,high,delta,test,run_id,status,baseline',
    `"first, ""best""",,accuracy,0.75,${bounds(6, 8)},,${OF_A}`,
    `"first, ""best""",,macro F1,${(0.8 + 2 / 3) / 2},,,,${OF_A}`,
    `"first, ""best""",DeltaZ < 1e-3,precision,${4 / 6},${bounds(4, 6)},,${OF_A}`,
    `"first, ""best""",DeltaZ < 1e-3,recall,1,${bounds(4, 4)},,${OF_A}`,
    `"first, ""best""",DeltaZ < 1e-3,F1,0.8,,,,${OF_A}`,
    `"first, ""best""",DeltaZ < 1e-3,support,4,,,,${OF_A}`,
    `"first, ""best""","Spurious, ""Mismatch""",precision,1,${bounds(2, 2)},,${OF_A}`,
    `"first, ""best""","Spurious, ""Mismatch""",recall,0.5,${bounds(2, 4)},,${OF_A}`,
    `"first, ""best""","Spurious, ""Mismatch""",F1,${2 / 3},,,,${OF_A}`,
    `"first, ""best""","Spurious, ""Mismatch""",support,4,,,,${OF_A}`,
    `B,,accuracy,1,${bounds(8, 8)},0.25,${OF_B}`,
    `B,,macro F1,1,,,${1 - (0.8 + 2 / 3) / 2},${OF_B}`,
    `B,DeltaZ < 1e-3,precision,1,${bounds(4, 4)},${1 - 4 / 6},${OF_B}`,
    `B,DeltaZ < 1e-3,recall,1,${bounds(4, 4)},0,${OF_B}`,
    `B,DeltaZ < 1e-3,F1,1,,,${1 - 0.8},${OF_B}`,
    `B,DeltaZ < 1e-3,support,4,,,,${OF_B}`,
    `B,"Spurious, ""Mismatch""",precision,1,${bounds(4, 4)},0,${OF_B}`,
    `B,"Spurious, ""Mismatch""",recall,1,${bounds(4, 4)},0.5,${OF_B}`,
    `B,"Spurious, ""Mismatch""",F1,1,,,${1 - 2 / 3},${OF_B}`,
    `B,"Spurious, ""Mismatch""",support,4,,,,${OF_B}`,
    `B,,McNemar p,0.5,,,,${OF_B}`,
    `B,,"McNemar p, Holm",0.5,,,,${OF_B}`,
    `B,,only_baseline,0,,,,${OF_B}`,
    `B,,only_this,2,,,,${OF_B}`,
    '',
  ])
})

test('runs that differ by their seed only have their mean and standard deviation at the end', () => {
  const C = { ...trained('C', { labels: LABELS, rows: B_ROWS, meta: { seed: 2 } }), id: 'c3' }
  const lines = comparisonCsv(compareRuns([A, C], A.id, 'test')!).split('\r\n')
  const of = 'test,a1 c3,finished,a1'
  expect(lines.slice(-6)).toEqual([
    'C,,only_baseline,0,,,,test,c3,finished,a1',
    'C,,only_this,2,,,,test,c3,finished,a1',
    `"CNN3, DeltaZ, 2 seeds",,accuracy mean,0.875,,,,${of}`,
    `"CNN3, DeltaZ, 2 seeds",,accuracy standard deviation,${Math.sqrt(2 * 0.125 ** 2)},,,,${of}`,
    `"CNN3, DeltaZ, 2 seeds",,accuracy runs,2,,,,${of}`,
    '',
  ])
})

test('the control has a line after the metrics of its network', () => {
  const control = {
    descriptors: ['Modes'],
    trainRows: 100,
    conf_matrix: [
      [3, 1],
      [2, 2],
    ],
    acc: 5 / 8,
    loss: 0.5,
    rows: null,
  }
  const D = { ...trained('D', { labels: LABELS, rows: B_ROWS, meta: { control } }), id: 'd4' }
  const lines = comparisonCsv(compareRuns([D], D.id, 'test')!).split('\r\n')
  expect(lines[3]).toBe(`D,,control accuracy,0.625,${bounds(5, 8)},,test,d4,finished,d4`)
})

test('a run without numbers has no line', () => {
  const live = underWay('live', { labels: LABELS })
  const csv = comparisonCsv(compareRuns([live], live.id, 'test')!)
  expect(csv).toBe('run,class,metric,value,low,high,delta,test,run_id,status,baseline\r\n')
})
