// What a network said about each row of a test, small enough to be kept with a report.

/** Every row of a test, in order. A class is one digit, so that ten thousand rows are a text of ten thousand letters. */
export interface RowOutcomes {
  /** of the rows with their labels: only outcomes of equal fingerprints belong to the same objects */
  readonly fingerprint: string
  /** true class of each row */
  readonly labels: string
  /** predicted class of each row */
  readonly predicted: string
}

/** Classes that one digit can tell apart. */
export const MOST_CLASSES = 10

/**
 * Classes as digits.
 * @param classes class index per row, each below 10
 * @throws RangeError for a class that has no digit
 */
export function classDigits(classes: ArrayLike<number>): string {
  const digits = new Array<string>(classes.length)
  for (let row = 0; row < classes.length; row++) {
    const index = classes[row]!
    if (!(Number.isInteger(index) && index >= 0 && index < MOST_CLASSES)) {
      throw new RangeError(`Expected classes from 0 to ${MOST_CLASSES - 1}, got ${index} in row ${row}`)
    }
    digits[row] = String(index)
  }
  return digits.join('')
}
