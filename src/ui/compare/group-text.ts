// Runs that differ by their seed only, in words.

import type { SeedGroup } from '../../core/compare/comparison.ts'
import type { RunRecord } from '../../core/run-record.ts'
import { percentText } from './number-text.ts'
import { numbersText } from './run-heads.ts'

/**
 * `CNN3, DeltaZ, 3 seeds (runs 1–3): accuracy 94.21 ± 0.30 %, mean and standard deviation of 3 runs`.
 * @param records all chosen runs, in the order they were chosen
 */
export function groupText(
  { records: members, name, accuracy }: SeedGroup,
  records: readonly RunRecord[],
): string {
  const numbers = members.map(({ id }) => 1 + records.findIndex((record) => record.id === id))
  const text = `${name} (runs ${numbersText(numbers)})`
  if (accuracy === null) return `${text}: fewer than two of them have an accuracy yet`
  const { mean, deviation, runs } = accuracy
  return `${text}: accuracy ${percentText(mean, 2)} ± ${percentText(deviation, 2)} %, mean and standard deviation of ${runs} runs`
}
