// Measures a list of cases, one after the other, and reports each as soon as it is known.

import * as tf from '@tensorflow/tfjs-core'
import { type BenchCase, effortOf } from './cases.ts'
import type { Measured, Message } from './results.ts'
import { measure, scaled } from './timing.ts'

/** What a process, or a worker of the page, is asked to do. */
export interface BenchRequest {
  readonly backend: 'wasm' | 'webgpu'
  /** threads of wasm; 0 for as many as there are */
  readonly threads: number
  /** little effort for each case */
  readonly quick: boolean
  /** in this order; none to hear only about the device */
  readonly cases: readonly BenchCase[]
}

/** A case that is ready to be computed. */
export interface Prepared {
  /** Computes once; what it returns is ready when everything is. */
  compute(): tf.Tensor
  /** frees what `compute` needs */
  dispose(): void
  /** the result belongs to the caller, who frees it */
  readonly ownsResult: boolean
  /** how many times as much the case itself is, if this is a smaller one */
  readonly factor?: number
  readonly note?: string
}

/** An engine that can measure. */
export interface Runner {
  readonly prepare: (each: BenchCase) => Prepared
  /** Throws what the device has reported and nobody else has heard. */
  readonly check: () => void
  readonly emit: (message: Message) => void
}

/** A call that takes more milliseconds than this is a sign of life that nobody should miss. */
const LONG_CALL = 5000

/**
 * Measures cases on the current backend. One that fails does not end the others.
 * @param cold nothing was computed before: the first call of the first case, if that is a step, is kept
 * @throws Error where the backend cannot compute any more
 */
export async function runCases(
  cases: readonly BenchCase[],
  quick: boolean,
  cold: boolean,
  runner: Runner,
): Promise<void> {
  for (const [i, each] of cases.entries()) {
    const before = tf.memory().numTensors
    runner.emit({ type: 'start', id: each.id })
    const measured = await measureCase(each, quick, cold && i === 0, runner).catch((error: unknown) => ({
      skipped: reason(error),
    }))
    runner.emit({ type: 'case', id: each.id, measured })
    if ('skipped' in measured && !(await stillComputes(runner.check))) {
      throw new Error(`The device computes no more after ${each.id}`)
    }
    const left = tf.memory().numTensors - before
    if (left > 0) console.error(`${each.id} left ${left} tensors behind`)
  }
}

async function measureCase(
  each: BenchCase,
  quick: boolean,
  cold: boolean,
  { prepare, check, emit }: Runner,
): Promise<Measured> {
  const { compute, ownsResult, dispose, factor = 1, note } = prepare(each)
  const once = async () => {
    const start = performance.now()
    const result = tf.tidy(compute)
    await settle(result)
    if (ownsResult) result.dispose()
    if (performance.now() - start > LONG_CALL) emit({ type: 'alive' })
  }
  try {
    const timing = await measure(once, effortOf(each, quick))
    check()
    const { first } = timing
    return {
      timing: { ...scaled(timing, factor), ...(cold && each.kind === 'step' && { first }) },
      ...(note !== undefined && { note }),
    }
  } finally {
    dispose()
  }
}

/** The first line of what was thrown; tfjs' words for a missing kernel shortened. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const missing = /^Kernel '(\w+)' not registered/.exec(message)
  return missing === null ? message.split('\n')[0]! : `no ${missing[1]}`
}

/** Waits for a result by reading one value of it: all that was queued before is done then, too. */
async function settle(result: tf.Tensor): Promise<void> {
  const one = tf.tidy(() => tf.slice(tf.reshape(result, [result.size]), [0], [1]))
  await one.data()
  one.dispose()
}

/** More values than tfjs would add on the CPU instead. */
const PROBE = 4096

/** Whether a sum comes out right: on a device that was lost, whatever follows fails. */
async function stillComputes(check: () => void): Promise<boolean> {
  try {
    const sum = tf.tidy(() => tf.add(tf.ones([PROBE]), tf.ones([PROBE])))
    const values = await sum.data()
    sum.dispose()
    check()
    return values.every((value) => value === 2)
  } catch {
    return false
  }
}
