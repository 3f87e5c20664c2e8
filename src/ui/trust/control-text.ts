// What the network adds to the control on the rows in view, from their probabilities, and in words.

import { type Advantage, advantageText } from '../../core/control-text.ts'
import { mcnemarExact } from '../../core/statistics/mcnemar.ts'
import { knownRows } from '../../core/trust/rows.ts'
import { predictedClasses } from '../../core/trust/softmax.ts'
import type { ScoreRow } from './score-rows.ts'
import type { TrustSample } from './trust-sample.ts'

/** Counts rows by who has them right; rows with NaN are left out. `null` without a control. */
export function advantageOf({
  network,
  control,
  labels,
  classes,
}: Pick<TrustSample, 'network' | 'control' | 'labels' | 'classes'>): Advantage | null {
  if (control === null) return null
  const ofNetwork = predictedClasses(network, classes)
  const ofControl = predictedClasses(control, classes)
  let [rows, bothRight, onlyNetwork, onlyControl] = [0, 0, 0, 0]
  for (const row of knownRows(network, labels, classes)) {
    if (!Number.isFinite(control[row * classes])) continue
    rows++
    const isRight = ofNetwork[row] === labels[row]
    const isControlRight = ofControl[row] === labels[row]
    if (isRight && isControlRight) bothRight++
    else if (isRight) onlyNetwork++
    else if (isControlRight) onlyControl++
  }
  return { rows, bothRight, onlyNetwork, onlyControl, p: mcnemarExact(onlyNetwork, onlyControl) }
}

/**
 * Who has more rows right, who ranks them better where that is another, and how many scores each has the better value in.
 * @param control what the control is called
 * @param scores lines of the table
 * @param kept class that the AUC is about, for people
 */
export function verdictText(
  advantage: Advantage,
  control: string,
  scores: readonly ScoreRow[],
  kept: string,
): string {
  const ranking = rankingText(advantage, scores, kept)
  return [advantageText(advantage, control), ...(ranking === null ? [] : [ranking]), winsText(scores)].join(
    ' ',
  )
}

/** What the AUC says where that is not what the number of right rows says; `null` where the two agree. */
function rankingText(
  { onlyNetwork, onlyControl }: Advantage,
  scores: readonly ScoreRow[],
  kept: string,
): string | null {
  const auc = scores.find(({ name }) => name === 'AUC')
  if (!auc?.winner) return null
  const isBetter = auc.winner === 'network'
  const more = onlyNetwork - onlyControl
  if (isBetter ? more > 0 : more < 0) return null
  const start = more === 0 ? 'Its' : 'But its'
  return `${start} probabilities rank ${kept} above the rest ${isBetter ? 'better' : 'less well'} (AUC ${auc.network} against ${auc.control}).`
}

function winsText(scores: readonly ScoreRow[]): string {
  const wins = (of: ScoreRow['winner']) => scores.filter(({ winner }) => winner === of).length || 'none'
  return `Of the ${scores.length} scores, the network is better in ${wins('network')} and the control in ${wins('control')}.`
}
