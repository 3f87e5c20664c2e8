// The LSTM's recurrence on wasm: one product per step, gates in plain loops over the heap. See lstm.ts for the formulas.

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { backwards, forEachStep, forwards, sigmoid, tanh } from './recurrent-wasm.ts'
import { heapFloats, type WasmKernelArgs } from './wasm-heap.ts'

/** LstmForward; inputs and outputs as lstm.ts has them. */
export const lstmForwardOnWasm: KernelFunc = (args) => {
  const { inputs, backend } = args as unknown as WasmKernelArgs
  const { fromInput, recurrent, bias } = inputs as Record<'fromInput' | 'recurrent' | 'bias', TensorInfo>
  const [batch, time] = fromInput.shape as [number, number, number]
  const u = recurrent.shape[0]!
  const states = backend.makeOutput([2, batch, time, u], 'float32')
  const cell = new Float64Array(batch * u)
  forEachStep(backend, recurrent, batch, forwards(time), (t, q, state) => {
    const p = heapFloats(backend, fromInput)
    const b = heapFloats(backend, bias)
    const out = heapFloats(backend, states)
    const cells = out.subarray(batch * time * u)
    for (let sample = 0; sample < batch; sample++) {
      const row = sample * time + t
      for (let j = 0; j < u; j++) {
        const ip = row * 4 * u + j
        const iq = sample * 4 * u + j
        const i = sigmoid(p[ip]! + q[iq]! + b[j]!)
        const f = sigmoid(p[ip + u]! + q[iq + u]! + b[u + j]!)
        const g = tanh(p[ip + 2 * u]! + q[iq + 2 * u]! + b[2 * u + j]!)
        const o = sigmoid(p[ip + 3 * u]! + q[iq + 3 * u]! + b[3 * u + j]!)
        const c = f * cell[sample * u + j]! + i * g
        const next = o * tanh(c)
        cell[sample * u + j] = c
        cells[row * u + j] = c
        state[sample * u + j] = next
        out[row * u + j] = next
      }
    }
  })
  return states
}

/** LstmBackward; inputs and outputs as lstm.ts has them. */
export const lstmBackwardOnWasm: KernelFunc = (args) => {
  const { inputs, backend } = args as unknown as WasmKernelArgs
  const { fromInput, fromState, states, dh, recurrentT, bias } = inputs as Record<string, TensorInfo>
  const [batch, time, u] = dh!.shape as [number, number, number]
  const da = backend.makeOutput([batch, time, 4 * u], 'float32')
  const kept = new Float64Array(batch * u)
  forEachStep(backend, recurrentT!, batch, backwards(time), (t, carried, daNow) => {
    const p = heapFloats(backend, fromInput!)
    const q = heapFloats(backend, fromState!)
    const b = heapFloats(backend, bias!)
    const cells = heapFloats(backend, states!).subarray(batch * time * u)
    const dStates = heapFloats(backend, dh!)
    const out = heapFloats(backend, da)
    for (let sample = 0; sample < batch; sample++) {
      const row = sample * time + t
      for (let j = 0; j < u; j++) {
        const ip = row * 4 * u + j
        const i = sigmoid(p[ip]! + q[ip]! + b[j]!)
        const f = sigmoid(p[ip + u]! + q[ip + u]! + b[u + j]!)
        const g = tanh(p[ip + 2 * u]! + q[ip + 2 * u]! + b[2 * u + j]!)
        const o = sigmoid(p[ip + 3 * u]! + q[ip + 3 * u]! + b[3 * u + j]!)
        const before = t === 0 ? 0 : cells[(row - 1) * u + j]!
        const tanhCell = tanh(cells[row * u + j]!)
        const dState = dStates[row * u + j]! + carried[sample * u + j]!
        const dCell = kept[sample * u + j]! + o * (1 - tanhCell * tanhCell) * dState
        out[ip] = g * i * (1 - i) * dCell
        out[ip + u] = before * f * (1 - f) * dCell
        out[ip + 2 * u] = i * (1 - g * g) * dCell
        out[ip + 3 * u] = tanhCell * o * (1 - o) * dState
        kept[sample * u + j] = f * dCell
      }
      daNow.set(out.subarray(row * 4 * u, (row + 1) * 4 * u), sample * 4 * u)
    }
  })
  return da
}
