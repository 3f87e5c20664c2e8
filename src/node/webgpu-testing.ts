// For tests: an environment whose GPU is Dawn's null backend. It checks all that is queued, and computes nothing.

import type { EngineEnvironment } from '../engine/engine.ts'
import { loadDawn } from './dawn.ts'
import { nodeEnvironment } from './node-environment.ts'

/** The environment of Node with the null backend in place of an adapter. */
export async function nullGpuEnvironment(): Promise<EngineEnvironment> {
  const { create, globals } = await loadDawn()
  const dawn = { create: () => create(['backend=null']), globals }
  return nodeEnvironment('webgpu', { load: async () => dawn, probe: async () => true })
}
