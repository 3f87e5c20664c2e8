// A network's answers in words.

import type { AppliedPredictions } from '../../core/applied.ts'
import { formatInteger } from '../../core/format.ts'
import { percentOf, rowsText, shortNumber } from '../trust/trust-text.ts'

const FILES_SHOWN = 5

/** `5,000 rows of 2 files`. */
export function titleText({ rows, files }: Pick<AppliedPredictions, 'rows' | 'files'>): string {
  return `${rowsText(rows)} of ${formatInteger(files.length)} ${files.length === 1 ? 'file' : 'files'}`
}

/** `a.npy (3,000 rows), b.npy (2,000 rows)`; the first five. */
export function filesText({ files }: Pick<AppliedPredictions, 'files'>): string {
  const shown = files.slice(0, FILES_SHOWN).map(({ name, rows }) => `${name} (${rowsText(rows)})`)
  const more = files.length - shown.length
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${formatInteger(more)} more`}`
}

/** How many rows would be kept, of those with an answer. */
export function keptText(kept: number, answered: number, label: string, threshold: number): string {
  const share = answered === 0 ? '' : ` (${percentOf(kept / answered)})`
  return `${formatInteger(kept)} of ${rowsText(answered)}${share} with a probability of ${label} of at least ${shortNumber(threshold)}, the threshold of the view Trust`
}

/** Whether probabilities are calibrated, as far as it is known. */
export function probabilitiesText(
  { card }: Pick<AppliedPredictions, 'card'>,
  temperature: number | null,
): string {
  if (temperature !== null) return `calibrated, logits divided by T = ${shortNumber(temperature)}`
  return card.temperature === null ? 'as the network gives them, not calibrated' : 'calibrated in its weights'
}
