// Which weights to keep and when to stop, as Keras' ModelCheckpoint (save_best_only) and EarlyStopping decide it on
// val_loss with min_delta 0: only a strictly lower loss is progress, an equal one or a NaN is not.

/**
 * Whether an epoch's weights are the best so far.
 * @param best lowest val_loss of the epochs before, Infinity before the first
 */
export function isImprovement(valLoss: number, best: number): boolean {
  return valLoss < best
}

/** Epoch (from 1) of the lowest val_loss, the first of equals; 0 where no epoch has made progress. */
export function bestEpoch(valLosses: readonly number[]): number {
  let best = Number.POSITIVE_INFINITY
  let epoch = 0
  for (const [i, valLoss] of valLosses.entries()) {
    if (!isImprovement(valLoss, best)) continue
    best = valLoss
    epoch = i + 1
  }
  return epoch
}

/**
 * Whether to stop after the last of these epochs: `patience` epochs in a row brought no progress.
 * @param valLosses validation losses from epoch 1
 * @param patience epochs without progress; 0 stops at the first
 */
export function shouldStop(valLosses: readonly number[], patience: number): boolean {
  const wait = valLosses.length - bestEpoch(valLosses)
  return wait > 0 && wait >= patience
}
