// A network's answers in words.

import type { AppliedPredictions } from '../../core/applied.ts'
import type { KeptCount } from '../../core/applied-summary.ts'
import { formatInteger } from '../../core/format.ts'
import type { SplitPredictions } from '../../core/predictions.ts'
import type { Estimate } from '../../core/trust/prevalence.ts'
import type { Share } from '../../core/trust/trust.ts'
import type { SettledReading } from '../../store/network-state.ts'
import { splitText, splitTitle } from '../trust/rows-text.ts'
import { countText, percentOf, rowsText, shareText, shortNumber } from '../trust/trust-text.ts'

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

/** Why answers no longer follow the view of trust. */
export function settledText(since: SettledReading['since']): string {
  switch (since) {
    case 'network':
      return 'These answers are of a network that is no longer in use'
    case 'data':
      return 'Other data are in use: these answers are read as they were before'
    default:
      return since satisfies never
  }
}

/**
 * How many rows are kept, of those with an answer.
 * @param since what has gone out of use; `null` where the threshold is that of the view of trust
 */
export function keptText(
  { rows, ofOtherClass }: KeptCount,
  answered: number,
  label: string,
  threshold: number,
  since: SettledReading['since'] | null,
): string {
  const share = answered === 0 ? '' : ` (${percentOf(rows / answered)})`
  const whose = since === null ? 'of the view Trust' : `when the ${since} went out of use`
  const others =
    ofOtherClass === 0 ? '' : `. Of ${formatInteger(ofOtherClass)} of them another class is more probable`
  return `${formatInteger(rows)} of ${rowsText(answered)}${share} with a probability of ${label} of at least ${shortNumber(threshold)}, the threshold ${whose}${others}`
}

/**
 * `97.0 % (91.5 to 99.0) at this threshold: 97 of 100 kept rows of Test`, of rows whose class is known.
 * @param bearInMind sentences about these rows
 */
export function purityText(
  purity: Share,
  rows: Pick<SplitPredictions, 'split' | 'rows'>,
  bearInMind: readonly (string | null)[],
): string {
  const text =
    purity.of === 0
      ? `not known: at this threshold nothing is kept of ${splitText(rows)}`
      : `${shareText(purity)} at this threshold: ${countText(purity)} kept rows of ${splitTitle(rows.split)}`
  const sentences = bearInMind.filter((sentence) => sentence !== null)
  return sentences.length === 0 ? text : `${text}. ${sentences.join(' ')}`
}

/** `94.5 % (90.5 to 97.0), if so many of all objects are A, as in your survey`. */
export function surveyText(
  purity: Estimate,
  labels: readonly string[],
  keptClass: number,
  isGiven: boolean,
): string {
  const others = labels.length > 2 ? ', and the others as common among each other as here' : ''
  return `${shareText(purity)}, if so many are ${labels[keptClass]}, as ${isGiven ? 'in your survey' : 'of all objects of the data in use'}${others}`
}

/** Whether probabilities are calibrated, as far as it is known. */
export function probabilitiesText(
  { card }: Pick<AppliedPredictions, 'card'>,
  temperature: number | null,
): string {
  if (temperature !== null) return `calibrated, logits divided by T = ${shortNumber(temperature)}`
  return card.temperature === null ? 'as the network gives them, not calibrated' : 'calibrated in its weights'
}
