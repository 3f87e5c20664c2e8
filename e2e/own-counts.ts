// What splits must come to, by arithmetic of the journeys' own: nothing here comes from the studio.

/** Objects per class. */
export type Counts = readonly number[]

/** Objects per class of each split. */
export interface SplitCounts {
  readonly train: Counts
  readonly validation: Counts
  readonly test: Counts
}

/** Shares of a draw, as scikit-learn has them. */
export interface Fractions {
  /** of all */
  readonly test: number
  /** of the rest */
  readonly validation: number
}

/** Objects of each class. */
export function countLabels(labels: Iterable<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) counts[label]!++
  return counts
}

export function sumOf(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** A stratified draw, as two calls of `train_test_split(stratify=...)`; of equal remainders the first class gets the row. */
export function stratified(counts: Counts, fractions: Fractions): SplitCounts {
  const total = sumOf(counts)
  const tested = Math.ceil(fractions.test * total)
  const rest = shareOut(counts, total - tested)
  const validated = Math.ceil(fractions.validation * (total - tested))
  const train = shareOut(rest, total - tested - validated)
  return { train, validation: minus(rest, train), test: minus(counts, rest) }
}

/** A natural test of the whole: counts, and how many rows were left out for either reason. */
export interface NaturalCounts {
  readonly counts: Counts
  readonly excluded: number
  readonly thinned: number
}

/**
 * The largest test whose classes have the shares of `whole`.
 * @param whole objects of each class at natural prevalence
 * @param held those of them that TRAIN or VALID hold
 */
export function naturalTest(whole: Counts, held: Counts): NaturalCounts {
  const left = minus(whole, held)
  // the class that runs out first says how large the test is; in integers, so that nothing is rounded
  const [fewest, of] = left
    .map((count, i) => [count, whole[i]!] as const)
    .reduce((a, b) => (b[0] * a[1] < a[0] * b[1] ? b : a))
  const counts = whole.map((count) => Math.floor((count * fewest) / of))
  return { counts, excluded: sumOf(held), thinned: sumOf(left) - sumOf(counts) }
}

export function plus(a: Counts, b: Counts): number[] {
  return a.map((count, i) => count + b[i]!)
}

function minus(a: Counts, b: Counts): number[] {
  return a.map((count, i) => count - b[i]!)
}

/** `draws` in proportion to `counts`, by largest remainder. */
function shareOut(counts: Counts, draws: number): number[] {
  const total = sumOf(counts)
  const sizes = counts.map((count) => Math.floor((count * draws) / total))
  const byRemainder = counts
    .map((count, i) => ({ i, remainder: (count * draws) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i)
  for (const { i } of byRemainder.slice(0, draws - sumOf(sizes))) sizes[i]!++
  return sizes
}

/** As the page writes numbers. */
export function thousands(count: number): string {
  return count.toLocaleString('en-GB')
}

/** One decimal: `67.4 %`. */
export function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}
