// What a posterior must say of itself, worked out the long way from the values of the file: nothing here comes from the
// studio.

/** ln p at the points of a grid. */
export interface Posterior {
  readonly zgrid: ArrayLike<number>
  readonly lnP: ArrayLike<number>
}

/** Points `first` to `last`, both of them. */
export interface Run {
  readonly first: number
  readonly last: number
}

/** Mass of each point: the density times the trapezoidal width around the point; the sum is 1. */
export function massesOf({ zgrid, lnP }: Posterior): number[] {
  const highest = Math.max(...Array.from(lnP))
  const last = zgrid.length - 1
  const weighted = Array.from(lnP, (value, i) => {
    const width = (zgrid[Math.min(last, i + 1)]! - zgrid[Math.max(0, i - 1)]!) / 2
    return Math.exp(value - highest) * width
  })
  const total = sum(weighted)
  return weighted.map((mass) => mass / total)
}

/** The points of highest density that hold `level` of the mass, as runs in ascending order. */
export function highestDensity(posterior: Posterior, level: number): Run[] {
  const masses = massesOf(posterior)
  const order = masses.map((_, i) => i).sort((a, b) => posterior.lnP[b]! - posterior.lnP[a]! || a - b)
  const taken = new Set<number>()
  let held = 0
  for (const i of order) {
    if (held >= level) break
    held += masses[i]!
    taken.add(i)
  }
  const runs: { first: number; last: number }[] = []
  for (const i of [...taken].sort((a, b) => a - b)) {
    const before = runs.at(-1)
    if (before?.last === i - 1) before.last = i
    else runs.push({ first: i, last: i })
  }
  return runs
}

/** Length of some runs in z, each from half-way to the point before it to half-way to the one after it. */
export function lengthOf({ zgrid }: Posterior, runs: readonly Run[]): number {
  const middle = (i: number, j: number) => (zgrid[i]! + zgrid[j]!) / 2
  const last = zgrid.length - 1
  return sum(
    runs.map(
      (run) => middle(run.last, Math.min(last, run.last + 1)) - middle(run.first, Math.max(0, run.first - 1)),
    ),
  )
}

/** Mass on either side of the lowest point between two peaks, which belongs to the right one. */
export function sharesOf(posterior: Posterior, left: number, right: number): readonly [number, number] {
  const masses = massesOf(posterior)
  let valley = left + 1
  for (let i = valley; i < right; i++) if (posterior.lnP[i]! < posterior.lnP[valley]!) valley = i
  const before = sum(masses.slice(0, valley))
  return [before, 1 - before]
}

/** Mean of some posteriors, each normalised to a sum of 1 over its points. */
export function meanOf(curves: readonly ArrayLike<number>[]): number[] {
  const mean = new Array<number>(curves[0]!.length).fill(0)
  for (const curve of curves) {
    const highest = Math.max(...Array.from(curve))
    const p = Array.from(curve, (value) => Math.exp(value - highest))
    const total = sum(p)
    for (let i = 0; i < mean.length; i++) mean[i]! += p[i]! / total / curves.length
  }
  return mean
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
