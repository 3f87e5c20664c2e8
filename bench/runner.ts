// Measures a list of cases, one after the other, and reports each as soon as it is known.

import * as tf from '@tensorflow/tfjs-core'
import { type BenchCase, benchCases, effortOf, type Profile, type Selection } from './cases.ts'
import type { Measured, Message } from './results.ts'
import { measure, scaled } from './timing.ts'

/** What a process, or a worker of the page, is asked to do. */
export interface BenchRequest {
  readonly backend: 'wasm' | 'webgpu'
  /** threads of wasm; 0 for as many as there are */
  readonly threads: number
  /** which list of cases; null for the one that fits the device */
  readonly profile: Profile | null
  readonly selection: Selection
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

/** Measures all cases on the current backend. One that fails does not end the others. */
export async function runCases(
  profile: Profile,
  selection: Selection,
  prepare: (each: BenchCase) => Prepared,
  check: () => void,
  emit: (message: Message) => void,
): Promise<void> {
  for (const each of benchCases(profile, selection)) {
    const before = tf.memory().numTensors
    const measured = await measureCase(each, selection, prepare, check).catch((error: unknown) => ({
      skipped: reason(error),
    }))
    emit({ type: 'case', id: each.id, measured })
    const left = tf.memory().numTensors - before
    if (left > 0) console.error(`${each.id} left ${left} tensors behind`)
  }
}

async function measureCase(
  each: BenchCase,
  selection: Selection,
  prepare: (each: BenchCase) => Prepared,
  check: () => void,
): Promise<Measured> {
  const { compute, ownsResult, dispose, factor = 1, note } = prepare(each)
  const once = async () => {
    const result = tf.tidy(compute)
    await settle(result)
    if (ownsResult) result.dispose()
  }
  try {
    const timing = await measure(once, effortOf(each, selection))
    check()
    return { timing: scaled(timing, factor), ...(note !== undefined && { note }) }
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
