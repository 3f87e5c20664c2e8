// What the engine needs to know of Node: Dawn as `navigator.gpu` where there is an adapter, and wasm on all cores.

import { StudioError } from '../core/errors.ts'
import type { BackendChoice } from '../core/run.ts'
import type { EngineEnvironment } from '../engine/engine.ts'
import { type Dawn, loadDawn, probeDawn } from './dawn.ts'
import { scratchFolder } from './scratch-folder.ts'
import { wasmThreads } from './wasm-threads.ts'

/** How Dawn is found and loaded; tests give their own. */
export interface DawnAccess {
  load(): Promise<Dawn>
  probe(): Promise<boolean>
}

/**
 * The environment for one choice of backend. `auto` takes a Dawn that is missing or broken for a machine without a GPU.
 * @throws StudioError `device` if webgpu was asked for and there is no Dawn or no adapter
 */
export async function nodeEnvironment(
  choice: BackendChoice,
  access: DawnAccess = { load: loadDawn, probe: probeDawn },
): Promise<EngineEnvironment> {
  return {
    gpu: await findGpu(choice, access),
    wasm: wasmThreads(),
    now: () => performance.timeOrigin + performance.now(),
    yieldToEvents: () => new Promise((resolve) => setImmediate(resolve)),
    openScratch: async () => scratchFolder(),
    loadFixtures: () => Promise.reject(new StudioError('bad-input', NO_FIXTURES, VERIFY_INSTEAD)),
  }
}

const NO_FIXTURES = 'The command line has no built-in fixtures.'
const VERIFY_INSTEAD = 'Use "npm run verify -- DIR" with a folder of reference/fixtures/keras.'

async function findGpu(choice: BackendChoice, { load, probe }: DawnAccess): Promise<GPU | undefined> {
  switch (choice) {
    case 'wasm':
      return undefined
    case 'auto':
      return (await probe()) ? openDawn(load).catch(() => undefined) : undefined
    case 'webgpu':
      return requireAdapter(load)
    default:
      return choice satisfies never
  }
}

async function requireAdapter(load: () => Promise<Dawn>): Promise<GPU> {
  const gpu = await openDawn(load).catch((thrown: unknown) => {
    throw new StudioError(
      'device',
      `Dawn, which gives Node WebGPU, cannot be loaded: ${thrown instanceof Error ? thrown.message : thrown}`,
      'Install it with "npm ci", or choose --backend wasm.',
      { cause: thrown },
    )
  })
  if ((await gpu.requestAdapter({ powerPreference: 'high-performance' })) === null) {
    throw new StudioError(
      'device',
      'Dawn found no WebGPU adapter on this machine.',
      'Install a graphics driver (Vulkan on Linux), or choose --backend wasm.',
    )
  }
  return gpu
}

/** One instance for the whole process: Dawn keeps adapters and devices alive through it. */
let opened: GPU | null = null

async function openDawn(load: () => Promise<Dawn>): Promise<GPU> {
  if (opened !== null) return opened
  const { create, globals } = await load()
  const gpu = create([])
  // tfjs reads GPUBufferUsage and its like from the global object, and makes no backend without navigator.gpu
  Object.assign(globalThis, globals)
  const { navigator = {} } = globalThis as { navigator?: object }
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true })
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
  opened = gpu
  return gpu
}
