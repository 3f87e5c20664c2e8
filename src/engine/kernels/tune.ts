// Measures the variants of keys that nothing is known of, and decides. It may be stopped by its budget at any point: what
// was measured counts when it goes on.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { Choices, Undecided } from './tuning.ts'

/** What measuring needs of a device. */
export interface Stopwatch {
  /** milliseconds; any origin */
  now(): number
  /** a backend on the device whose buffers are its own, and end with it */
  open(): WebGPUBackend
  /**
   * Queues work so many times and resolves when the device has done it.
   * @throws Error if the work throws, or the device reports an error in it
   */
  complete(scratch: WebGPUBackend, work: () => void, times: number): Promise<void>
}

/** Milliseconds of one call: no variant is begun afterwards. */
export const TUNING_BUDGET = 1000
/** A variant must be faster than the fallback by this share to take its place: noise must not. */
export const MARGIN = 0.05
/** A variant whose first run takes this many times the fastest so far is not run again. */
const GIVE_UP = 2
/** Runs are repeated until they take so many milliseconds: waiting for a device alone takes some tenths of one. */
const LONG_ENOUGH = 5
const MOST_REPEATS = 64
/** Times that the fallback and the best of the others are measured in turn before the decision. */
const FINAL_ROUNDS = 3

/**
 * Goes through the undecided keys until the budget is spent, from that which was asked for last: keys of a model that is no
 * longer chosen can wait. Those that are not decided then keep their fallback, and their turn comes with a later call.
 * @returns whether any call site will run another variant than before
 */
export async function tune(choices: Choices, stopwatch: Stopwatch, budget = TUNING_BUDGET): Promise<boolean> {
  const end = stopwatch.now() + budget
  let changed = false
  for (const [key, undecided] of [...choices.undecided].reverse()) {
    const scratch = stopwatch.open()
    try {
      const name = await fastest(undecided, stopwatch, scratch, end)
      if (name === null) return changed
      undecided.decide(name)
      changed ||= name !== undecided.fallback
    } catch {
      // not even the fallback could be measured: it stays in use, and nothing is said about the key
      choices.undecided.delete(key)
    } finally {
      scratch.dispose()
    }
    if (stopwatch.now() >= end) break
  }
  return changed
}

/** Milliseconds of one run of a variant, as the mean of so many. */
type Measure = (name: string, repeats: number) => Promise<number>

/**
 * The name of the fastest variant, or `null` if the time was not enough to tell.
 * @throws Error if the tensors cannot be made, or the fallback fails
 */
async function fastest(
  { names, fallback, prepare, times }: Undecided,
  stopwatch: Stopwatch,
  scratch: WebGPUBackend,
  end: number,
): Promise<string | null> {
  const run = prepare(scratch)
  const measure: Measure = async (name, repeats) => {
    const start = stopwatch.now()
    await stopwatch.complete(scratch, () => run(name), repeats)
    return (stopwatch.now() - start) / repeats
  }
  // the fallback comes first: what is slower than it is given up
  for (const name of [fallback, ...names.filter((other) => other !== fallback)]) {
    if (times.has(name)) continue
    if (stopwatch.now() >= end) return null
    try {
      times.set(name, await timeOf(name, measure, Math.min(...times.values())))
    } catch (thrown) {
      if (name === fallback) throw thrown
      times.set(name, Number.POSITIVE_INFINITY)
    }
  }
  const rival = names.reduce((best, name) => (times.get(name)! < times.get(best)! ? name : best), fallback)
  if (!isClearlyFaster(times.get(rival)!, times.get(fallback)!)) return fallback
  // the least of many measurements is low by chance, and a GPU's clock may have changed since the first of them
  const final = { rival: Number.POSITIVE_INFINITY, fallback: Number.POSITIVE_INFINITY }
  for (let round = 0; round < FINAL_ROUNDS && (round === 0 || stopwatch.now() < end); round++) {
    final.fallback = Math.min(final.fallback, await measure(fallback, repeatsFor(times.get(fallback)!)))
    final.rival = Math.min(final.rival, await measure(rival, repeatsFor(times.get(rival)!)))
  }
  return isClearlyFaster(final.rival, final.fallback) ? rival : fallback
}

/** @param least milliseconds of the fastest so far */
async function timeOf(name: string, measure: Measure, least: number): Promise<number> {
  // compiles
  await measure(name, 1)
  const once = await measure(name, 1)
  if (once > GIVE_UP * least) return once
  return Math.min(once, await measure(name, repeatsFor(once)))
}

function repeatsFor(milliseconds: number): number {
  return Math.max(1, Math.min(MOST_REPEATS, Math.ceil(LONG_ENOUGH / milliseconds)))
}

function isClearlyFaster(milliseconds: number, fallback: number): boolean {
  return milliseconds < (1 - MARGIN) * fallback
}
