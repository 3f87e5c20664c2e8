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
