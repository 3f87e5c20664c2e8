// Which rows count: a posterior that no network can take has NaN for its probabilities, and every measure leaves it out.

/**
 * Indices of the rows whose values are all finite, ascending.
 * @param values probabilities or logits, [row, class]
 * @param labels true class per row
 * @throws RangeError unless there are `classes` values for each label
 */
export function knownRows(
  values: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): Uint32Array<ArrayBuffer> {
  if (values.length !== labels.length * classes) {
    throw new RangeError(
      `Expected ${classes} values for each of ${labels.length} labels (${classes * labels.length}), got ${values.length}`,
    )
  }
  const known = new Uint32Array(labels.length)
  let count = 0
  for (let row = 0; row < labels.length; row++) {
    let isKnown = true
    for (let k = 0; k < classes; k++) isKnown &&= Number.isFinite(values[row * classes + k]!)
    if (isKnown) known[count++] = row
  }
  return known.subarray(0, count)
}

/** Class of the highest value of one row; the first of equal ones, as `predictedClasses` has it for all rows. */
export function topClass(values: ArrayLike<number>, row: number, classes: number): number {
  const start = row * classes
  let best = 0
  for (let k = 1; k < classes; k++) if (values[start + k]! > values[start + best]!) best = k
  return best
}
