// A network's answers in words.

import type { AppliedPredictions } from '../../core/applied.ts'
import { formatInteger } from '../../core/format.ts'
import type { Share } from '../../core/trust/trust.ts'
import { percentOf, rowsText, shareText, shortNumber } from '../trust/trust-text.ts'

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

/**
 * How many rows are kept, of those with an answer.
 * @param inUse whether the threshold is that of the view of trust
 */
export function keptText(
  kept: number,
  answered: number,
  label: string,
  threshold: number,
  inUse: boolean,
): string {
  const share = answered === 0 ? '' : ` (${percentOf(kept / answered)})`
  return `${formatInteger(kept)} of ${rowsText(answered)}${share} with a probability of ${label} of at least ${shortNumber(threshold)}, ${inUse ? 'the threshold of the view Trust' : 'the threshold when the network went out of use'}`
}

/** `At this threshold purity was 97.0 % (85.0 to 99.5) on Test, 80 rows`: of rows whose class is known. */
export function purityText(purity: Share, rows: string): string {
  return purity.of === 0
    ? `At this threshold nothing was kept of ${rows}`
    : `At this threshold purity was ${shareText(purity)} on ${rows}`
}

/** Whether probabilities are calibrated, as far as it is known. */
export function probabilitiesText(
  { card }: Pick<AppliedPredictions, 'card'>,
  temperature: number | null,
): string {
  if (temperature !== null) return `calibrated, logits divided by T = ${shortNumber(temperature)}`
  return card.temperature === null ? 'as the network gives them, not calibrated' : 'calibrated in its weights'
}
