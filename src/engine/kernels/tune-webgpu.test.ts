// On Dawn's null backend, which checks all that is queued and computes nothing: all variants take about the same time,
// so what is chosen means nothing here.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { nullGpuEnvironment } from '../../node/webgpu-testing.ts'
import { openDevice } from '../device.ts'
import { gruBackwardOnWebgpu, gruForwardOnWebgpu } from './gru-webgpu.ts'
import { lstmBackwardOnWebgpu, lstmForwardOnWebgpu } from './lstm-webgpu.ts'
import { sweepVariants } from './recurrent-webgpu.ts'
import { tune } from './tune.ts'
import { type Choices, choicesOf, chosenVariant } from './tuning.ts'
import { runShader, type Shader } from './webgpu-shader.ts'
import { webgpuStopwatch } from './webgpu-stopwatch.ts'

const NO_HURRY = 60_000
/** of the null backend's adapter: tfjs' products look at the vendor alone */
const INFO = { vendor: '', architecture: '' } as GPUAdapterInfo

let backend: WebGPUBackend
let choices: Choices

beforeAll(async () => {
  const environment = await nullGpuEnvironment()
  await openDevice('webgpu', environment)
  backend = tf.engine().backend as WebGPUBackend
  choices = choicesOf(backend.device)
})

afterEach(() => vi.restoreAllMocks())

/** Counts the buffers that are made from now on and not destroyed. */
function countBuffers(): () => number {
  let count = 0
  const createBuffer = backend.device.createBuffer.bind(backend.device)
  vi.spyOn(backend.device, 'createBuffer').mockImplementation((descriptor) => {
    const buffer = createBuffer(descriptor)
    const destroy = buffer.destroy.bind(buffer)
    count++
    buffer.destroy = () => {
      count--
      return destroy()
    }
    return buffer
  })
  return () => count
}

/** Tunes what is undecided; the times by key and variant. */
async function tuneAll(): Promise<Record<string, Record<string, number>>> {
  const asked = [...choices.undecided]
  await tune(
    choices,
    webgpuStopwatch(backend.device, INFO, () => performance.now()),
    NO_HURRY,
  )
  expect(choices.undecided.size).toBe(0)
  return Object.fromEntries(asked.map(([key, { times }]) => [key, Object.fromEntries(times)]))
}

function kept() {
  const { numBytesUsed, numBytesAllocated } = backend.bufferManager
  return {
    tensors: tf.memory().numTensors,
    data: backend.numDataIds(),
    bytesUsed: numBytesUsed,
    bytesAllocated: numBytesAllocated,
  }
}

/** Runs forward and backward sweeps of a cell. */
function sweep(cell: 'gru' | 'lstm', batch: number, time: number, units: number): void {
  const gates = cell === 'gru' ? 3 : 4
  const tensor = (...shape: number[]) => backend.makeTensorInfo(shape, 'float32')
  const states = () => tensor(batch, time, units)
  const recurrent = tensor(units, gates * units)
  const inputs = [tensor(batch, time, gates * units), recurrent, tensor(2, gates * units)] as const
  const [fromInput, , bias] = inputs
  const attrs = {}
  const run = (kernel: tf.KernelFunc, named: Record<string, tf.TensorInfo>) => [
    kernel({ backend, attrs, inputs: named }),
  ]
  const made =
    cell === 'gru'
      ? [
          ...run(gruForwardOnWebgpu, { fromInput, recurrent, bias }),
          ...run(gruBackwardOnWebgpu, {
            h: states(),
            gates: fromInput,
            fromState: states(),
            dh: states(),
            recurrent,
          }),
        ]
      : [
          ...run(lstmForwardOnWebgpu, { fromInput, recurrent, bias }),
          ...run(lstmBackwardOnWebgpu, { c: states(), gates: fromInput, dh: states(), recurrent }),
        ]
  for (const { dataId } of [...inputs, ...made.flat()]) backend.disposeData(dataId)
}

test.each([
  ['gru', 1, 1],
  ['gru', 3, 5],
  ['gru', 128, 64],
  ['lstm', 40, 33],
  ['lstm', 128, 256],
  ['gru', 16, 512],
] as const)(
  '%s of %i samples and %i units: every division runs, and nothing stays',
  async (cell, batch, units) => {
    sweep(cell, batch, 7, units)
    const keys = ['Forward', 'Backward'].map((pass) => `${cell}${pass}/${units}/${batch}`)
    expect([...choices.undecided.keys()]).toEqual(keys)
    const before = kept()
    const buffers = countBuffers()
    const times = await tuneAll()
    expect(kept()).toEqual(before)
    expect(buffers()).toBe(0)
    expect(Object.keys(times)).toEqual(keys)
    for (const [key, byVariant] of Object.entries(times)) {
      const gates = cell === 'gru' ? 3 : 4
      const boards = key.includes('Forward') ? 2 : gates
      const shape = { batch, time: 7, units, gates } as const
      const variants = sweepVariants({ shape, boardSize: boards * units }, backend.device.limits)
      const names = variants.map(({ tile, workgroupSize, blocks, steps }) =>
        [tile, workgroupSize, blocks, steps].join('_'),
      )
      expect(new Set(Object.keys(byVariant))).toEqual(new Set(names))
      for (const [name, milliseconds] of Object.entries(byVariant)) {
        expect(milliseconds, `${key} ${name}`).toBeLessThan(NO_HURRY)
      }
    }
  },
)

test('a variant that the device refuses is left out, and fails no run', async () => {
  const shader = (code: string): Shader => ({
    buffers: { x: { access: 'read_write', type: 'f32' } },
    uniforms: 'size: u32',
    code: `@compute @workgroup_size(1) fn main() { x[0] = f32(uniforms.size); ${code} }`,
  })
  const uncaptured: string[] = []
  backend.device.addEventListener('uncapturederror', ({ error }) => uncaptured.push(error.message))
  const variants = { plain: '', undeclared: 'x[0] = undeclared;' }
  chosenVariant(backend.device, 'test', () => ({
    variants,
    fallback: 'plain',
    prepare: (scratch) => (code) => {
      const x = scratch.makeTensorInfo([1], 'float32')
      runShader(scratch, `test ${code}`, () => shader(code), {
        tensors: [x],
        dispatches: [Int32Array.of(1)],
        workgroups: [1, 1],
      })
      scratch.disposeData(x.dataId)
    },
  }))
  const { test: times } = await tuneAll()
  expect(times!.undeclared).toBe(Number.POSITIVE_INFINITY)
  expect(times!.plain).toBeLessThan(NO_HURRY)
  expect(choices.decided.get('test')).toBe('plain')
  expect(uncaptured).toEqual([])
})
