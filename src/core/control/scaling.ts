// Columns with mean 0 and variance 1, as scikit-learn's StandardScaler makes them: the penalty of a regression then treats all
// alike.

/** Mean and standard deviation (of the population) of each column. */
export interface Scaling {
  readonly mean: Float64Array
  /** 1 where a column is constant up to rounding */
  readonly scale: Float64Array
}

/** Spread below which a column is constant, relative to its size: all that is there is rounding. */
const CONSTANT = 1e-9

/**
 * Scaling of the columns of some rows.
 * @param x [row, column], at least one row
 */
export function scalingOf(x: Float64Array, columns: number): Scaling {
  const rows = x.length / columns
  const mean = new Float64Array(columns)
  const scale = new Float64Array(columns)
  for (let i = 0; i < x.length; i++) mean[i % columns]! += x[i]! / rows
  for (let i = 0; i < x.length; i++) scale[i % columns]! += (x[i]! - mean[i % columns]!) ** 2 / rows
  for (let k = 0; k < columns; k++) {
    const deviation = Math.sqrt(scale[k]!)
    scale[k] = deviation > CONSTANT * Math.max(1, Math.abs(mean[k]!)) ? deviation : 1
  }
  return { mean, scale }
}

/** Rows with each column scaled, [row, column]. */
export function scaleColumns(x: Float64Array, { mean, scale }: Scaling): Float64Array<ArrayBuffer> {
  const columns = mean.length
  return Float64Array.from(x, (value, i) => (value - mean[i % columns]!) / scale[i % columns]!)
}
