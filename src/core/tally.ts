// Loss, accuracy and confusion matrix of a pass over samples, added up in float64 from the network's logits.

import { argmax } from './argmax.ts'
import { emptyMatrix } from './metrics.ts'
import type { ConfusionMatrix } from './run.ts'

/** Running sums of one pass. */
export interface Tally {
  readonly classes: number
  /** weight of each class in the loss, and in nothing else; `null` where all count the same */
  readonly classWeights: readonly number[] | null
  readonly matrix: number[][]
  /** of each sample in the order they came, [sample, class]; `null` where nobody asks for single samples */
  readonly logits: Float32Array<ArrayBuffer> | null
  samples: number
  lossSum: number
  correct: number
}

/** What a tally does besides counting. */
export interface TallyOptions {
  readonly classWeights?: Tally['classWeights']
  /** samples whose logits are kept: all that will come; none are kept without it */
  readonly keep?: number
}

/** A tally of nothing. */
export function emptyTally(classes: number, { classWeights = null, keep }: TallyOptions = {}): Tally {
  const logits = keep === undefined ? null : new Float32Array(keep * classes)
  return { classes, classWeights, matrix: emptyMatrix(classes), logits, samples: 0, lossSum: 0, correct: 0 }
}

/**
 * Adds the first `rows` samples of a batch.
 * @param logits [batch, classes], row-major
 * @param labels true class index per sample
 * @returns index within the batch of the first sample whose logits or loss are not finite, or -1; that sample and the
 * ones after it are then not added
 */
export function addLogits(tally: Tally, logits: Float32Array, labels: Uint8Array, rows: number): number {
  const { classes, classWeights, matrix } = tally
  for (let row = 0; row < rows; row++) {
    const start = row * classes
    const predicted = argmax(logits, start, classes)
    const largest = logits[start + predicted]!
    let total = 0
    for (let k = 0; k < classes; k++) total += Math.exp(logits[start + k]! - largest)
    const label = labels[row]!
    const loss = Math.log(total) + largest - logits[start + label]!
    if (!Number.isFinite(loss)) return row
    tally.logits?.set(logits.subarray(start, start + classes), tally.samples * classes)
    tally.samples++
    tally.lossSum += classWeights === null ? loss : classWeights[label]! * loss
    if (predicted === label) tally.correct++
    matrix[label]![predicted]!++
  }
  return -1
}

/**
 * Loss and accuracy per sample; 0 for no samples. The sum of weighted losses is divided by the number of samples, not by the
 * sum of weights: Keras' reduction `sum_over_batch_size`.
 */
export function tallyMeans(tally: Tally): { loss: number; acc: number } {
  const count = Math.max(1, tally.samples)
  return { loss: tally.lossSum / count, acc: tally.correct / count }
}

/** The confusion matrix as it is now; later additions do not change it. */
export function tallyMatrix(tally: Tally): ConfusionMatrix {
  return tally.matrix.map((row) => [...row])
}
