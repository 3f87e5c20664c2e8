// The GRU's recurrence on WebGPU. See gru.ts for the formulas and recurrent-webgpu.ts for the shape of the shaders.

import type { KernelFunc } from '@tensorflow/tfjs-core'
import { runSweep, SweepCode, type SweepShape, type SweepVariant, transposed } from './recurrent-webgpu.ts'
import type { Shader, WebgpuKernelArgs } from './webgpu-shader.ts'

/** Shader of GruForward. */
export function gruForwardShader(shape: SweepShape, variant: SweepVariant): Shader {
  const code = new SweepCode(shape, variant)
  const input = (i: number, gate: number) => code.read('fromInput', 3, `${gate} * UNITS + j${i}`, 't')
  const bias = (i: number, row: number) => `bias[${row} * UNITS + j${i}]`
  return code.shader(
    ['fromInput', 'recurrent', 'bias'],
    ['h', 'gates', 'fromState'],
    2 * shape.units,
    `
    if (uniforms.first == 0) {
      ${code.fill(shape.units, 'Tile(0.0)')}
    } else {
      ${code.fill(shape.units, code.read('h', 1, 'k', 'uniforms.first - 1'))}
    }
    ${code.each(
      (i) => `
      let bz${i} = ${bias(i, 0)} + ${bias(i, 3)};
      let br${i} = ${bias(i, 1)} + ${bias(i, 4)};
      let bp${i} = ${bias(i, 2)};
      let bq${i} = ${bias(i, 5)};`,
    )}
    workgroupBarrier();
    // the board has the states of two steps in turn
    var now = 0;
    for (var t = uniforms.first; t < uniforms.last; t++) {
      // asked for early: they arrive while the products are computed
      ${code.each(
        (i) => `
        let pz${i} = ${input(i, 0)};
        let pr${i} = ${input(i, 1)};
        let ph${i} = ${input(i, 2)};`,
      )}
      ${code.products(
        (_, k) => `now + ${k}`,
        'recurrent',
        (gate, k, j) => `${k} * 3 * UNITS + ${gate} * UNITS + ${j}`,
      )}
      ${code.each(
        (i) => `
        let z${i} = sigmoid(pz${i} + bz${i} + sum${i}_0);
        let r${i} = sigmoid(pr${i} + br${i} + sum${i}_1);
        let q${i} = sum${i}_2 + bq${i};
        let g${i} = tanhOf(ph${i} + bp${i} + r${i} * q${i});
        let h${i} = z${i} * board[now + j${i}] + (1.0 - z${i}) * g${i};
        board[UNITS - now + j${i}] = h${i};
        ${code.write('h', 1, `j${i}`, 't', `h${i}`)}
        ${code.write('gates', 3, `j${i}`, 't', `z${i}`)}
        ${code.write('gates', 3, `UNITS + j${i}`, 't', `r${i}`)}
        ${code.write('gates', 3, `2 * UNITS + j${i}`, 't', `g${i}`)}
        ${code.write('fromState', 1, `j${i}`, 't', `q${i}`)}`,
      )}
      workgroupBarrier();
      now = UNITS - now;
    }`,
  )
}

