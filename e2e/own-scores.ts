// What a matrix says of its classes, by arithmetic of the journeys' own: nothing here comes from the studio.

/** Counts, [true class][predicted class]. */
export type Matrix = readonly (readonly number[])[]

/** Shares of a class, 0 to 1. */
export interface Scores {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly support: number
}

/** A share of `hits` in `total`. */
export interface Share {
  readonly hits: number
  readonly total: number
}

/** What belongs to one class. */
export interface ClassShares {
  readonly precision: Share
  readonly recall: Share
}

/** Hits by those predicted as the class, and by those of the class. */
export function classShares(matrix: Matrix): ClassShares[] {
  return matrix.map((row, i) => ({
    precision: { hits: row[i]!, total: sum(matrix.map((each) => each[i]!)) },
    recall: { hits: row[i]!, total: sum(row) },
  }))
}

/** Precision, recall and F1 of each class, from the shares. */
export function classScores(matrix: Matrix): Scores[] {
  return classShares(matrix).map(({ precision: { hits, total: predicted }, recall: { total: support } }) => ({
    precision: predicted === 0 ? 0 : hits / predicted,
    recall: support === 0 ? 0 : hits / support,
    f1: predicted + support === 0 ? 0 : (2 * hits) / (predicted + support),
    support,
  }))
}

/** Right objects by all. */
export function accuracyOf(matrix: Matrix): Share {
  return { hits: sum(matrix.map((row, i) => row[i]!)), total: sum(matrix.flat()) }
}

/** Plain mean of the classes, or the mean by their support. */
export function meanScores(scores: readonly Scores[], isWeighted: boolean): Scores {
  const weights = scores.map(({ support }) => (isWeighted ? support : 1))
  const mean = (key: 'precision' | 'recall' | 'f1') =>
    sum(scores.map((each, i) => each[key] * weights[i]!)) / sum(weights)
  const support = sum(scores.map((each) => each.support))
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1'), support }
}

/** Wilson's 95 % score interval, from the textbook's form of it. */
export function wilson({ hits, total }: Share): readonly [low: number, high: number] {
  const z = 1.959964
  const p = hits / total
  const centre = p + z ** 2 / (2 * total)
  const reach = z * Math.sqrt((p * (1 - p)) / total + z ** 2 / (4 * total ** 2))
  const scale = 1 + z ** 2 / total
  return [(centre - reach) / scale, (centre + reach) / scale]
}

/** Cells in percent of their row with two decimals, over the counts: as a figure has them. */
export function cellTexts(matrix: Matrix): string[][][] {
  return matrix.map((row) =>
    row.map((count) => [`${(sum(row) === 0 ? 0 : (100 * count) / sum(row)).toFixed(2)}%`, String(count)]),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
