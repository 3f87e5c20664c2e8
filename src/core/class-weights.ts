// Weights that make classes count alike without leaving objects out.

/**
 * Weight of a sample of each class, as scikit-learn's `compute_class_weight('balanced')`: n / (k count),
 * where n is the number of samples and k that of the classes that are present. 0 for an absent class.
 * @param counts samples per class of TRAIN, in class order
 */
export function classWeights(counts: readonly number[]): readonly number[] {
  const samples = counts.reduce((sum, count) => sum + count, 0)
  const present = counts.filter((count) => count > 0).length
  return counts.map((count) => (count > 0 ? samples / (present * count) : 0))
}