/** Shader of GruBackward. `kept` [batch, units] is what a state's gradient gives to the state before past the products. */
export function gruBackwardShader(shape: SweepShape, variant: SweepVariant): Shader {
  const code = new SweepCode(shape, variant)
  const gate = (i: number, gate: number) => code.read('gates', 3, `${gate} * UNITS + j${i}`, 't')
  return code.shader(
    ['h', 'gates', 'fromState', 'dh', 'recurrentT'],
    ['dp', 'dq', 'kept'],
    3 * shape.units,
    `
    ${code.each((i) => `var kept${i} = Tile(0.0);`)}
    if (uniforms.last == uniforms.time) {
      ${code.fill(3 * shape.units, 'Tile(0.0)')}
    } else {
      ${code.fill(3 * shape.units, code.read('dq', 3, 'k', 'uniforms.last'))}
      ${code.each((i) => `kept${i} = ${code.readRow('kept', `j${i}`)};`)}
    }
    workgroupBarrier();
    for (var t = uniforms.last - 1; t >= uniforms.first; t--) {
      // asked for early: they arrive while the products are computed
      ${code.each(
        (i) => `
        let dState${i} = ${code.read('dh', 1, `j${i}`, 't')};
        let z${i} = ${gate(i, 0)};
        let r${i} = ${gate(i, 1)};
        let g${i} = ${gate(i, 2)};
        let q${i} = ${code.read('fromState', 1, `j${i}`, 't')};
        var before${i} = Tile(0.0);
        if (t > 0) { before${i} = ${code.read('h', 1, `j${i}`, 't - 1')}; }`,
      )}
      ${code.products(
        (gate, k) => `${gate} * UNITS + ${k}`,
        'recurrentT',
        (gate, k, j) => `(${gate} * UNITS + ${k}) * UNITS + ${j}`,
      )}
      workgroupBarrier();
      ${code.each(
        (i) => `
        let d${i} = dState${i} + kept${i} + (sum${i}_0 + sum${i}_1 + sum${i}_2);
        let dCandidate${i} = (1.0 - z${i}) * (1.0 - g${i} * g${i}) * d${i};
        let dz${i} = (before${i} - g${i}) * z${i} * (1.0 - z${i}) * d${i};
        let dr${i} = q${i} * r${i} * (1.0 - r${i}) * dCandidate${i};
        let dq${i} = r${i} * dCandidate${i};
        kept${i} = z${i} * d${i};
        board[j${i}] = dz${i};
        board[UNITS + j${i}] = dr${i};
        board[2 * UNITS + j${i}] = dq${i};
        ${code.write('dp', 3, `j${i}`, 't', `dz${i}`)}
        ${code.write('dp', 3, `UNITS + j${i}`, 't', `dr${i}`)}
        ${code.write('dp', 3, `2 * UNITS + j${i}`, 't', `dCandidate${i}`)}
        ${code.write('dq', 3, `j${i}`, 't', `dz${i}`)}
        ${code.write('dq', 3, `UNITS + j${i}`, 't', `dr${i}`)}
        ${code.write('dq', 3, `2 * UNITS + j${i}`, 't', `dq${i}`)}`,
      )}
      workgroupBarrier();
    }
    ${code.each((i) => code.writeRow('kept', `j${i}`, `kept${i}`))}`,
  )
}

/** GruForward; inputs and outputs as gru.ts has them. */
export const gruForwardOnWebgpu: KernelFunc = (args) => {
  const { backend, inputs } = args as unknown as WebgpuKernelArgs<'fromInput' | 'recurrent' | 'bias'>
  const { fromInput, recurrent, bias } = inputs
  const [batch, time] = fromInput.shape as [number, number, number]
  const units = recurrent.shape[0]!
  const h = backend.makeTensorInfo([batch, time, units], 'float32')
  const gates = backend.makeTensorInfo([batch, time, 3 * units], 'float32')
  const fromState = backend.makeTensorInfo([batch, time, units], 'float32')
  runSweep(
    backend,
    {
      name: 'gruForward',
      shape: { batch, time, units, gates: 3 },
      boardSize: 2 * units,
      shader: gruForwardShader,
    },
    'forwards',
    [fromInput, recurrent, bias, h, gates, fromState],
  )
  return [h, gates, fromState]
}

/** GruBackward; inputs and outputs as gru.ts has them. */
export const gruBackwardOnWebgpu: KernelFunc = (args) => {
  const { backend, inputs } = args as unknown as WebgpuKernelArgs<
    'h' | 'gates' | 'fromState' | 'dh' | 'recurrent'
  >
  const { h, gates, fromState, dh, recurrent } = inputs
  const [batch, time, units] = h.shape as [number, number, number]
  const recurrentT = transposed(backend, recurrent)
  const kept = backend.makeTensorInfo([batch, units], 'float32')
  const dp = backend.makeTensorInfo(gates.shape, 'float32')
  const dq = backend.makeTensorInfo(gates.shape, 'float32')
  runSweep(
    backend,
    {
      name: 'gruBackward',
      shape: { batch, time, units, gates: 3 },
      boardSize: 3 * units,
      shader: gruBackwardShader,
    },
    'backwards',
    [h, gates, fromState, dh, recurrentT, dp, dq, kept],
  )
  backend.disposeData(recurrentT.dataId)
  backend.disposeData(kept.dataId)
  return [dp, dq]
}
