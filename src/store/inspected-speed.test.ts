// Alone in its file, so that nothing else has warmed up or confused the engine's compiler.

import { expect, test } from 'vitest'
import { CARD, predictedSplit, runPredictions } from '../core/inspected.fixture.ts'
import { createRng } from '../core/rng.ts'
import { listInView } from './inspected.ts'
import { NO_INSPECTION, NO_NETWORK } from './network-state.ts'
import { probabilitiesOf } from './probabilities.ts'
import { INITIAL_STATE, type StudioState } from './state.ts'

const ROWS = 60_000
const rng = createRng(9, 'rows')

/** Every row is wrong: the longest list. */
const SPLIT = predictedSplit(
  'train',
  Array.from({ length: ROWS }, (_, object) => ({ object, label: 1, logits: [1 + 8 * rng.uniform(), 0] })),
)

const STATE: StudioState = {
  ...INITIAL_STATE,
  network: { ...NO_NETWORK, card: CARD, predictions: runPredictions(SPLIT) },
}

/** Milliseconds. */
function time(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

test.each([
  ['a cell', () => ({ list: 'cell', cell: { split: 'train', truth: 1, predicted: 0 } }) as const],
  ['disagreements', (i: number) => ({ list: 'disagreements', confidence: 0.01 + i / 1000 }) as const],
])('a list of 60,000 rows takes less than 50 ms: %s', (_, look) => {
  probabilitiesOf(STATE, 'train')
  const times = Array.from({ length: 10 }, (_, i) => {
    const state = { ...STATE, inspect: { ...NO_INSPECTION, ...look(i) } }
    let rows = 0
    const list = time(() => {
      rows = listInView(state).length
    })
    expect(rows).toBe(ROWS)
    return { list, made: time(() => Array.from({ length: ROWS }, (_, row) => ({ row, own: [row, row] }))) }
  })
  // the quickest of many, since other work on the machine only makes it slower; on a slow one, what it takes to make as many
  // small objects eight times
  const list = Math.min(...times.map((each) => each.list))
  const made = Math.min(...times.map((each) => each.made))
  expect(list).toBeLessThan(Math.max(50, 8 * made))
})
