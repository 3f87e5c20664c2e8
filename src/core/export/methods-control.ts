// The control in a methods paragraph: what it is, what it reaches on the same objects, and whether the difference is chance.

import { advantageOnTest, regressionText } from '../control-text.ts'
import type { RunView } from '../run-view.ts'
import { LEAST_P, pDigits } from '../statistics/p-text.ts'
import { controlFigures } from '../test-figures.ts'
import { listed } from '../text.ts'
import type { Dialect } from './dialect.ts'
import { estimateText } from './estimate-text.ts'

/** One sentence, which follows that on the test split; `[]` for a run without a control. */
export function controlSentence({ control, labels }: RunView, write: Dialect): string[] {
  const figures = controlFigures({ control, labels })
  if (control === null || figures === null) return []
  const names = listed(control.descriptors.map(write.quoted))
  const advantage = advantageOnTest(control)
  const test =
    advantage === null
      ? ''
      : `; McNemar's exact test of network and control gives a p-value of ${pValue(advantage.p, write)}`
  return [
    `A control, a multinomial ${regressionText(control.descriptors.length)} of each posterior (${names}) that was fitted to ${write.integer(control.trainRows)} objects for training, has an accuracy of ${estimateText(figures.accuracy, write)} on the same objects${test}.`,
  ]
}

/** Two digits; below what its summation can tell only a bound. */
function pValue(p: number, write: Dialect): string {
  if (p < LEAST_P) return `less than ${write.scientific(LEAST_P)}`
  const digits = pDigits(p)
  return digits.includes('e') ? write.scientific(Number(digits)) : digits
}
