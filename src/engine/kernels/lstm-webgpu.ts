// The LSTM's recurrence on WebGPU. See lstm.ts for the formulas and recurrent-webgpu.ts for the shape of the shaders.

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

/** Gates of unit j at a step, from fromInput and from qi, qf, qc, qo. */
function gateCode(tile: Tile, step: string): string {
  const p = (gate: number) =>
    `${readTile(tile, 'fromInput', '4 * UNITS', `${gate} * UNITS + j`, step)} + bias[${gate} * UNITS + j]`
  return `
    let i = sigmoid(${p(0)} + qi);
    let f = sigmoid(${p(1)} + qf);
    let g = tanhOf(${p(2)} + qc);
    let o = sigmoid(${p(3)} + qo);`
}

/** Where the cells begin in a buffer [2, batch, time, units]. */
const CELLS = 'BATCH * TIME * UNITS'

/** Gates of unit j at a step, its cell and the cell before, from the saved products and states. */
function recalledGateCode(tile: Tile, step: string): string {
  const q = (gate: number) => readTile(tile, 'fromState', '4 * UNITS', `${gate} * UNITS + j`, step)
  return `
    let qi = ${q(0)};
    let qf = ${q(1)};
    let qc = ${q(2)};
    let qo = ${q(3)};
    ${gateCode(tile, step)}
    let tanhCell = tanhOf(${readTile(tile, 'states', 'UNITS', `j + ${CELLS}`, step)});
    var before = Tile(0.0);
    if (${step} > 0) { before = ${readTile(tile, 'states', 'UNITS', `j + ${CELLS}`, `${step} - 1`)}; }`
}

/** Gradients with respect to a from those of the state and of the cell. */
const GATE_GRADIENTS = `
  let di = g * i * (1.0 - i) * dCell;
  let df = before * f * (1.0 - f) * dCell;
  let dg = i * (1.0 - g * g) * dCell;
  let dOut = tanhCell * o * (1.0 - o) * dState;`

function forwardCode(tile: Tile, workgroupSize: number): string {
  return `
    var<workgroup> state: array<Tile, 2 * UNITS>;
    var<workgroup> cell: array<Tile, UNITS>;
    fn main(index: i32) {
      ${sampleCode(tile)}
      for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
        state[j] = Tile(0.0);
        cell[j] = Tile(0.0);
        if (uniforms.first > 0) {
          state[j] = ${readTile(tile, 'result', 'UNITS', 'j', 'uniforms.first - 1')};
          cell[j] = ${readTile(tile, 'result', 'UNITS', `j + ${CELLS}`, 'uniforms.first - 1')};
        }
      }
      workgroupBarrier();
      var now = 0;
      for (var t = uniforms.first; t < uniforms.last; t++) {
        for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
          var qi = Tile(0.0);
          var qf = Tile(0.0);
          var qc = Tile(0.0);
          var qo = Tile(0.0);
          for (var k = 0; k < UNITS; k++) {
            let h = state[now + k];
            qi += h * recurrent[k * 4 * UNITS + j];
            qf += h * recurrent[k * 4 * UNITS + UNITS + j];
            qc += h * recurrent[k * 4 * UNITS + 2 * UNITS + j];
            qo += h * recurrent[k * 4 * UNITS + 3 * UNITS + j];
          }
          ${gateCode(tile, 't')}
          let c = f * cell[j] + i * g;
          let next = o * tanhOf(c);
          cell[j] = c;
          state[UNITS - now + j] = next;
          ${writeTile(tile, 'next', 't')}
          ${writeTile(tile, 'c', 't', CELLS)}
        }
        workgroupBarrier();
        now = UNITS - now;
      }
    }`
}

/** LstmForward; inputs and outputs as lstm.ts has them. */
export const lstmForwardOnWebgpu: KernelFunc = (args) => {
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
      name: 'lstmForward',
      shape,
      outputShape: [2, batch, time, shape.units],
      sharedFloats: 3 * shape.units,
      code: forwardCode,
    },
    'forwards',
    { fromInput, recurrent, bias },
  )
}

