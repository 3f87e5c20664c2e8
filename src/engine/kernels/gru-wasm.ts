// The GRU's recurrence on wasm: one product per step, gates in plain loops over the heap. See gru.ts for the formulas.

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { backwards, forEachStep, forwards, sigmoid, tanh } from './recurrent-wasm.ts'
import { heapFloats, type WasmKernelArgs } from './wasm-heap.ts'

/** GruForward; inputs and outputs as gru.ts has them. */
export const gruForwardOnWasm: KernelFunc = (args) => {
  const { inputs, backend } = args as unknown as WasmKernelArgs
  const { fromInput, recurrent, bias } = inputs as Record<'fromInput' | 'recurrent' | 'bias', TensorInfo>
  const [batch, time] = fromInput.shape as [number, number, number]
  const u = recurrent.shape[0]!
  const h = backend.makeOutput([batch, time, u], 'float32')
  forEachStep(backend, recurrent, batch, forwards(time), (t, q, state) => {
    const p = heapFloats(backend, fromInput)
    const b = heapFloats(backend, bias)
    const out = heapFloats(backend, h)
    for (let sample = 0; sample < batch; sample++) {
      const row = sample * time + t
      for (let j = 0; j < u; j++) {
        const iz = row * 3 * u + j
        const qz = sample * 3 * u + j
        const z = sigmoid(p[iz]! + b[j]! + q[qz]! + b[3 * u + j]!)
        const r = sigmoid(p[iz + u]! + b[u + j]! + q[qz + u]! + b[4 * u + j]!)
        const g = tanh(p[iz + 2 * u]! + b[2 * u + j]! + r * (q[qz + 2 * u]! + b[5 * u + j]!))
        const next = z * state[sample * u + j]! + (1 - z) * g
        state[sample * u + j] = next
        out[row * u + j] = next
      }
    }
  })
  return h
}

/** GruBackward; inputs and outputs as gru.ts has them. */
export const gruBackwardOnWasm: KernelFunc = (args) => {
  const { inputs, backend } = args as unknown as WasmKernelArgs
  const { fromInput, fromState, h, dh, recurrentT, bias } = inputs as Record<string, TensorInfo>
  const [batch, time, u] = h!.shape as [number, number, number]
  const dp = backend.makeOutput([batch, time, 3 * u], 'float32')
  const dq = backend.makeOutput([batch, time, 3 * u], 'float32')
  const kept = new Float64Array(batch * u)
  forEachStep(backend, recurrentT!, batch, backwards(time), (t, carried, dqNow) => {
    const p = heapFloats(backend, fromInput!)
    const q = heapFloats(backend, fromState!)
    const b = heapFloats(backend, bias!)
    const states = heapFloats(backend, h!)
    const dStates = heapFloats(backend, dh!)
    const dpOut = heapFloats(backend, dp)
    const dqOut = heapFloats(backend, dq)
    for (let sample = 0; sample < batch; sample++) {
      const row = sample * time + t
      for (let j = 0; j < u; j++) {
        const i = row * u + j
        const iz = row * 3 * u + j
        const qh = q[iz + 2 * u]! + b[5 * u + j]!
        const z = sigmoid(p[iz]! + b[j]! + q[iz]! + b[3 * u + j]!)
        const r = sigmoid(p[iz + u]! + b[u + j]! + q[iz + u]! + b[4 * u + j]!)
        const g = tanh(p[iz + 2 * u]! + b[2 * u + j]! + r * qh)
        const before = t === 0 ? 0 : states[i - u]!
        const d = dStates[i]! + kept[sample * u + j]! + carried[sample * u + j]!
        const dCandidate = (1 - z) * (1 - g * g) * d
        const dz = (before - g) * z * (1 - z) * d
        const dr = qh * r * (1 - r) * dCandidate
        dpOut[iz] = dqOut[iz] = dz
        dpOut[iz + u] = dqOut[iz + u] = dr
        dpOut[iz + 2 * u] = dCandidate
        dqOut[iz + 2 * u] = r * dCandidate
        kept[sample * u + j] = z * d
      }
      dqNow.set(dqOut.subarray(row * 3 * u, (row + 1) * 3 * u), sample * 3 * u)
    }
  })
  return [dp, dq]
}
