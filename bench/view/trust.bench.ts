// What the view of trust computes for 60,000 rows, beside what the same rows cost at least.

import { bench, describe } from 'vitest'
import { createRng } from '../../src/core/rng.ts'
import { keptAt } from '../../src/core/trust/kept-sample.ts'
import { rankRows } from '../../src/core/trust/ranking.ts'
import { keptByRedshift, rankByRedshift, redshiftEdges } from '../../src/core/trust/redshift-bins.ts'
import { softmaxRows } from '../../src/core/trust/softmax.ts'

const ROWS = 60_000
const rng = createRng(1, 'rows')
const labels = Uint8Array.from({ length: ROWS }, () => rng.int(2))
const logits = Float32Array.from({ length: 2 * ROWS }, () => 8 * rng.uniform())
const redshift = Float64Array.from({ length: ROWS }, () => 5 * rng.uniform())
const probabilities = softmaxRows(logits, 2)
const table = { probabilities, labels, redshift, classes: 2, keptClass: 0 }
const edges = redshiftEdges(redshift)
const ranking = rankRows(probabilities, labels, 2, 0)
const bins = rankByRedshift({ ...table, edges })

describe('rows become known, 60,000', () => {
  bench('ranked, as a whole and by redshift', () => {
    rankRows(probabilities, labels, 2, 0)
    rankByRedshift({ ...table, edges: redshiftEdges(redshift) })
  })
  bench('peer: their probabilities are sorted', () => {
    probabilities.slice().sort()
  })
})

describe('the threshold moves, 60,000 rows', () => {
  let threshold = 0
  const isKept = new Uint8Array(ROWS)
  const next = () => {
    threshold = (threshold + 0.001) % 1
    return threshold
  }
  bench('kept samples, as a whole and by redshift', () => {
    const moved = next()
    keptAt(ranking, moved)
    keptByRedshift(bins, moved)
  })
  bench('peer: each row is held against it', () => {
    const moved = next()
    for (let row = 0; row < ROWS; row++) isKept[row] = probabilities[2 * row]! >= moved ? 1 : 0
  })
})
