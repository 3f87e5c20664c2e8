// The class that a network answers, and the point where a posterior is highest: ties are broken alike everywhere.

/**
 * Position of the largest of `count` values from `start` on, counted from `start`: the first of equal ones, as in NumPy's
 * `argmax`. A NaN is passed over unless it comes first, where it stays; NumPy gives the first NaN. 0 where there are no values.
 */
export function argmax(values: ArrayLike<number>, start = 0, count = values.length - start): number {
  let largest = 0
  for (let k = 1; k < count; k++) if (values[start + k]! > values[start + largest]!) largest = k
  return largest
}
