import { describe, expect, test } from 'vitest'
import { objectColumns } from '../objects.fixture.ts'
import type { SplitPredictions } from '../predictions.ts'
import { createRng } from '../rng.ts'
import { predictionsCsv, type TrustTable, trustMeasuresCsv } from './trust-csv.ts'

const NAN = Number.NaN

const TEST: SplitPredictions = {
  split: 'test',
  fingerprint: 'test',
  rows: 4,
  objects: Uint32Array.of(3, 0, 2, 1),
  labels: Uint8Array.of(0, 1, 0, 1),
  redshift: Float64Array.of(0.5, 0.5, 0.5, NAN),
  logits: new Float32Array(8),
  control: null,
}

const TABLE: TrustTable = {
  predictions: TEST,
  classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
  probabilities: [0.75, 0.25, 0.5, 0.5, 0.25, 0.75, 0.125, 0.875],
  temperature: 1.5,
  control: null,
  keptClass: 0,
  threshold: 0.5,
}

function linesOf(csv: string): string[] {
  return csv.split('\r\n').slice(0, -1)
}

const HEADER = 'classifier,split,temperature,measure,class,from,to,threshold,x_measure,x,value,low,high,rows'
// Wilson's intervals: 1 of 1 from ONE to 1, and 0 of 1 from 0 to NONE
const ONE = '0.20654931437723745'
const NONE = '0.7934506856227626'
const HALF_OF_2 = '0.09453120573423074,0.9054687942657693'
const HALF_OF_4 = '0.15003898915214953,0.8499610108478505'

describe('measures', () => {
  test('every measure of a network', () => {
    expect(linesOf(trustMeasuresCsv(TABLE))).toEqual([
      HEADER,
      'network,test,1.5,accuracy,,,,,,,0.5,,,4',
      // -ln(0.75 * 0.5 * 0.25 * 0.875) / 4, (0.0625 + 0.25 + 0.5625 + 0.015625) / 4, (0.5 + 2 * 0.25 + 0.125) / 4
      'network,test,1.5,log_loss,,,,,,,0.6251637516890349,,,4',
      'network,test,1.5,brier_score,,,,,,,0.22265625,,,4',
      'network,test,1.5,ece,,,,,,,0.28125,,,4',
      'network,test,1.5,roc_auc,Deltaz<1e-3,,,,,,0.75,,,4',
      'network,test,1.5,average_precision,Deltaz<1e-3,,,,,,0.8333333333333333,,,4',
      `network,test,1.5,reliability_top_class,,${7 / 15},${8 / 15},,mean_probability,0.5,0,0,${NONE},1`,
      `network,test,1.5,reliability_top_class,,${11 / 15},${12 / 15},,mean_probability,0.75,0.5,${HALF_OF_2},2`,
      `network,test,1.5,reliability_top_class,,${13 / 15},${14 / 15},,mean_probability,0.875,1,${ONE},1,1`,
      `network,test,1.5,reliability_class,Deltaz<1e-3,${1 / 15},${2 / 15},,mean_probability,0.125,0,0,${NONE},1`,
      `network,test,1.5,reliability_class,Deltaz<1e-3,${3 / 15},${4 / 15},,mean_probability,0.25,1,${ONE},1,1`,
      `network,test,1.5,reliability_class,Deltaz<1e-3,${7 / 15},${8 / 15},,mean_probability,0.5,0,0,${NONE},1`,
      `network,test,1.5,reliability_class,Deltaz<1e-3,${11 / 15},${12 / 15},,mean_probability,0.75,1,${ONE},1,1`,
      `network,test,1.5,purity,Deltaz<1e-3,,,0.5,,,0.5,${HALF_OF_2},2`,
      `network,test,1.5,completeness,Deltaz<1e-3,,,0.5,,,0.5,${HALF_OF_2},2`,
      `network,test,1.5,coverage,Deltaz<1e-3,,,0.5,,,0.5,${HALF_OF_4},4`,
      `network,test,1.5,contamination,Deltaz<1e-3,,,0.5,,,0.5,${HALF_OF_2},2`,
      // three rows have the one redshift that is known
      `network,test,1.5,purity_by_redshift,Deltaz<1e-3,0.5,0.5,0.5,,,0.5,${HALF_OF_2},2`,
      `network,test,1.5,completeness_by_redshift,Deltaz<1e-3,0.5,0.5,0.5,,,0.5,${HALF_OF_2},2`,
      'network,test,1.5,coverage_by_redshift,Deltaz<1e-3,0.5,0.5,0.5,,,0.6666666666666666,0.20765960080204782,0.9385080552796038,3',
      `network,test,1.5,contamination_by_redshift,Deltaz<1e-3,0.5,0.5,0.5,,,1,${ONE},1,1`,
      'network,test,1.5,roc,Deltaz<1e-3,,,,false_positive_rate,0,0,,,',
      'network,test,1.5,roc,Deltaz<1e-3,,,0.75,false_positive_rate,0,0.5,,,',
      'network,test,1.5,roc,Deltaz<1e-3,,,0.5,false_positive_rate,0.5,0.5,,,',
      'network,test,1.5,roc,Deltaz<1e-3,,,0.25,false_positive_rate,0.5,1,,,',
      'network,test,1.5,roc,Deltaz<1e-3,,,0.125,false_positive_rate,1,1,,,',
      'network,test,1.5,precision_recall,Deltaz<1e-3,,,,recall,0,1,,,',
      'network,test,1.5,precision_recall,Deltaz<1e-3,,,0.75,recall,0.5,1,,,',
      'network,test,1.5,precision_recall,Deltaz<1e-3,,,0.5,recall,0.5,0.5,,,',
      'network,test,1.5,precision_recall,Deltaz<1e-3,,,0.25,recall,1,0.6666666666666666,,,',
      'network,test,1.5,precision_recall,Deltaz<1e-3,,,0.125,recall,1,0.5,,,',
    ])
  })

  test('the control comes after it, and has no temperature', () => {
    const alone = linesOf(trustMeasuresCsv({ ...TABLE, temperature: null }))
    const both = linesOf(trustMeasuresCsv({ ...TABLE, control: TABLE.probabilities }))
    expect(both.slice(0, alone.length)).toEqual(linesOf(trustMeasuresCsv(TABLE)))
    expect(both.slice(alone.length)).toEqual(
      alone.slice(1).map((line) => line.replace(/^network,test,,/, 'control,test,,')),
    )
  })

  test('without known redshifts there are no bins of them, and what does not exist is empty', () => {
    const predictions = {
      ...TEST,
      labels: Uint8Array.of(1, 1, 1, 1),
      redshift: new Float64Array(4).fill(NAN),
    }
    const lines = linesOf(trustMeasuresCsv({ ...TABLE, predictions }))
    expect(lines.filter((line) => line.includes('_by_redshift'))).toEqual([])
    expect(lines).toContain('network,test,1.5,roc_auc,Deltaz<1e-3,,,,,,,,,4')
    expect(lines).toContain('network,test,1.5,completeness,Deltaz<1e-3,,,0.5,,,,,,0')
  })

  test('long curves are decimated to 1,000 points', () => {
    const rng = createRng(4)
    const rows = 5000
    const p = Array.from({ length: rows }, () => rng.uniform())
    const predictions: SplitPredictions = {
      ...TEST,
      rows,
      labels: Uint8Array.from(p, (one) => (rng.uniform() < one ? 0 : 1)),
      redshift: Float64Array.from(p),
    }
    const probabilities = p.flatMap((one) => [one, 1 - one])
    const lines = linesOf(trustMeasuresCsv({ ...TABLE, predictions, probabilities }))
    for (const measure of ['roc', 'precision_recall']) {
      const points = lines.filter((line) => line.startsWith(`network,test,1.5,${measure},`)).length
      expect(points, measure).toBeGreaterThan(500)
      expect(points, measure).toBeLessThanOrEqual(1000)
    }
    expect(lines.filter((line) => line.includes(',purity_by_redshift,'))).toHaveLength(8)
  })
})

