// The mean posterior of each class, as plain data.

/** Means over objects of one class; each posterior is normalised to a sum of 1 first. */
export interface ClassMean {
  /** mean probability per point of the zgrid, `[z]`; the sum is 1 */
  readonly mean: Float64Array<ArrayBuffer>
  /** objects that were averaged, and those that the class has in the splits */
  readonly objects: number
  readonly of: number
}
