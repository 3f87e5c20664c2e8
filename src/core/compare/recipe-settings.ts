// The recipe of a run as rows of a table: all that was chosen before it but the seed. What the run had no use for reads
// `not used`, so that runs of equal texts were made alike.

import { appliedSettings, isStratified } from '../applied-settings.ts'
import { formatInteger } from '../format.ts'
import type { Balancing } from '../preparation.ts'
import { DROP_REASONS } from '../preparation.ts'
import type { PartialMeta } from '../report.ts'
import { exponentText } from '../text.ts'

/** A setting: its name, and what it is in a run as text; `null` where the report does not say. */
export interface Setting {
  readonly name: string
  readonly text: (meta: PartialMeta) => string | null
}

/** Network and training. */
export const TRAINING_SETTINGS: readonly Setting[] = [
  { name: 'Model', text: ({ model }) => model },
  { name: 'Target', text: ({ target }) => target },
  { name: 'Input', text: ({ input }) => input },
  { name: 'Learning rate schedule', text: ({ schedule }) => schedule },
  { name: 'Epochs', text: ({ epochs }) => integer(epochs) },
  { name: 'Batch size', text: ({ batchSize }) => integer(batchSize) },
  { name: 'Patience', text: ({ patience }) => integer(patience) },
  {
    name: 'Dropout',
    text: (meta) =>
      ifUsed(appliedSettings(meta).dropout, meta.dropout === null ? null : String(meta.dropout)),
  },
  {
    name: 'Redshift input',
    text: (meta) =>
      ifUsed(appliedSettings(meta).redshift, meta.redshift === 'index' ? 'index in zgrid' : meta.redshift),
  },
  { name: 'Class weights', text: ({ classWeights }) => classWeights },
]

type Known = NonNullable<PartialMeta['preparation']>

/** How objects became splits. */
export const PREPARATION_SETTINGS: readonly Setting[] = [
  row('Balancing', ({ balancing }) => BALANCES[balancing]),
  row('Splits', ({ splits }) => (splits === 'given' ? 'as given' : 'drawn')),
  row('Test share', ({ testFraction }, { splitShares }) => ifUsed(splitShares, percentage(testFraction))),
  row('Validation share of the rest', ({ validationFraction }, { splitShares }) =>
    ifUsed(splitShares, percentage(validationFraction)),
  ),
  row('Stratified', (known, { splitShares }) => ifUsed(splitShares, isStratified(known) ? 'yes' : 'no')),
  row('Split seed', ({ seed }, { splitSeed }) => ifUsed(splitSeed, String(seed))),
  row('DeltaZ threshold', (known, { deltaZThreshold }) =>
    ifUsed(deltaZThreshold, exponentText(known.deltaZThreshold)),
  ),
  row('Rows dropped', droppedText),
  row('Rows undersampled', ({ undersampled }) => formatInteger(undersampled)),
]

/** An integer as people read it; `null` stays. */
export function integer(value: number | null): string | null {
  return value === null ? null : formatInteger(value)
}

function row(
  name: string,
  text: (known: Known, applied: ReturnType<typeof appliedSettings>) => string | null,
): Setting {
  return {
    name,
    text: (meta) => (meta.preparation === null ? null : text(meta.preparation, appliedSettings(meta))),
  }
}

function ifUsed(isUsed: boolean | null, text: string | null): string | null {
  return isUsed === false ? 'not used' : text
}

const BALANCES: Readonly<Record<Balancing, string>> = {
  none: 'none',
  smallest: 'undersampled to the smallest class',
  'tenth-more': 'undersampled to at most 1.1 × the smallest class',
}

/** 0.15 as `15%`; the last digits of a float64 are noise of the factor 100. */
function percentage(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(12))}%`
}

/** `leaked 1,204, constant 3`: also reasons without rows, since they were asked for. */
function droppedText({ drop, dropped }: Known): string {
  const reasons = DROP_REASONS.filter((reason) => drop.includes(reason) || (dropped[reason] ?? 0) > 0)
  return reasons.length === 0
    ? 'none'
    : reasons.map((reason) => `${reason} ${formatInteger(dropped[reason] ?? 0)}`).join(', ')
}
