// The recurrences of GRU and LSTM on wasm. Contracts: gru.ts and lstm.ts; computing: simd/assembly/gru.ts and lstm.ts.

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../simd/backend.ts'
import { withMemory } from '../simd/memory.ts'
import type { Job } from '../simd/threads.ts'
import { packedBytes, packPanels } from './wasm-gemm.ts'
import { wasmKernel } from './wasm-kernel.ts'

/** Samples of a part at most: their states and products must fit a thread's scratch. */
const MOST_SAMPLES = 32

/** As even as the threads allow: the panels of U stream once per step and part. */
function samplesPerPart(batch: number, threads: number): number {
  return Math.min(MOST_SAMPLES, Math.ceil(batch / threads))
}

/** Runs a sweep over time with U or its transpose packed. */
function sweep(
  backend: SimdBackend,
  job: Job,
  { recurrent, transposed }: { recurrent: TensorInfo; transposed: boolean },
  batch: number,
  words: (panels: number) => number[],
): void {
  const [units, width] = recurrent.shape as [number, number]
  const [k, n] = transposed ? [width, units] : [units, width]
  withMemory(backend, packedBytes(k, n), (panels) => {
    packPanels(backend, backend.address(recurrent), k, n, transposed, panels)
    const samples = samplesPerPart(batch, backend.threads.count)
    backend.threads.run(job, [...words(panels), samples], Math.ceil(batch / samples))
  })
}

function createForward(job: Job, gates: number): KernelFunc {
  return wasmKernel(({ inputs, backend }) => {
    const { fromInput, recurrent, bias } = inputs as Record<'fromInput' | 'recurrent' | 'bias', TensorInfo>
    const [batch, time] = fromInput.shape as [number, number, number]
    const units = recurrent.shape[0]!
    const h = backend.allocate([batch, time, units])
    const activated = backend.allocate([batch, time, gates * units])
    // of a GRU what the state gives the candidate, of an LSTM the cell
    const third = backend.allocate([batch, time, units])
    const [p, b] = [backend.address(fromInput), backend.address(bias)]
    const outputs = [h, activated, third].map((tensor) => backend.address(tensor))
    sweep(backend, job, { recurrent, transposed: false }, batch, (panels) => [
      p,
      panels,
      b,
      ...outputs,
      batch,
      time,
      units,
    ])
    return [h, activated, third]
  })
}

/** GruForward */
export const gruForwardOnWasm = createForward('gruForwardPart', 3)

/** LstmForward */
export const lstmForwardOnWasm = createForward('lstmForwardPart', 4)

/** GruBackward */
export const gruBackwardOnWasm = wasmKernel(({ inputs, backend }) => {
  const { h, gates, fromState, dh, recurrent } = inputs as Record<string, TensorInfo>
  const [batch, time, units] = h!.shape as [number, number, number]
  const dp = backend.allocate([batch, time, 3 * units])
  const dq = backend.allocate([batch, time, 3 * units])
  const given = [h, gates, fromState, dh].map((tensor) => backend.address(tensor!))
  sweep(backend, 'gruBackwardPart', { recurrent: recurrent!, transposed: true }, batch, (panels) => [
    ...given,
    panels,
    backend.address(dp),
    backend.address(dq),
    batch,
    time,
    units,
  ])
  return [dp, dq]
})

/** LstmBackward */
export const lstmBackwardOnWasm = wasmKernel(({ inputs, backend }) => {
  const { c, gates, dh, recurrent } = inputs as Record<string, TensorInfo>
  const [batch, time, units] = c!.shape as [number, number, number]
  const dp = backend.allocate([batch, time, 4 * units])
  const given = [c, gates, dh].map((tensor) => backend.address(tensor!))
  sweep(backend, 'lstmBackwardPart', { recurrent: recurrent!, transposed: true }, batch, (panels) => [
    ...given,
    panels,
    backend.address(dp),
    batch,
    time,
    units,
  ])
  return dp
})

/** StatesBefore: the state before each step, zeros before the first. */
export const statesBeforeOnWasm = wasmKernel(({ inputs, backend }) => {
  const h = inputs.h!
  const [batch, time, units] = h.shape as [number, number, number]
  const before = backend.allocate(h.shape)
  const size = time * units
  const from = backend.heap.floats(backend.address(h), batch * size)
  const to = backend.heap.floats(backend.address(before), batch * size)
  for (let start = 0; start < batch * size; start += size) {
    to.fill(0, start, start + units)
    to.set(from.subarray(start, start + size - units), start + units)
  }
  return before
})
