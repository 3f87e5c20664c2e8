// The LSTM's recurrence on WebGPU. See lstm.ts for the formulas and recurrent-webgpu.ts for the shape of the shaders.

import type { KernelFunc } from '@tensorflow/tfjs-core'
import { runSweep, SweepCode, type SweepShape, type SweepVariant, transposed } from './recurrent-webgpu.ts'
import type { Shader, WebgpuKernelArgs } from './webgpu-shader.ts'

/** Shader of LstmForward. */
export function lstmForwardShader(shape: SweepShape, variant: SweepVariant): Shader {
  const code = new SweepCode(shape, variant)
  const gates = [0, 1, 2, 3]
  return code.shader(
    ['fromInput', 'recurrent', 'bias'],
    ['h', 'gates', 'c'],
    2 * shape.units,
    `
    ${code.each((i) => `var c${i} = Tile(0.0);`)}
    if (uniforms.first == 0) {
      ${code.fill(shape.units, 'Tile(0.0)')}
    } else {
      ${code.fill(shape.units, code.read('h', 1, 'k', 'uniforms.first - 1'))}
      ${code.each((i) => `c${i} = ${code.read('c', 1, `j${i}`, 'uniforms.first - 1')};`)}
    }
    ${code.each((i) => gates.map((gate) => `let b${i}_${gate} = bias[${gate} * UNITS + j${i}];`).join('\n'))}
    workgroupBarrier();
    // the board has the states of two steps in turn
    var now = 0;
    for (var t = uniforms.first; t < uniforms.last; t++) {
      // asked for early: they arrive while the products are computed
      ${code.each((i) =>
        gates
          .map(
            (gate) =>
              `let p${i}_${gate} = ${code.read('fromInput', 4, `${gate} * UNITS + j${i}`, 't')} + b${i}_${gate};`,
          )
          .join('\n'),
      )}
      ${code.products(
        (_, k) => `now + ${k}`,
        'recurrent',
        (gate, k, j) => `${k} * 4 * UNITS + ${gate} * UNITS + ${j}`,
      )}
      ${code.each(
        (i) => `
        let i${i} = sigmoid(p${i}_0 + sum${i}_0);
        let f${i} = sigmoid(p${i}_1 + sum${i}_1);
        let g${i} = tanhOf(p${i}_2 + sum${i}_2);
        let o${i} = sigmoid(p${i}_3 + sum${i}_3);
        c${i} = f${i} * c${i} + i${i} * g${i};
        let h${i} = o${i} * tanhOf(c${i});
        board[UNITS - now + j${i}] = h${i};
        ${code.write('h', 1, `j${i}`, 't', `h${i}`)}
        ${code.write('c', 1, `j${i}`, 't', `c${i}`)}
        ${['i', 'f', 'g', 'o']
          .map((gate, n) => code.write('gates', 4, `${n} * UNITS + j${i}`, 't', `${gate}${i}`))
          .join('\n')}`,
      )}
      workgroupBarrier();
      now = UNITS - now;
    }`,
  )
}

