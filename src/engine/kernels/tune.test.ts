import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { describe, expect, test } from 'vitest'
import { MARGIN, type Stopwatch, tune } from './tune.ts'
import { type Choices, choicesOf, chosenVariant } from './tuning.ts'

/** A device on which a run takes the milliseconds that its variant says; NaN stands for an error. */
function fakeDevice() {
  const device = {} as GPUDevice
  const runs: string[] = []
  let time = 0
  let open = 0
  const stopwatch: Stopwatch = {
    now: () => time,
    open: () => {
      open++
      return { dispose: () => open-- } as unknown as WebGPUBackend
    },
    complete: async (_, work, times) => {
      for (let i = 0; i < times; i++) work()
    },
  }
  return {
    choices: choicesOf(device),
    stopwatch,
    runs,
    isAllClosed: () => open === 0,
    /** asks for a key whose variants take so long; the first one is the fallback */
    ask: (key: string, times: Readonly<Record<string, number | (() => number)>>) => {
      const names = Object.keys(times)
      return chosenVariant(device, key, () => ({
        variants: Object.fromEntries(names.map((name) => [name, name])),
        fallback: names[0]!,
        prepare: () => (name) => {
          runs.push(`${key} ${name}`)
          const taken = times[name]!
          const milliseconds = typeof taken === 'function' ? taken() : taken
          if (Number.isNaN(milliseconds)) throw new Error('Expected a shader that compiles')
          time += milliseconds
        },
      }))
    },
  }
}

function decided({ decided }: Choices): Record<string, string> {
  return Object.fromEntries(decided)
}

describe('tuning', () => {
  test('chooses the fastest of each key', async () => {
    const { choices, stopwatch, ask, isAllClosed } = fakeDevice()
    ask('a', { plain: 3, wide: 2, narrow: 1 })
    ask('b', { plain: 1, wide: 2 })
    expect(await tune(choices, stopwatch)).toBe(true)
    expect(decided(choices)).toEqual({ a: 'narrow', b: 'plain' })
    expect(ask('a', {})).toBe('narrow')
    expect(isAllClosed()).toBe(true)
  })

  test('says that nothing changed where the fallback is the fastest, and measures it no more', async () => {
    const { choices, stopwatch, ask, runs } = fakeDevice()
    ask('a', { plain: 1, wide: 2 })
    expect(await tune(choices, stopwatch)).toBe(false)
    const { length } = runs
    expect(await tune(choices, stopwatch)).toBe(false)
    expect(runs).toHaveLength(length)
  })

  test('leaves the fallback in place unless another is faster by a margin', async () => {
    const { choices, stopwatch, ask } = fakeDevice()
    ask('near', { plain: 1, wide: 1 - 0.9 * MARGIN })
    ask('far', { plain: 1, wide: 1 - 1.1 * MARGIN })
    await tune(choices, stopwatch)
    expect(decided(choices)).toEqual({ near: 'plain', far: 'wide' })
  })

  test('does not count the run that compiles', async () => {
    const { choices, stopwatch, ask } = fakeDevice()
    const compiling = (then: number) => {
      let first = 100
      return () => {
        const milliseconds = first + then
        first = 0
        return milliseconds
      }
    }
    ask('a', { plain: 2, wide: compiling(1) })
    await tune(choices, stopwatch)
    expect(decided(choices)).toEqual({ a: 'wide' })
  })

  test('is not taken in by one fast measurement', async () => {
    const { choices, stopwatch, ask } = fakeDevice()
    let runs = 0
    // as fast as lightning when first measured, later as slow as the fallback
    ask('a', { plain: 10, lucky: () => (++runs <= 3 ? 1 : 10) })
    await tune(choices, stopwatch)
    expect(decided(choices)).toEqual({ a: 'plain' })
  })

  test('gives up early on what is clearly slower', async () => {
    const { choices, stopwatch, ask, runs } = fakeDevice()
    ask('a', { plain: 0.1, slow: 1 })
    await tune(choices, stopwatch)
    expect(runs.filter((run) => run === 'a slow')).toHaveLength(2)
    expect(runs.filter((run) => run === 'a plain').length).toBeGreaterThan(40)
  })

  test('leaves out a variant that fails', async () => {
    const { choices, stopwatch, ask } = fakeDevice()
    ask('a', { plain: 3, broken: Number.NaN, wide: 2 })
    ask('b', { plain: 3, broken: Number.NaN })
    await tune(choices, stopwatch)
    expect(decided(choices)).toEqual({ a: 'wide', b: 'plain' })
  })

  test('says nothing about a key whose fallback fails, and goes on with the next', async () => {
    const { choices, stopwatch, ask, isAllClosed } = fakeDevice()
    ask('a', { plain: 3, wide: 1 })
    ask('b', { broken: Number.NaN, wide: 1 })
    await tune(choices, stopwatch)
    expect(decided(choices)).toEqual({ a: 'wide' })
    expect(choices.undecided.size).toBe(0)
    expect(ask('b', {})).toBe('broken')
    expect(isAllClosed()).toBe(true)
  })
})

describe('the budget', () => {
  test('ends in the middle of a key; the next call goes on there', async () => {
    const { choices, stopwatch, ask, runs } = fakeDevice()
    ask('a', { plain: 3, wide: 2 })
    ask('b', { plain: 100, wide: 90, wider: 80, widest: 70 })
    // 300 ms for a variant: the third is the last that is begun
    expect(await tune(choices, stopwatch, 700)).toBe(false)
    expect(decided(choices)).toEqual({})
    expect(runs).not.toContain('b widest')
    const before = runs.length
    expect(await tune(choices, stopwatch, 1000)).toBe(true)
    expect(runs[before]).toBe('b widest')
    expect(decided(choices)).toMatchObject({ b: 'widest' })
  })

  test('goes to what was used last; the rest has its turn later', async () => {
    const { choices, stopwatch, ask } = fakeDevice()
    ask('a', { plain: 3, wide: 2 })
    ask('b', { plain: 100, wide: 50 })
    const start = stopwatch.now()
    await tune(choices, stopwatch, 600)
    expect(decided(choices)).toEqual({ b: 'wide' })
    // the last measurements may begin just before the end
    expect(stopwatch.now() - start).toBeLessThan(600 + 150 + 1)
    expect([...choices.undecided.keys()]).toEqual(['a'])
    await tune(choices, stopwatch, 600)
    expect(decided(choices)).toEqual({ a: 'wide', b: 'wide' })
  })
})
