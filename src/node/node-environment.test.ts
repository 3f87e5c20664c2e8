import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from './console.fixture.ts'
import { type Dawn, probeDawn } from './dawn.ts'
import { nodeEnvironment } from './node-environment.ts'

const never = () => Promise.reject(new Error('Expected Dawn not to be touched'))

function dawnWith(adapter: GPUAdapter | null): Dawn {
  return { create: () => ({ requestAdapter: async () => adapter }) as unknown as GPU, globals: {} }
}

describe('without Dawn', () => {
  const missing = () => Promise.reject(new Error("Cannot find package 'webgpu'"))

  test('wasm never asks for it', async () => {
    const environment = await nodeEnvironment('wasm', { load: never, probe: never })
    expect(environment.gpu).toBeUndefined()
    expect(environment.wasm).toMatchObject({ threads: Math.min(availableParallelism(), 16), isolated: true })
  })

  test('auto goes on without a GPU, also when it breaks after the probe', async () => {
    expect((await nodeEnvironment('auto', { load: never, probe: async () => false })).gpu).toBeUndefined()
    expect((await nodeEnvironment('auto', { load: missing, probe: async () => true })).gpu).toBeUndefined()
  })

  test('webgpu is a device error that says what to do', async () => {
    await expect(nodeEnvironment('webgpu', { load: missing, probe: never })).rejects.toMatchObject({
      code: 'device',
      message: "Dawn, which gives Node WebGPU, cannot be loaded: Cannot find package 'webgpu'",
      hint: 'Install it with "npm ci", or choose --backend wasm.',
    })
  })
})

test('webgpu without an adapter is a device error', async () => {
  const access = { load: async () => dawnWith(null), probe: never }
  await expect(nodeEnvironment('webgpu', access)).rejects.toMatchObject({
    code: 'device',
    message: 'Dawn found no WebGPU adapter on this machine.',
  })
})

describe('the probe', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    folder = temporaryFolder()
  })
  afterEach(() => folder.remove())

  test.each([
    ['finds an adapter', 'export const create = () => ({ requestAdapter: async () => ({}) })', true],
    ['finds none', 'export const create = () => ({ requestAdapter: async () => null })', false],
    ['survives a crash', 'export const create = () => process.abort()', false],
    ['survives a module that cannot be loaded', 'import "./nothing.mjs"', false],
  ])('%s', async (_, source, expected) => {
    const module = join(folder.path, 'dawn.mjs')
    writeFileSync(module, source)
    expect(await probeDawn(module)).toBe(expected)
  })

  test('says no without the package', async () => {
    expect(await probeDawn(null)).toBe(false)
  })
})
