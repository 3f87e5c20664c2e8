// Jobs of the SIMD module on all threads: each job is so many parts, and a thread that is free takes the next one. What a
// part computes does not depend on who computes it, so results do not depend on the number of threads.

import type { Heap } from './heap.ts'

/** The module's jobs. */
export const JOBS = [
  'adamPart',
  'addPart',
  'convForwardPart',
  'convInputGradientPart',
  'convWeightGradientPart',
  'gemmPart',
  'gruBackwardPart',
  'gruForwardPart',
  'lstmBackwardPart',
  'lstmForwardPart',
  'packFlippedPart',
  'packPart',
  'peakPart',
  'sumRowsPart',
  'triadPart',
] as const

/** Name of a job: an export (arguments, part, scratch) of the module. */
export type Job = (typeof JOBS)[number]

/** A worker of the browser or of Node. */
export interface ThreadPort {
  send(message: unknown): void
  /** resolves when the thread says that it is ready, rejects if it cannot start */
  readonly ready: Promise<void>
  terminate(): void
}

/** Bytes at the start of memory: control words, arguments, and scratch of each thread. */
export const SCRATCH_BYTES = 2 * 1024 * 1024
const ARGUMENTS_AT = 1024
const FIRST_SCRATCH = 65536

/** Bytes that the allocator must leave free at the start of memory. */
export function reservedBytes(threads: number): number {
  return FIRST_SCRATCH + threads * SCRATCH_BYTES
}

// thread.js has the same words
const GENERATION = 0
const NEXT_PART = 1
const PARTS = 2
const JOB = 3
const DONE = 5
const FAILED = 6
const ARGUMENTS = 4

/** Looks for the end of a job this often before it sleeps. */
const SPINS = 20_000

type JobFunction = (args: number, part: number, scratch: number) => void

/** A word of a job's arguments: an integer or address, or a float32 by `float`. */
export type Word = number | { readonly float: number }

export class Threads {
  readonly #functions: ReadonlyMap<Job, JobFunction>
  readonly #heap: Heap
  readonly #others: readonly ThreadPort[]

  private constructor(instance: WebAssembly.Instance, heap: Heap, others: readonly ThreadPort[]) {
    this.#functions = new Map(JOBS.map((name) => [name, instance.exports[name] as JobFunction]))
    this.#heap = heap
    this.#others = others
  }

  /** Starts so many threads besides this one; those that fail to start are left out. */
  static async start(
    module: WebAssembly.Module,
    heap: Heap,
    others: number,
    spawn: () => ThreadPort,
  ): Promise<Threads> {
    const { memory } = heap
    const instance = await WebAssembly.instantiate(module, { env: { memory } })
    const started = await Promise.all(
      Array.from({ length: others }, async (_, i) => {
        const port = spawn()
        const scratch = FIRST_SCRATCH + (i + 1) * SCRATCH_BYTES
        try {
          port.send({ module, memory, jobs: JOBS, scratch })
          await port.ready
          return [port]
        } catch {
          port.terminate()
          return []
        }
      }),
    )
    return new Threads(instance, heap, started.flat())
  }

  /** Threads that compute, this one included. */
  get count(): number {
    return this.#others.length + 1
  }

  /**
   * Runs all parts of a job and returns when the last is done.
   * @throws Error if a part failed on another thread
   */
  run(job: Job, words: readonly Word[], parts: number): void {
    this.#writeArguments(words)
    const compute = this.#functions.get(job)!
    if (parts < 2 || this.#others.length === 0) {
      for (let part = 0; part < parts; part++) compute(ARGUMENTS_AT, part, FIRST_SCRATCH)
      return
    }
    const control = this.#heap.integers(0, 16)
    control[NEXT_PART] = 0
    control[PARTS] = parts
    control[JOB] = JOBS.indexOf(job)
    control[ARGUMENTS] = ARGUMENTS_AT
    control[DONE] = 0
    Atomics.add(control, GENERATION, 1)
    Atomics.notify(control, GENERATION)
    try {
      for (;;) {
        const part = Atomics.add(control, NEXT_PART, 1)
        if (part >= parts) break
        compute(ARGUMENTS_AT, part, FIRST_SCRATCH)
      }
    } finally {
      this.#join(control)
    }
    if (Atomics.exchange(control, FAILED, 0) !== 0) throw new Error(`A thread failed in ${job}`)
  }

  /** Ends the other threads. */
  dispose(): void {
    for (const port of this.#others) port.terminate()
  }

  #join(control: Int32Array): void {
    let spins = SPINS
    for (;;) {
      const done = Atomics.load(control, DONE)
      if (done === this.#others.length) return
      if (--spins < 0) Atomics.wait(control, DONE, done)
    }
  }

  #writeArguments(words: readonly Word[]): void {
    const integers = this.#heap.integers(ARGUMENTS_AT, words.length)
    const floats = this.#heap.floats(ARGUMENTS_AT, words.length)
    for (const [i, word] of words.entries()) {
      if (typeof word === 'number') integers[i] = word
      else floats[i] = word.float
    }
  }
}
