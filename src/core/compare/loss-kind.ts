// Which kind of loss a report holds. LAM-Redshift trained some networks of three classes with binary cross-entropy, whose
// values look like better categorical ones.

import type { PartialReport } from '../report.ts'

/** An average of the epochs that tells the kind of loss. */
export interface BinaryLossSign {
  readonly loss: number
  /** 0 to 1 */
  readonly accuracy: number
  /** what categorical cross-entropy would have to be at that accuracy, at least */
  readonly least: number
}

/**
 * Whether losses are too low to be categorical cross-entropy.
 *
 * Where probabilities mean what they say, the categorical cross-entropy is the mean entropy of the predictions, and an
 * entropy of H nats leaves a share of errors of at most H / (2 ln 2) (Hellman and Raviv 1970, IEEE Trans. Inf. Theory 16,
 * 368). So loss >= 2 ln 2 (1 - accuracy), with equality where each doubtful object hangs between two classes; networks
 * that are too sure of themselves lie above. The bound is linear, so it holds for means over batches and epochs.
 *
 * The mean binary cross-entropy over k > 2 outputs of a softmax is smaller: untrained, ln k becomes
 * (ln k + (k - 1) ln(k / (k - 1))) / k, 0.64 in place of 1.10 for three classes, where the bound is 0.92. It crosses the
 * bound while the network errs often; of an accurate one nothing can be said, hence no sign proves nothing. For two
 * classes both losses are equal. Train and validation must agree, so that neither a few rows nor losses weighted by class,
 * which count in train only, raise an alarm.
 * @returns `null` without a sign, and for runs of this studio, whose loss is known
 */
export function binaryLossSign({ meta, nb_class, ...curves }: PartialReport): BinaryLossSign | null {
  if (meta !== null || nb_class <= 2) return null
  const validation = signOf(curves.val_loss ?? [], curves.val_acc ?? [])
  const train = signOf(curves.loss ?? [], curves.acc ?? [])
  return validation === null ? null : train
}

function signOf(losses: readonly number[], accuracies: readonly number[]): BinaryLossSign | null {
  let epochs = 0
  let lossSum = 0
  let accuracySum = 0
  for (const [i, loss] of losses.entries()) {
    const accuracy = accuracies[i] ?? Number.NaN
    if (!Number.isFinite(loss) || !Number.isFinite(accuracy)) continue
    epochs++
    lossSum += loss
    accuracySum += accuracy
  }
  if (epochs === 0) return null
  const accuracy = accuracySum / epochs
  const loss = lossSum / epochs
  const least = 2 * Math.LN2 * (1 - accuracy)
  return loss < least ? { loss, accuracy, least } : null
}
