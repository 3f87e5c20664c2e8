// How far a network is through posteriors, in words.

import { formatInteger } from '../../core/format.ts'
import type { ApplySlice } from '../../store/network-state.ts'
import type { Pace } from '../../store/pace.ts'
import { roughTime } from '../train/plan-text.ts'

/** How far it is. */
export type Applying = NonNullable<ApplySlice['progress']>

/** `pdfs32.npy: 1,024 of 5,000 rows, 310 rows/s, 13 s left`; without rate and time until they are known. */
export function applyingText({ name, done, total }: Applying, pace: Pace | null): string {
  if (name === '') return 'Getting ready'
  const parts = [`${name}: ${formatInteger(done)} of ${formatInteger(total)} rows`]
  if (pace !== null) parts.push(`${rateText(pace.perSecond)} rows/s`, `${roughTime(pace.secondsLeft)} left`)
  return parts.join(', ')
}

/** A slow rate with one decimal: it would be 0 or 1 without. */
function rateText(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : formatInteger(perSecond)
}
