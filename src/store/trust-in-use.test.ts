import { expect, test } from 'vitest'
import type { RunPredictions } from '../core/predictions.ts'
import { NO_NETWORK, NO_TRUST } from './network-state.ts'
import { keptClassOf, trustedSplit } from './trust-in-use.ts'

const PREDICTIONS = {
  card: { classes: ['a', 'b', 'c'] },
  splits: [{ split: 'natural' }, { split: 'train' }],
} as unknown as RunPredictions

const network = { ...NO_NETWORK, predictions: PREDICTIONS }

test('the chosen split, and the first one where it does not exist', () => {
  expect(trustedSplit({ network, trust: { ...NO_TRUST, split: 'train' } })?.split).toBe('train')
  expect(trustedSplit({ network, trust: { ...NO_TRUST, split: 'test' } })?.split).toBe('natural')
  expect(trustedSplit({ network: NO_NETWORK, trust: NO_TRUST })).toBeNull()
})

test('the chosen class, and the first one where it does not exist', () => {
  const kept = (keptClass: number) => keptClassOf({ network, trust: { ...NO_TRUST, keptClass } })
  expect([kept(0), kept(2), kept(3)]).toEqual([0, 2, 0])
})
