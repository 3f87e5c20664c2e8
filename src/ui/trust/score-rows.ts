// The table of scores: network, control, and how far apart they are.

import type { TrustScores } from '../../core/trust/trust.ts'
import { percentText, signedText } from '../compare/number-text.ts'
import { decimalText } from './trust-text.ts'

/** One line of the table. */
export interface ScoreRow {
  readonly name: string
  /** which values are better */
  readonly better: 'higher' | 'lower'
  readonly network: string
  readonly control: string | null
  /** network less control, with its sign; `null` without a control */
  readonly difference: string | null
}

type Score = Exclude<keyof TrustScores, 'rows'>

const SCORES: readonly { readonly key: Score; readonly name: string; readonly better: ScoreRow['better'] }[] =
  [
    { key: 'accuracy', name: 'Accuracy (%)', better: 'higher' },
    { key: 'logLoss', name: 'Log loss', better: 'lower' },
    { key: 'brier', name: 'Brier score', better: 'lower' },
    { key: 'ece', name: 'ECE', better: 'lower' },
    { key: 'auc', name: 'AUC', better: 'higher' },
    { key: 'averagePrecision', name: 'Average precision', better: 'higher' },
  ]

/** Six scores in the order of the table. */
export function scoreRows(network: TrustScores, control: TrustScores | null): ScoreRow[] {
  return SCORES.map(({ key, name, better }) => ({
    name,
    better,
    network: valueText(key, network[key]),
    control: control === null ? null : valueText(key, control[key]),
    difference: control === null ? null : differenceText(key, network[key] - control[key]),
  }))
}

function valueText(key: Score, value: number): string {
  return key === 'accuracy' ? percentText(value, 2) : decimalText(value, 4)
}

function differenceText(key: Score, difference: number): string {
  return key === 'accuracy' ? signedText(100 * difference, 2) : signedText(difference, 4)
}
