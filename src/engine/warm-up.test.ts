import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { MODEL_IDS } from '../core/models.ts'
import type { RunSettings } from '../core/run.ts'
import { modelDefaults, REFERENCE_SETTINGS } from '../core/settings.ts'
import { createSourceEngine, type EngineEnvironment } from './engine.ts'

const ENVIRONMENT: EngineEnvironment = {
  gpu: undefined,
  wasm: { threads: 1, isolated: false },
  now: () => 0,
  yieldToEvents: async () => {},
  openScratch: async () => null,
  loadFixtures: async () => [],
}
const SETTINGS: RunSettings = { ...REFERENCE_SETTINGS, backend: 'wasm', batchSize: 16, epochs: 2 }

describe('a warm-up', () => {
  test.each(MODEL_IDS)('of %s needs no data and leaves no tensors', async (model) => {
    const engine = createSourceEngine(ENVIRONMENT)
    const before = tf.memory().numTensors
    await engine.warmUp({ ...SETTINGS, ...modelDefaults(model) })
    expect(tf.getBackend()).toBe('wasm')
    expect(tf.memory().numTensors).toBe(before)
  })

  test('changes no number of the run that follows', async () => {
    const losses = async (isWarm: boolean): Promise<readonly number[]> => {
      const engine = createSourceEngine(ENVIRONMENT)
      await engine.simulate({ rows: 60, points: 64, seed: 1 })
      if (isWarm) await engine.warmUp(SETTINGS)
      const { signal } = new AbortController()
      const found: number[] = []
      for await (const event of engine.train(SETTINGS, { stop: signal, abandon: signal })) {
        if (event.type === 'epochEnded') found.push(event.loss, event.valLoss)
      }
      return found
    }
    const cold = await losses(false)
    expect(cold).toHaveLength(4)
    expect(await losses(true)).toEqual(cold)
  })

  test('waits for a run that is under way, and a run for it', async () => {
    const engine = createSourceEngine(ENVIRONMENT)
    await engine.simulate({ rows: 60, points: 64, seed: 1 })
    const { signal } = new AbortController()
    const seen: string[] = []
    const warmUp = (name: string) => engine.warmUp(SETTINGS).then(() => seen.push(name))
    const first = warmUp('first warm-up')
    let second: Promise<unknown> | null = null
    for await (const { type } of engine.train(SETTINGS, { stop: signal, abandon: signal })) {
      if (type === 'runStarted') second = warmUp('second warm-up')
      if (type === 'runStarted' || type === 'runEnded') seen.push(type)
    }
    await Promise.all([first, second])
    expect(seen).toEqual(['first warm-up', 'runStarted', 'runEnded', 'second warm-up'])
  })

  test.each([
    ['a device that is not there', { ...SETTINGS, backend: 'webgpu' as const }, undefined],
    ['a length that no run can have', SETTINGS, 8],
  ])('on %s is silent, and the device can be used afterwards', async (_, settings, length) => {
    const engine = createSourceEngine(ENVIRONMENT)
    await engine.warmUp(settings, length)
    await engine.simulate({ rows: 60, points: 64, seed: 1 })
    expect(await engine.estimate(SETTINGS)).toBeGreaterThanOrEqual(0)
  })
})
