// Measures cases on tfjs as it comes. Runs in a process, or a worker, of its own: our backend has the name "wasm", too.

import * as tf from '@tensorflow/tfjs-core'
import type { Message } from '../results.ts'
import { type BenchRequest, runCases } from '../runner.ts'
import { prepareStock } from './prepare.ts'

/**
 * Measures every case on the backend of the request, which must be registered.
 * @param name what the table calls it, once the backend has started
 */
export async function runStock(
  request: BenchRequest,
  name: () => string,
  emit: (message: Message) => void,
): Promise<void> {
  if (!(await tf.setBackend(request.backend))) {
    throw new Error(`Stock ${request.backend} could not be started`)
  }
  emit({ type: 'peer', name: name() })
  emit({ type: 'versions', versions: { tfjs: tf.version_core } })
  await runCases(request.cases, request.quick, false, { prepare: prepareStock, check: gpuErrors(), emit })
}

/**
 * tfjs ignores what WebGPU reports, and an operation that was refused leaves zeros in no time.
 * @returns throws the first error since it was last called
 */
function gpuErrors(): () => void {
  const { device } = tf.backend() as { readonly device?: GPUDevice }
  let first: string | null = null
  device?.addEventListener('uncapturederror', ({ error }) => {
    first ??= error.message
  })
  return () => {
    const message = first
    first = null
    if (message !== null) throw new Error(message)
  }
}
