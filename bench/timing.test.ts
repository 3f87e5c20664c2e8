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

test('the first call stands apart', async () => {
  const { now, call } = clockWith([9000, 300, 100, 200])
  const timing = await measure(call, { seconds: 0.6, most: 10, least: 2 }, now)
  expect(timing).toEqual({ median: 0.2, min: 0.1, repeats: 3, first: 9 })
})

test('stops at the most repeats, and goes on to the least', async () => {
  const quick = clockWith([1])
  expect((await measure(quick.call, { seconds: 10, most: 5, least: 2 }, quick.now)).repeats).toBe(5)
  const slow = clockWith([1200])
  expect((await measure(slow.call, { seconds: 1, most: 5, least: 3 }, slow.now)).repeats).toBe(3)
})

test.each([
  [60_000, 1],
  [2500, 2],
])('calls of %d ms, where a second would do, are repeated %d times', async (duration, repeats) => {
  const slow = clockWith([duration])
  expect((await measure(slow.call, { seconds: 1, most: 5, least: 3 }, slow.now)).repeats).toBe(repeats)
  expect(slow.calls()).toBe(1 + repeats)
})

test('scaled to another size, without what compiling took', () => {
  expect(scaled({ median: 2, min: 1, repeats: 3, first: 5 }, 10)).toEqual({ median: 20, min: 10, repeats: 3 })
})
