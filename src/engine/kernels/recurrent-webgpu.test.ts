import { beforeAll, describe, expect, test } from 'vitest'
import { loadDawn } from '../../node/dawn.ts'
import { gruBackwardShader, gruForwardShader } from './gru-webgpu.ts'
import { lstmBackwardShader, lstmForwardShader } from './lstm-webgpu.ts'
import { defaultVariant, type SweepShape, sweepVariants } from './recurrent-webgpu.ts'
import { LOWEST_LIMITS, openNullDevice, shaderError } from './webgpu-testing.ts'

const WIDE_LIMITS = {
  maxComputeInvocationsPerWorkgroup: 1024,
  maxComputeWorkgroupSizeX: 1024,
  maxComputeWorkgroupStorageSize: 32768,
}

const SWEEPS = [
  { name: 'GruForward', gates: 3, boards: 2, shader: gruForwardShader },
  { name: 'GruBackward', gates: 3, boards: 3, shader: gruBackwardShader },
  { name: 'LstmForward', gates: 4, boards: 2, shader: lstmForwardShader },
  { name: 'LstmBackward', gates: 4, boards: 4, shader: lstmBackwardShader },
] as const

describe.each(SWEEPS)('$name on WebGPU', ({ gates, boards, shader }) => {
  let device: GPUDevice

  beforeAll(async () => {
    device = await openNullDevice(await loadDawn())
  })

  test.each([1, 3, 32, 64, 256])('compiles in every variant for %i units', async (units) => {
    const shape: SweepShape = { batch: 128, time: 70, units, gates }
    for (const variant of sweepVariants({ shape, boardSize: boards * units }, LOWEST_LIMITS)) {
      expect(await shaderError(device, shader(shape, variant)), JSON.stringify(variant)).toBeNull()
    }
  })
})

describe('how a sweep is divided', () => {
  const divided = (batch: number, units: number, limits = WIDE_LIMITS, isSoftware = false) => {
    const shape: SweepShape = { batch, time: 1119, units, gates: 3 }
    return defaultVariant({ shape, boardSize: 3 * units }, limits, isSoftware)
  }

  test('by four samples where that leaves enough workgroups, by fewer where it does not', () => {
    expect(divided(128, 64)).toEqual({ tile: 4, workgroupSize: 64, blocks: 1, steps: 128 })
    expect(divided(40, 64).tile).toBe(2)
    expect(divided(8, 64).tile).toBe(1)
  })

  test('by fewer samples where workgroup memory ends', () => {
    expect(divided(128, 512).tile).toBe(4)
    expect(divided(128, 512, LOWEST_LIMITS)).toMatchObject({ tile: 2, workgroupSize: 256 })
  })

  test('into dispatches that stay short', () => {
    const { steps } = divided(128, 512)
    expect(steps).toBeLessThan(32)
    expect(steps * 2 * 128 * 512 * 512 * 3).toBeLessThan(4e9)
  })

  test('for a CPU that plays GPU: few workgroups, many units per invocation', () => {
    expect(divided(8, 64, WIDE_LIMITS, true)).toMatchObject({ tile: 4, workgroupSize: 16 })
  })

  test('among units only with one step per dispatch', () => {
    const shape: SweepShape = { batch: 8, time: 1119, units: 512, gates: 3 }
    const variants = sweepVariants({ shape, boardSize: 1536 }, WIDE_LIMITS)
    expect(new Set(variants.map(({ blocks }) => blocks))).toEqual(new Set([1, 4, 16]))
    for (const { blocks, steps } of variants) expect(blocks === 1 || steps === 1).toBe(true)
  })
})
