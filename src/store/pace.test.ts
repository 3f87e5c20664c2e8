import { expect, test } from 'vitest'
import type { ReadProgress } from '../core/dataset-report.ts'
import { createPace } from './pace.ts'

/** Takes progress at a second of a clock. */
function follow() {
  let seconds = 100
  const pace = createPace(() => 1000 * seconds)
  return (at: number, done: number, phase: ReadProgress['phase'] = 'scan') => {
    seconds = 100 + at
    return pace({ phase, file: 'X.npy', done, total: 1000 })
  }
}

test('is the mean since the first report, once 2 s have passed', () => {
  const at = follow()
  expect(at(0, 100)).toBeNull()
  expect(at(1.9, 290)).toBeNull()
  expect(at(2, 300)).toEqual({ perSecond: 100, secondsLeft: 7 })
  expect(at(4, 900)).toEqual({ perSecond: 200, secondsLeft: 0.5 })
})

test('stays the same for a second', () => {
  const at = follow()
  at(0, 0)
  const first = at(2, 200)
  expect(at(2.9, 800)).toBe(first)
  expect(at(3, 600)).toEqual({ perSecond: 200, secondsLeft: 2 })
})

test('begins anew with another phase', () => {
  const at = follow()
  at(0, 0, 'open')
  expect(at(3, 600, 'open')).not.toBeNull()
  expect(at(4, 0)).toBeNull()
  expect(at(5, 100)).toBeNull()
  expect(at(6, 200)).toEqual({ perSecond: 100, secondsLeft: 8 })
})

test('is not known while nothing is done', () => {
  const at = follow()
  at(0, 0)
  expect(at(60, 0)).toBeNull()
})
