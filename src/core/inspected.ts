// Which single objects are worth a look: those of a cell of a confusion matrix, and those whose label the network doubts.
// The predicted class is that of the highest logit: the confusion matrix counts so, and no temperature changes it.

import { argmax } from './argmax.ts'
import type { SplitPredictions } from './predictions.ts'
import { sortByNumber } from './radix-sort.ts'
import type { EvaluatedSplit } from './run.ts'

/** One row of a split, with what the network says about it. */
export interface InspectedRow {
  readonly split: EvaluatedSplit
  /** row number within the split, from 0 */
  readonly row: number
  /** number as in `ObjectColumns` */
  readonly object: number
  /** class that the data give */
  readonly label: number
  /** most probable class */
  readonly predicted: number
  /** its probability, 0 to 1 */
  readonly confidence: number
  /** per class */
  readonly probabilities: readonly number[]
  /** z_est; NaN where it is not known */
  readonly redshift: number
}

/** A split with its probabilities, [row, class]. */
export interface SplitProbabilities {
  readonly predictions: SplitPredictions
  readonly probabilities: Float64Array
}

/**
 * Rows of one cell of the confusion matrix of a split, by falling probability of the predicted class; ties by row.
 * @param probabilities [row, class]
 * @param cell class indices
 */
export function cellRows(
  split: SplitPredictions,
  probabilities: Float64Array,
  classes: number,
  { truth, predicted }: { readonly truth: number; readonly predicted: number },
): Uint32Array<ArrayBuffer> {
  const { rows, labels, logits } = split
  const found = new Uint32Array(rows)
  const confidence = new Float64Array(rows)
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (labels[row] !== truth || argmax(logits, row * classes, classes) !== predicted) continue
    found[count++] = row
    confidence[row] = probabilities[row * classes + predicted]!
  }
  return sortByNumber(found.subarray(0, count), confidence, true)
}

/**
 * Rows whose predicted class is not their label, with at least `leastConfidence` in it, by falling confidence; ties by split
 * and row. An object that is in several splits, as one of TEST in the natural test, counts in the first of them only.
 */
export function disagreements(
  splits: readonly SplitProbabilities[],
  classes: number,
  leastConfidence: number,
): readonly InspectedRow[] {
  const most = splits.reduce((sum, { predictions }) => sum + predictions.rows, 0)
  // of each row that is found: its split, its number there, its confidence
  const place = new Uint8Array(most)
  const number = new Uint32Array(most)
  const confidence = new Float64Array(most)
  const seen = new Uint8Array(1 + largestObject(splits))
  let count = 0
  splits.forEach(({ predictions: { labels, objects, logits, rows }, probabilities }, i) => {
    for (let row = 0; row < rows; row++) {
      const predicted = argmax(logits, row * classes, classes)
      if (labels[row] === predicted) continue
      const probability = probabilities[row * classes + predicted]!
      // not the other way round: a probability that is not a number reaches nothing
      if (!(probability >= leastConfidence) || seen[objects[row]!] === 1) continue
      seen[objects[row]!] = 1
      place[count] = i
      number[count] = row
      confidence[count++] = probability
    }
  })
  const order = sortByNumber(
    new Uint32Array(count).map((_, i) => i),
    confidence,
    true,
  )
  return Array.from(order, (i) => inspectedRow(splits[place[i]!]!, classes, number[i]!))
}

/** What the network says about one row. */
export function inspectedRow(
  { predictions, probabilities }: SplitProbabilities,
  classes: number,
  row: number,
): InspectedRow {
  const predicted = argmax(predictions.logits, row * classes, classes)
  const own: number[] = []
  for (let k = 0; k < classes; k++) own.push(probabilities[row * classes + k]!)
  return {
    split: predictions.split,
    row,
    object: predictions.objects[row]!,
    label: predictions.labels[row]!,
    predicted,
    confidence: own[predicted]!,
    probabilities: own,
    redshift: predictions.redshift[row]!,
  }
}

function largestObject(splits: readonly SplitProbabilities[]): number {
  let largest = -1
  for (const { predictions } of splits) {
    for (const object of predictions.objects) if (object > largest) largest = object
  }
  return largest
}
