// The table of scores: network, control, and how far apart they are.

import type { TrustScores } from '../../core/trust/trust.ts'
import { percentText, signedText } from '../compare/number-text.ts'
import { scoreText } from './trust-text.ts'

/** One line of the table. */
export interface ScoreRow {
  readonly name: string
  /** which values are better */
  readonly better: 'higher' | 'lower'
  readonly network: string
  readonly control: string | null
  /** network less control, with its sign; `null` without a control */
  readonly difference: string | null
  /** whose value is better; `null` where they are equal to the digits that are shown, or where there is only one */
  readonly winner: 'network' | 'control' | null
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
  return SCORES.map(({ key, name, better }) => {
    const of = valueText(key, network[key])
    if (control === null) return { name, better, network: of, control: null, difference: null, winner: null }
    const other = valueText(key, control[key])
    const difference = network[key] - control[key]
    return {
      name,
      better,
      network: of,
      control: other,
      difference: differenceText(key, difference),
      winner: of === other ? null : winnerBy(difference, better),
    }
  })
}

function winnerBy(difference: number, better: ScoreRow['better']): ScoreRow['winner'] {
  if (Number.isNaN(difference)) return null
  return difference > 0 === (better === 'higher') ? 'network' : 'control'
}

function valueText(key: Score, value: number): string {
  return key === 'accuracy' ? percentText(value, 2) : scoreText(value)
}

function differenceText(key: Score, difference: number): string {
  return key === 'accuracy' ? signedText(100 * difference, 2) : signedText(difference, 4)
}
