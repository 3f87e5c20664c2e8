// The GRU's recurrence on WebGPU. See gru.ts for the formulas and recurrent-webgpu.ts for the shape of the shaders.

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import {
  carriedCode,
  readTile,
  runPerUnit,
  runSweep,
  type SweepShape,
  sampleCode,
  type Tile,
  type WebgpuKernelArgs,
  writeTile,
} from './recurrent-webgpu.ts'

/** Gates of unit j at a step, from fromInput and from qz, qr, qh. */
function gateCode(tile: Tile, step: string): string {
  const p = (gate: number) => readTile(tile, 'fromInput', '3 * UNITS', `${gate} * UNITS + j`, step)
  return `
    let z = sigmoid(${p(0)} + bias[j] + qz);
    let r = sigmoid(${p(1)} + bias[UNITS + j] + qr);
    let g = tanhOf(${p(2)} + bias[2 * UNITS + j] + r * qh);`
}

/** Gates of unit j at a step and the state before it, from the saved products. */
function recalledGateCode(tile: Tile, step: string): string {
  const q = (gate: number) =>
    `${readTile(tile, 'fromState', '3 * UNITS', `${gate} * UNITS + j`, step)} + bias[${3 + gate} * UNITS + j]`
  return `
    let qz = ${q(0)};
    let qr = ${q(1)};
    let qh = ${q(2)};
    ${gateCode(tile, step)}
    var before = Tile(0.0);
    if (${step} > 0) { before = ${readTile(tile, 'h', 'UNITS', 'j', `${step} - 1`)}; }`
}

/** Gradients with respect to p and q from the gradient d of the state. */
const GATE_GRADIENTS = `
  let dCandidate = (1.0 - z) * (1.0 - g * g) * d;
  let dz = (before - g) * z * (1.0 - z) * d;
  let dr = qh * r * (1.0 - r) * dCandidate;`

function forwardCode(tile: Tile, workgroupSize: number): string {
  return `
    var<workgroup> state: array<Tile, 2 * UNITS>;
    fn main(index: i32) {
      ${sampleCode(tile)}
      for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
        state[j] = Tile(0.0);
        if (uniforms.first > 0) { state[j] = ${readTile(tile, 'result', 'UNITS', 'j', 'uniforms.first - 1')}; }
      }
      workgroupBarrier();
      var now = 0;
      for (var t = uniforms.first; t < uniforms.last; t++) {
        for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
          var qz = Tile(bias[3 * UNITS + j]);
          var qr = Tile(bias[4 * UNITS + j]);
          var qh = Tile(bias[5 * UNITS + j]);
          for (var k = 0; k < UNITS; k++) {
            let h = state[now + k];
            qz += h * recurrent[k * 3 * UNITS + j];
            qr += h * recurrent[k * 3 * UNITS + UNITS + j];
            qh += h * recurrent[k * 3 * UNITS + 2 * UNITS + j];
          }
          ${gateCode(tile, 't')}
          let next = z * state[now + j] + (1.0 - z) * g;
          state[UNITS - now + j] = next;
          ${writeTile(tile, 'next', 't')}
        }
        workgroupBarrier();
        now = UNITS - now;
      }
    }`
}

/** GruForward; inputs and outputs as gru.ts has them. */
export const gruForwardOnWebgpu: KernelFunc = (args) => {
  const kernelArgs = args as unknown as WebgpuKernelArgs
  const { fromInput, recurrent, bias } = kernelArgs.inputs as Record<
    'fromInput' | 'recurrent' | 'bias',
    TensorInfo
  >
  const [batch, time] = fromInput.shape as [number, number, number]
  const shape: SweepShape = { batch, time, units: recurrent.shape[0]! }
  return runSweep(
    kernelArgs,
    {
      name: 'gruForward',
      shape,
      outputShape: [batch, time, shape.units],
      sharedFloats: 2 * shape.units,
      code: forwardCode,
    },
    'forwards',
    { fromInput, recurrent, bias },
  )
}

/**
 * Writes the whole gradient of each state: `total`. The gradients of the gates follow from it step by step, so that only
 * it passes from one dispatch to the next.
 */
function backwardCode(tile: Tile, workgroupSize: number): string {
  const spread = (step: string) => `
    ${recalledGateCode(tile, step)}
    let d = total[j];
    ${GATE_GRADIENTS}
    dq[j] = dz;
    dq[UNITS + j] = dr;
    dq[2 * UNITS + j] = r * dCandidate;
    total[j] = z * d;`
  return `
    var<workgroup> dq: array<Tile, 3 * UNITS>;
    // of the state of a step; after the gates, what that gives to the state before
    var<workgroup> total: array<Tile, UNITS>;
    fn main(index: i32) {
      ${sampleCode(tile)}
      for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
        if (uniforms.last < TIME) {
          total[j] = ${readTile(tile, 'result', 'UNITS', 'j', 'uniforms.last')};
          ${spread('uniforms.last')}
        } else {
          total[j] = Tile(0.0);
          dq[j] = Tile(0.0);
          dq[UNITS + j] = Tile(0.0);
          dq[2 * UNITS + j] = Tile(0.0);
        }
      }
      workgroupBarrier();
      for (var t = uniforms.last - 1; t >= uniforms.first; t--) {
        for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
          ${carriedCode(3, 'dq')}
          total[j] += ${readTile(tile, 'dh', 'UNITS', 'j', 't')} + carried;
          ${writeTile(tile, 'total[j]', 't')}
        }
        workgroupBarrier();
        for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
          ${spread('t')}
        }
        workgroupBarrier();
      }
    }`
}

/** GruBackward; inputs and outputs as gru.ts has them. */
export const gruBackwardOnWebgpu: KernelFunc = (args) => {
  const kernelArgs = args as unknown as WebgpuKernelArgs
  const { backend, inputs } = kernelArgs
  const { fromInput, fromState, h, dh, recurrentT, bias } = inputs as Record<
    'fromInput' | 'fromState' | 'h' | 'dh' | 'recurrentT' | 'bias',
    TensorInfo
  >
  const [batch, time, units] = h.shape as [number, number, number]
  const shape: SweepShape = { batch, time, units }
  const total = runSweep(
    kernelArgs,
    { name: 'gruBackward', shape, outputShape: h.shape, sharedFloats: 4 * units, code: backwardCode },
    'backwards',
    { fromInput, fromState, h, dh, recurrentT, bias },
  )
  const gradients = ['dCandidate', 'r * dCandidate'].map((candidate, i) =>
    runPerUnit(
      backend,
      `gruGateGradients${i}`,
      shape,
      3,
      { fromInput, fromState, h, total, bias },
      `${recalledGateCode(1, 't')}
       let d = total[row * UNITS + j];
       ${GATE_GRADIENTS}
       result[row * 3 * UNITS + j] = dz;
       result[row * 3 * UNITS + UNITS + j] = dr;
       result[row * 3 * UNITS + 2 * UNITS + j] = ${candidate};`,
    ),
  )
  backend.disposeData(total.dataId)
  return gradients
}