/**
 * Writes the whole gradients of each state and each cell: `totalState`, `totalCell`. The gradients of the gates follow
 * from them step by step, so that only they pass from one dispatch to the next.
 */
function backwardCode(tile: Tile, workgroupSize: number): string {
  const spread = `
    ${GATE_GRADIENTS}
    da[j] = di;
    da[UNITS + j] = df;
    da[2 * UNITS + j] = dg;
    da[3 * UNITS + j] = dOut;
    kept[j] = f * dCell;`
  return `
    var<workgroup> da: array<Tile, 4 * UNITS>;
    // what the cell of a step gives to the cell before
    var<workgroup> kept: array<Tile, UNITS>;
    var<workgroup> totalState: array<Tile, UNITS>;
    fn main(index: i32) {
      ${sampleCode(tile)}
      for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
        if (uniforms.last < TIME) {
          ${recalledGateCode(tile, 'uniforms.last')}
          let dState = ${readTile(tile, 'result', 'UNITS', 'j', 'uniforms.last')};
          let dCell = ${readTile(tile, 'result', 'UNITS', `j + ${CELLS}`, 'uniforms.last')};
          ${spread}
        } else {
          kept[j] = Tile(0.0);
          da[j] = Tile(0.0);
          da[UNITS + j] = Tile(0.0);
          da[2 * UNITS + j] = Tile(0.0);
          da[3 * UNITS + j] = Tile(0.0);
        }
      }
      workgroupBarrier();
      for (var t = uniforms.last - 1; t >= uniforms.first; t--) {
        for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
          ${carriedCode(4, 'da')}
          totalState[j] = ${readTile(tile, 'dh', 'UNITS', 'j', 't')} + carried;
        }
        workgroupBarrier();
        for (var j = i32(localIndex); j < UNITS; j += ${workgroupSize}) {
          ${recalledGateCode(tile, 't')}
          let dState = totalState[j];
          let dCell = kept[j] + o * (1.0 - tanhCell * tanhCell) * dState;
          ${writeTile(tile, 'dState', 't')}
          ${writeTile(tile, 'dCell', 't', CELLS)}
          ${spread}
        }
        workgroupBarrier();
      }
    }`
}

/** LstmBackward; inputs and outputs as lstm.ts has them. */
export const lstmBackwardOnWebgpu: KernelFunc = (args) => {
  const kernelArgs = args as unknown as WebgpuKernelArgs
  const { backend, inputs } = kernelArgs
  const { fromInput, fromState, states, dh, recurrentT, bias } = inputs as Record<
    'fromInput' | 'fromState' | 'states' | 'dh' | 'recurrentT' | 'bias',
    TensorInfo
  >
  const [batch, time, units] = dh.shape as [number, number, number]
  const shape: SweepShape = { batch, time, units }
  const total = runSweep(
    kernelArgs,
    {
      name: 'lstmBackward',
      shape,
      outputShape: [2, batch, time, units],
      sharedFloats: 6 * units,
      code: backwardCode,
    },
    'backwards',
    { fromInput, fromState, states, dh, recurrentT, bias },
  )
  const da = runPerUnit(
    backend,
    'lstmGateGradients',
    shape,
    4,
    { fromInput, fromState, states, total, bias },
    `${recalledGateCode(1, 't')}
     let dState = total[row * UNITS + j];
     let dCell = total[row * UNITS + j + ${CELLS}];
     ${GATE_GRADIENTS}
     result[row * 4 * UNITS + j] = di;
     result[row * 4 * UNITS + UNITS + j] = df;
     result[row * 4 * UNITS + 2 * UNITS + j] = dg;
     result[row * 4 * UNITS + 3 * UNITS + j] = dOut;`,
  )
  backend.disposeData(total.dataId)
  return da
}
