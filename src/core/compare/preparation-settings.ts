// A preparation as rows of a table: how objects became splits.

import { formatInteger } from '../format.ts'
import type { Balancing } from '../preparation.ts'
import { DROP_REASONS } from '../preparation.ts'
import type { PartialMeta } from '../report.ts'

const BALANCES: Readonly<Record<Balancing, string>> = {
  none: 'none',
  smallest: 'undersampled to the smallest class',
  'tenth-more': 'undersampled to at most 1.1 × the smallest class',
}

/** A setting: its name, and what it is in a run as text; `null` where the report does not say. */
export interface Setting {
  readonly name: string
  readonly text: (meta: PartialMeta) => string | null
}

type Known = NonNullable<PartialMeta['preparation']>

/** Names and texts of a preparation. What the recipe has no use for reads `not used`. */
export const PREPARATION_SETTINGS: readonly Setting[] = [
  row('Balancing', ({ balancing }) => BALANCES[balancing]),
  row('Splits', ({ splits }) => (splits === 'given' ? 'as given' : 'drawn')),
  row('Test share', (known) => ifDrawn(known, percentage(known.testFraction))),
  row('Validation share of the rest', (known) => ifDrawn(known, percentage(known.validationFraction))),
  row('Stratified', (known) =>
    ifDrawn(known, known.stratified || known.balancing === 'tenth-more' ? 'yes' : 'no'),
  ),
  row('Split seed', ({ splits, balancing, seed }) =>
    splits === 'given' && balancing === 'none' ? 'not used' : String(seed),
  ),
  row('DeltaZ threshold', ({ deltaZThreshold }, { target }) =>
    target === 'DeltaZ' ? deltaZThreshold.toExponential().replace('e+', 'e') : 'not used',
  ),
  row('Rows dropped', droppedText),
  row('Rows undersampled', ({ undersampled }) => formatInteger(undersampled)),
]

function row(name: string, text: (known: Known, meta: PartialMeta) => string): Setting {
  return { name, text: (meta) => (meta.preparation === null ? null : text(meta.preparation, meta)) }
}

function ifDrawn({ splits }: Known, text: string): string {
  return splits === 'drawn' ? text : 'not used'
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
