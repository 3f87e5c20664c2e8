// Our engine in a worker, with the threads that the page has.

import { browserEnvironment } from '../../src/worker/browser-environment.ts'
import { runOurs } from '../ours/run.ts'
import { serve } from './serve.ts'

serve((request, emit) => {
  const environment = browserEnvironment()
  const { wasm } = environment
  const threads = request.threads > 0 && wasm.isolated ? request.threads : wasm.threads
  return runOurs(request, { ...environment, wasm: { ...wasm, threads } }, emit)
})
