import { expect, test } from 'vitest'
import { measure, median, scaled } from './timing.ts'

/** A clock that moves only when the measured call says so. */
function clockWith(durations: readonly number[]) {
  let time = 0
  let calls = 0
  return {
    now: () => time,
    call: async () => {
      time += durations[Math.min(calls++, durations.length - 1)]!
    },
    calls: () => calls,
  }
}

test('the median of an odd and an even number of values', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(median([5])).toBe(5)
})

test('the warm-up does not count', async () => {
  const { now, call } = clockWith([9000, 300, 100, 200])
  const timing = await measure(call, { seconds: 0.6, most: 10, least: 2 }, now)
  expect(timing).toEqual({ median: 0.2, min: 0.1, repeats: 3 })
})

test('stops at the most repeats, and goes on to the least', async () => {
  const quick = clockWith([1])
  expect((await measure(quick.call, { seconds: 10, most: 5, least: 2 }, quick.now)).repeats).toBe(5)
  const slow = clockWith([2000])
  expect((await measure(slow.call, { seconds: 1, most: 5, least: 3 }, slow.now)).repeats).toBe(3)
})

test('a very slow case is repeated once', async () => {
  const slow = clockWith([60_000])
  expect((await measure(slow.call, { seconds: 1, most: 5, least: 3 }, slow.now)).repeats).toBe(1)
  expect(slow.calls()).toBe(2)
})

test('scaled to another size', () => {
  expect(scaled({ median: 2, min: 1, repeats: 3 }, 10)).toEqual({ median: 20, min: 10, repeats: 3 })
})