/** Shader of LstmBackward. `kept` [batch, units] is what a cell's gradient gives to the cell before. */
export function lstmBackwardShader(shape: SweepShape, variant: SweepVariant): Shader {
  const code = new SweepCode(shape, variant)
  const gate = (i: number, gate: number) => code.read('gates', 4, `${gate} * UNITS + j${i}`, 't')
  return code.shader(
    ['c', 'gates', 'dh', 'recurrentT'],
    ['dp', 'kept'],
    4 * shape.units,
    `
    ${code.each((i) => `var kept${i} = Tile(0.0);`)}
    if (uniforms.last == uniforms.time) {
      ${code.fill(4 * shape.units, 'Tile(0.0)')}
    } else {
      ${code.fill(4 * shape.units, code.read('dp', 4, 'k', 'uniforms.last'))}
      ${code.each((i) => `kept${i} = ${code.readRow('kept', `j${i}`)};`)}
    }
    workgroupBarrier();
    for (var t = uniforms.last - 1; t >= uniforms.first; t--) {
      // asked for early: they arrive while the products are computed
      ${code.each(
        (i) => `
        let dh${i} = ${code.read('dh', 1, `j${i}`, 't')};
        let i${i} = ${gate(i, 0)};
        let f${i} = ${gate(i, 1)};
        let g${i} = ${gate(i, 2)};
        let o${i} = ${gate(i, 3)};
        let tanhCell${i} = tanhOf(${code.read('c', 1, `j${i}`, 't')});
        var before${i} = Tile(0.0);
        if (t > 0) { before${i} = ${code.read('c', 1, `j${i}`, 't - 1')}; }`,
      )}
      ${code.products(
        (gate, k) => `${gate} * UNITS + ${k}`,
        'recurrentT',
        (gate, k, j) => `(${gate} * UNITS + ${k}) * UNITS + ${j}`,
      )}
      workgroupBarrier();
      ${code.each(
        (i) => `
        let dState${i} = dh${i} + ((sum${i}_0 + sum${i}_1) + (sum${i}_2 + sum${i}_3));
        let dCell${i} = kept${i} + o${i} * (1.0 - tanhCell${i} * tanhCell${i}) * dState${i};
        kept${i} = f${i} * dCell${i};
        let d${i}_0 = g${i} * i${i} * (1.0 - i${i}) * dCell${i};
        let d${i}_1 = before${i} * f${i} * (1.0 - f${i}) * dCell${i};
        let d${i}_2 = i${i} * (1.0 - g${i} * g${i}) * dCell${i};
        let d${i}_3 = tanhCell${i} * o${i} * (1.0 - o${i}) * dState${i};
        ${[0, 1, 2, 3]
          .map(
            (gate) => `
            board[${gate} * UNITS + j${i}] = d${i}_${gate};
            ${code.write('dp', 4, `${gate} * UNITS + j${i}`, 't', `d${i}_${gate}`)}`,
          )
          .join('\n')}`,
      )}
      workgroupBarrier();
    }
    ${code.each((i) => code.writeRow('kept', `j${i}`, `kept${i}`))}`,
  )
}

/** LstmForward; inputs and outputs as lstm.ts has them. */
export const lstmForwardOnWebgpu: KernelFunc = (args) => {
  const { backend, inputs } = args as unknown as WebgpuKernelArgs<'fromInput' | 'recurrent' | 'bias'>
  const [batch, time] = inputs.fromInput.shape as [number, number, number]
  const units = inputs.recurrent.shape[0]!
  const { fromInput, recurrent, bias } = inputs
  const h = backend.makeTensorInfo([batch, time, units], 'float32')
  const gates = backend.makeTensorInfo([batch, time, 4 * units], 'float32')
  const c = backend.makeTensorInfo([batch, time, units], 'float32')
  runSweep(
    backend,
    {
      name: 'lstmForward',
      shape: { batch, time, units, gates: 4 },
      boardSize: 2 * units,
      shader: lstmForwardShader,
    },
    'forwards',
    [fromInput, recurrent, bias, h, gates, c],
  )
  return [h, gates, c]
}

/** LstmBackward; inputs and outputs as lstm.ts has them. */
export const lstmBackwardOnWebgpu: KernelFunc = (args) => {
  const { backend, inputs } = args as unknown as WebgpuKernelArgs<'c' | 'gates' | 'dh' | 'recurrent'>
  const { c, gates, dh, recurrent } = inputs
  const [batch, time, units] = c.shape as [number, number, number]
  const recurrentT = transposed(backend, recurrent)
  const kept = backend.makeTensorInfo([batch, units], 'float32')
  const dp = backend.makeTensorInfo(gates.shape, 'float32')
  runSweep(
    backend,
    {
      name: 'lstmBackward',
      shape: { batch, time, units, gates: 4 },
      boardSize: 4 * units,
      shader: lstmBackwardShader,
    },
    'backwards',
    [c, gates, dh, recurrentT, dp, kept],
  )
  backend.disposeData(recurrentT.dataId)
  backend.disposeData(kept.dataId)
  return dp
}
