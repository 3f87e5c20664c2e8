// A share with its interval, as every measure of counted rows is told.

import { wilsonInterval } from '../statistics/wilson.ts'
import type { Share } from './trust.ts'

/** `count` of `of` rows, with Wilson's 95 % interval; all three numbers are NaN where `of` is 0. */
export function shareOf(count: number, of: number): Share {
  const { low, high } = wilsonInterval(count, of) ?? { low: Number.NaN, high: Number.NaN }
  return { count, of, share: count / of, low, high }
}
