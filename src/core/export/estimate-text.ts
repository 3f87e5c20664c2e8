// A share with its uncertainty, as sentences for papers have it.

import type { Estimate } from '../test-figures.ts'
import type { Dialect } from './dialect.ts'

/** `0.954 (95% Wilson interval 0.945 to 0.962)`, or the value alone where there is no interval. */
export function estimateText({ value, interval }: Estimate, write: Dialect): string {
  if (interval === null) return value.toFixed(3)
  const { low, high } = interval
  return `${value.toFixed(3)} (${write.percent(0.95)} Wilson interval ${low.toFixed(3)} to ${high.toFixed(3)})`
}
