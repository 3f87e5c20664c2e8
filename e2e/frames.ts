// How smoothly the page is drawn while something goes on: the gaps between its frames.

import type { Page } from '@playwright/test'

/** Gaps between frames in milliseconds of wall time: on a shared machine they also hold what others computed. */
export interface FrameGaps {
  readonly frames: number
  readonly median: number
  /** nine of ten are shorter */
  readonly most: number
  readonly longest: number
}

interface Recorder {
  frameTimes?: number[]
}

/** Runs `work` and says how long its frames took. */
export async function frameGaps(page: Page, work: () => Promise<void>): Promise<FrameGaps> {
  await page.evaluate(() => {
    const times: number[] = []
    const recorder = globalThis as Recorder
    recorder.frameTimes = times
    const record = (time: number) => {
      times.push(time)
      if (recorder.frameTimes === times) requestAnimationFrame(record)
    }
    requestAnimationFrame(record)
  })
  await work()
  const times = await page.evaluate(() => {
    const recorder = globalThis as Recorder
    const recorded = recorder.frameTimes ?? []
    delete recorder.frameTimes
    return recorded
  })
  const gaps = times
    .slice(1)
    .map((time, i) => time - times[i]!)
    .sort((a, b) => a - b)
  const at = (share: number) => gaps[Math.min(gaps.length - 1, Math.floor(share * gaps.length))] ?? Number.NaN
  return { frames: gaps.length, median: at(0.5), most: at(0.9), longest: at(1) }
}

/** For people: `312 frames, median 16.7, nine of ten below 17.0, longest 33.4 ms`. */
export function frameText({ frames, median, most, longest }: FrameGaps): string {
  return `${frames} frames, median ${median.toFixed(1)}, nine of ten below ${most.toFixed(1)}, longest ${longest.toFixed(1)} ms`
}
