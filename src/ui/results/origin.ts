// What a matrix was counted on, in words. During a run the second matrix is of validation, and its panel says so.

import type { MatrixOrigin } from '../../core/run.ts'

export { originSplit } from '../../core/matrix-origin.ts'

/**
 * The caption of a matrix.
 * @param lastEpoch epochs that have ended
 * @param bestEpoch epoch of the best weights
 */
export function originCaption(origin: MatrixOrigin, lastEpoch: number, bestEpoch: number): string {
  switch (origin) {
    case 'epoch-train':
      return `train, epoch ${lastEpoch}: this epoch's own passes while the weights moved`
    case 'epoch-validation':
      return `VALIDATION, after epoch ${lastEpoch} — test is not looked at before the end`
    case 'best-train':
      return `train, exact, best weights of epoch ${bestEpoch}`
    case 'best-test':
      return `test, exact, best weights of epoch ${bestEpoch}`
    case 'saved-train':
      return 'train, as the report has it'
    case 'saved-test':
      return 'test, as the report has it'
    default:
      return origin satisfies never
  }
}

/** The caption of what was counted at natural prevalence. */
export function naturalCaption(bestEpoch: number): string {
  return `natural test, exact, best weights of epoch ${bestEpoch}`
}
