// How long something takes: warmed up, repeated, median and minimum.

/** How long to measure. */
export interface Effort {
  /** enough when all repeats together took this long */
  readonly seconds: number
  /** repeats at most, and at least */
  readonly most: number
  readonly least: number
}

/** Seconds of one call. */
export interface Timing {
  readonly median: number
  readonly min: number
  readonly repeats: number
  /** the first call, in a process that had computed nothing before: it compiles what later ones find compiled */
  readonly first?: number
}

/** Repeats that together took this many times the effort are enough, even if they are few: the case is slow. */
const SLOW = 4

/**
 * Times a call that is over when its promise is. The first call warms up and counts only as `first`.
 * @param now milliseconds; any origin
 */
export async function measure(
  call: () => Promise<void>,
  { seconds, most, least }: Effort,
  now: () => number = () => performance.now(),
): Promise<Timing & { readonly first: number }> {
  const timed = async () => {
    const start = now()
    await call()
    return (now() - start) / 1000
  }
  const first = await timed()
  const times: number[] = []
  let spent = 0
  do {
    const time = await timed()
    times.push(time)
    spent += time
  } while (spent < SLOW * seconds && (times.length < least || (spent < seconds && times.length < most)))
  return { median: median(times), min: Math.min(...times), repeats: times.length, first }
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2
}

/**
 * The same timing of something so many times as large, if time is proportional to size. Compiling is not, so that the
 * first call goes.
 */
export function scaled({ median, min, repeats }: Timing, factor: number): Timing {
  return { median: median * factor, min: min * factor, repeats }
}
