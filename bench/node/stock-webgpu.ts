// Stock tfjs on WebGPU by Dawn, in a process of its own.

import { nodeEnvironment } from '../../src/node/node-environment.ts'
import { runStock } from '../stock/run.ts'
import { serveOnce } from './child.ts'

await serveOnce(async (request, emit) => {
  // makes navigator.gpu, without which tfjs registers no such backend
  await nodeEnvironment('webgpu')
  await import('@tensorflow/tfjs-backend-webgpu')
  await runStock(request, () => 'stock WebGPU', emit)
})
