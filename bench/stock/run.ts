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
  const { profile, selection } = request
  if (profile === null) throw new Error('Expected the list of cases that our engine was given')
  if (!(await tf.setBackend(request.backend)))
    throw new Error(`Stock ${request.backend} could not be started`)
  emit({ type: 'peer', name: name() })
  emit({ type: 'versions', versions: { tfjs: tf.version_core } })
  await runCases(profile, selection, prepareStock, () => {}, emit)
}
