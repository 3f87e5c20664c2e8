// The test at natural prevalence in words, the same in the page and on the command line.

import { formatInteger, formatShare } from './format.ts'
import type { NaturalCounts } from './preparation.ts'
import type { RunState } from './run.ts'

/**
 * What the best weights reached on test, and the control on the same rows: both accuracies where there are two tests, since a
 * balanced one alone looks better than the sky is. `null` before it is known.
 */
export function accuracyText({
  testAcc,
  natural,
  control,
}: Pick<RunState, 'testAcc' | 'natural' | 'control'>): string | null {
  if (testAcc === null) return null
  const beside = control === null ? '' : ` (control ${formatShare(control.acc)})`
  if (natural === null) return `test accuracy ${formatShare(testAcc)}${beside}`
  return `accuracy ${formatShare(testAcc)} on the balanced test${beside}, ${formatShare(natural.acc)} at natural prevalence`
}

/** How the rows were chosen: which ones are not among them, and how many those are. */
export function naturalChoiceText({ excluded, thinned }: Omit<NaturalCounts, 'counts'>): string {
  return `no row of TRAIN or VALID is among them: ${formatInteger(excluded)} left out because TRAIN or VALID hold them, ${formatInteger(thinned)} so that classes keep natural shares`
}
