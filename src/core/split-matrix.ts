// The confusion matrix that a network's predictions of a split come to: counted once, however many look at it.

import { confusionMatrix } from './metrics.ts'
import type { RunPredictions, SplitPredictions } from './predictions.ts'
import type { ConfusionMatrix, EvaluatedSplit } from './run.ts'
import { predictedClasses } from './trust/softmax.ts'

const known = new WeakMap<SplitPredictions, ConfusionMatrix>()

/** Objects by true and predicted class. The same matrix for the same predictions. */
export function matrixOfSplit(split: SplitPredictions): ConfusionMatrix {
  const before = known.get(split)
  if (before !== undefined) return before
  const classes = split.logits.length / split.rows
  const matrix = confusionMatrix(split.labels, predictedClasses(split.logits, classes), classes)
  known.set(split, matrix)
  return matrix
}

/** Whether two matrices have the same counts. */
export function equalMatrices(a: ConfusionMatrix, b: ConfusionMatrix): boolean {
  return a.length === b.length && a.every((row, truth) => row.every((count, k) => count === b[truth]?.[k]))
}

/** A cell of a split's matrix, by class indices. */
interface SplitCell {
  readonly split: EvaluatedSplit
  readonly truth: number
  readonly predicted: number
}

/** The cell of most mistakes in the first split, where there is something to see; `null` where there are no splits. */
export function largestMistake({ splits }: Pick<RunPredictions, 'splits'>): SplitCell | null {
  const [first] = splits
  return first === undefined ? null : { split: first.split, ...mostMistaken(matrixOfSplit(first)) }
}

/** The cell of most wrong predictions; that of the first class where all are right. */
function mostMistaken(matrix: ConfusionMatrix): Pick<SplitCell, 'truth' | 'predicted'> {
  let best = { truth: 0, predicted: 0 }
  let most = 0
  for (const [truth, row] of matrix.entries()) {
    for (const [predicted, count] of row.entries()) {
      if (truth === predicted || count <= most) continue
      best = { truth, predicted }
      most = count
    }
  }
  return best
}
