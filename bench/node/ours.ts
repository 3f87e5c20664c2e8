// Our engine in a process of its own.

import { nodeEnvironment } from '../../src/node/node-environment.ts'
import { wasmThreads } from '../../src/node/wasm-threads.ts'
import { runOurs } from '../ours/run.ts'
import { serveOnce } from './child.ts'

await serveOnce(async (request, emit) => {
  const environment = await nodeEnvironment(request.backend)
  const wasm = request.threads > 0 ? wasmThreads(request.threads) : environment.wasm
  await runOurs(request, { ...environment, wasm }, emit)
})
