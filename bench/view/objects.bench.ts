// What the view of single objects computes: a list of 60,000 rows, and one posterior of 17,908 points.

import { bench, describe } from 'vitest'
import { predictedSplit } from '../../src/core/inspected.fixture.ts'
import { cellRows, disagreements, inspectedRow } from '../../src/core/inspected.ts'
import { probabilities as massesOf } from '../../src/core/posterior.ts'
import { createRng } from '../../src/core/rng.ts'
import { softmaxRows } from '../../src/core/trust/softmax.ts'
import { referenceZgrid } from '../../src/core/zgrid.ts'
import { analysePosterior } from '../../src/ui/inspect/posterior-analysis.ts'
import { posteriorView } from '../../src/ui/inspect/posterior-view.ts'
import { zAxis } from '../../src/ui/inspect/z-axis.ts'

const ROWS = 60_000
const rng = createRng(9, 'rows')

describe('a list of 60,000 rows', () => {
  // every row is wrong: the longest list
  const predictions = predictedSplit(
    'train',
    Array.from({ length: ROWS }, (_, object) => ({ object, label: 1, logits: [1 + 8 * rng.uniform(), 0] })),
  )
  const split = { predictions, probabilities: softmaxRows(predictions.logits, 2) }
  bench('the objects of a cell', () => {
    const rows = cellRows(predictions, split.probabilities, 2, { truth: 1, predicted: 0 })
    Array.from(rows, (row) => inspectedRow(split, 2, row))
  })
  bench('labels in doubt', () => {
    disagreements([split], 2, 0.01)
  })
  bench('peer: as many small objects are made', () => {
    Array.from({ length: ROWS }, (_, row) => ({ row, own: [row, row] }))
  })
})

const zgrid = referenceZgrid(17_908)
const axis = zAxis(zgrid.length, zgrid, 'z')

describe.each([
  ['sharp', (z: number) => -0.5 * ((z - 1.2) / 0.002) ** 2],
  // nearly six thousand local maxima, and no part that is negligible
  ['noise', (_: number, i: number) => Math.sin(7.3 * i) * Math.cos(i * i) * 3 + i / 5000],
])('a posterior of 17,908 points is stepped to: %s', (_, lnPAt) => {
  const lnP = Float32Array.from(zgrid, lnPAt)
  bench('measured and drawn', () => {
    const analysis = analysePosterior(lnP, zgrid)
    posteriorView({ analysis, axis, range: axis.whole, pScale: 'linear', redshift: 1.2, width: 900 })
  })
  bench('peer: exp() of each value, and their sum', () => {
    massesOf(lnP)
  })
})
