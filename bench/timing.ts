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
}

/** Warm-up that takes longer than this many times the effort leaves one repeat: the case is slow, not unsteady. */
const SLOW = 4

/**
 * Times a call that is over when its promise is. The first call warms up and does not count.
 * @param now milliseconds; any origin
 */
export async function measure(
  call: () => Promise<void>,
  { seconds, most, least }: Effort,
  now: () => number = () => performance.now(),
): Promise<Timing> {
  const timed = async () => {
    const start = now()
    await call()
    return (now() - start) / 1000
  }
  const warmUp = await timed()
  const needed = warmUp > SLOW * seconds ? 1 : least
  const times: number[] = []
  let spent = 0
  while (times.length < needed || (spent < seconds && times.length < most)) {
    const time = await timed()
    times.push(time)
    spent += time
  }
  return { median: median(times), min: Math.min(...times), repeats: times.length }
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2
}

/** The same timing of something so many times as large, if time is proportional to size. */
export function scaled({ median, min, repeats }: Timing, factor: number): Timing {
  return { median: median * factor, min: min * factor, repeats }
}
