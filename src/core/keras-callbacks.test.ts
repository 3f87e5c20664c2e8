// The schedule, early stopping and best weights against histories that Keras' own callbacks recorded
// (reference/make_callbacks_fixtures.py).

import { describe, expect, test } from 'vitest'
import recorded from '../../reference/fixtures/callbacks.json' with { type: 'json' }
import { isImprovement, shouldStop } from './early-stopping.ts'
import { learningRate } from './schedule.ts'

const CASES = recorded.cases.map(({ valLosses, ...rest }) => ({
  ...rest,
  // JSON has no NaN
  valLosses: valLosses.map((loss) => loss ?? Number.NaN),
}))

describe.each(CASES)('$name', ({ valLosses, learningRates, savedAfter, stoppedAfter }) => {
  test('ReduceLROnPlateau', () => {
    valLosses.forEach((_, i) => {
      const rate = learningRate('plateau', i + 1, valLosses.slice(0, i))
      // Keras keeps the rate in float32
      expect(Math.abs(rate / learningRates[i]! - 1)).toBeLessThan(1e-6)
    })
  })

  test('ModelCheckpoint, save_best_only', () => {
    let best = Number.POSITIVE_INFINITY
    const saved = valLosses.flatMap((loss, i) => {
      if (!isImprovement(loss, best)) return []
      best = loss
      return [i + 1]
    })
    expect(saved).toEqual(savedAfter)
  })

  test('EarlyStopping', () => {
    const stops = valLosses.findIndex((_, i) => shouldStop(valLosses.slice(0, i + 1), recorded.patience))
    expect(stops + 1).toBe(stoppedAfter)
  })
})
