import { expect, test } from 'vitest'
import { compareRuns } from './compare-runs.ts'
import { comparisonCsv } from './comparison-csv.ts'
import { outcomes, trained, underWay } from './records.fixture.ts'
import { wilsonInterval } from './wilson.ts'

const LABELS = ['DeltaZ < 1e-3', 'Spurious, "Mismatch"']
const A = trained('first, "best"', { labels: LABELS, rows: outcomes('00001111', '00000011') })
const B = trained('B', { labels: LABELS, rows: outcomes('00001111', '00001111') })

function bounds(hits: number, total: number): string {
  const { low, high } = wilsonInterval(hits, total)!
  return `${low},${high}`
}

test('one number per line, the baseline first', () => {
  expect(comparisonCsv(compareRuns([A, B], A.id, 'test')!).split('\r\n')).toEqual([
    'run,class,metric,value,low,high,delta',
    `"first, ""best""",,accuracy,0.75,${bounds(6, 8)},`,
    `"first, ""best""",,macro F1,${(0.8 + 2 / 3) / 2},,,`,
    `"first, ""best""",DeltaZ < 1e-3,precision,${4 / 6},${bounds(4, 6)},`,
    `"first, ""best""",DeltaZ < 1e-3,recall,1,${bounds(4, 4)},`,
    '"first, ""best""",DeltaZ < 1e-3,F1,0.8,,,',
    '"first, ""best""",DeltaZ < 1e-3,support,4,,,',
    `"first, ""best""","Spurious, ""Mismatch""",precision,1,${bounds(2, 2)},`,
    `"first, ""best""","Spurious, ""Mismatch""",recall,0.5,${bounds(2, 4)},`,
    `"first, ""best""","Spurious, ""Mismatch""",F1,${2 / 3},,,`,
    '"first, ""best""","Spurious, ""Mismatch""",support,4,,,',
    `B,,accuracy,1,${bounds(8, 8)},0.25`,
    `B,,macro F1,1,,,${1 - (0.8 + 2 / 3) / 2}`,
    `B,DeltaZ < 1e-3,precision,1,${bounds(4, 4)},${1 - 4 / 6}`,
    `B,DeltaZ < 1e-3,recall,1,${bounds(4, 4)},0`,
    `B,DeltaZ < 1e-3,F1,1,,,${1 - 0.8}`,
    'B,DeltaZ < 1e-3,support,4,,,',
    `B,"Spurious, ""Mismatch""",precision,1,${bounds(4, 4)},0`,
    `B,"Spurious, ""Mismatch""",recall,1,${bounds(4, 4)},0.5`,
    `B,"Spurious, ""Mismatch""",F1,1,,,${1 - 2 / 3}`,
    'B,"Spurious, ""Mismatch""",support,4,,,',
    'B,,McNemar p,0.5,,,',
    'B,,"McNemar p, Holm",0.5,,,',
    '',
  ])
})

test('a run without numbers has no line', () => {
  const live = underWay('live', { labels: LABELS })
  const csv = comparisonCsv(compareRuns([live], live.id, 'test')!)
  expect(csv).toBe('run,class,metric,value,low,high,delta\r\n')
})
