// What one move of the slider computes must leave most of a frame to the browser. ConnectedTrust.test.tsx tells that it computes
// nothing else.

import { expect, test } from 'vitest'
import { keptAt } from '../../core/trust/kept-sample.ts'
import { rankRows } from '../../core/trust/ranking.ts'
import { keptByRedshift, redshiftEdges } from '../../core/trust/redshift-bins.ts'
import { softmaxRows } from '../../core/trust/softmax.ts'
import { manyPredictions } from './test-data.ts'

const ROWS = 9000
/** Looked up by both curves, the numbers and the chart. */
const LOOKUPS = 4
const FRAME_MS = 16

test('a move takes less than a frame at 9,000 rows', () => {
  const { labels, logits, redshift } = manyPredictions(ROWS).splits[0]!
  const probabilities = softmaxRows(logits, 2)
  const ranking = rankRows(probabilities, labels, 2, 0)
  const edges = redshiftEdges(redshift)
  const moves = Array.from({ length: 41 }, (_, i) => {
    const threshold = 0.1 + 0.02 * i
    const start = performance.now()
    for (let lookup = 0; lookup < LOOKUPS; lookup++) keptAt(ranking, threshold)
    keptByRedshift({ probabilities, labels, redshift, classes: 2, keptClass: 0, threshold, edges })
    return performance.now() - start
  }).sort((a, b) => a - b)
  expect(moves[20]!).toBeLessThan(FRAME_MS)
})