describe('predictions', () => {
  const VALIDATION: SplitPredictions = {
    ...TEST,
    split: 'validation',
    rows: 1,
    objects: Uint32Array.of(4),
    labels: Uint8Array.of(1),
    redshift: Float64Array.of(-0.01),
  }
  const COLUMNS = objectColumns([{ id: 'a,b' }, { row: 7 }, { file: 1, row: 0 }, { id: '=1' }, {}], {
    files: ['X.npy', 'Y.npy'],
  })

  test('one line per row of every split, with the control where there is one', () => {
    const csv = predictionsCsv({
      classes: ['high', '=low'],
      columns: COLUMNS,
      splits: [
        {
          predictions: TEST,
          probabilities: [0.75, 0.25, 0.5, 0.5, 0.25, 0.75, NAN, NAN],
          control: [1, 0, 0, 1, 0.5, 0.5, NAN, NAN],
        },
        { predictions: VALIDATION, probabilities: [0.125, 0.875], control: null },
      ],
    })
    expect(linesOf(csv)).toEqual([
      'split,object,file,row,id,z_est,label,predicted,p_high,p_=low,control_p_high,control_p_=low',
      "test,3,X.npy,3,'=1,0.5,high,high,0.75,0.25,1,0",
      `test,0,X.npy,0,"a,b",0.5,'=low,high,0.5,0.5,0,1`,
      "test,2,Y.npy,0,,0.5,high,'=low,0.25,0.75,0.5,0.5",
      // a row without an answer
      "test,1,X.npy,7,,,'=low,,,,,",
      "validation,4,X.npy,4,,-0.01,'=low,'=low,0.125,0.875,,",
    ])
  })

  test('objects that nobody knows have their number only; without a control there are no columns of it', () => {
    const splits = [{ predictions: VALIDATION, probabilities: [0.125, 0.875], control: null }]
    expect(predictionsCsv({ classes: ['high', 'low'], columns: null, splits })).toBe(
      'split,object,file,row,id,z_est,label,predicted,p_high,p_low\r\n' +
        'validation,4,,,,-0.01,low,low,0.125,0.875\r\n',
    )
  })
})
