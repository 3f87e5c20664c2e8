// What an adapter gives at best: multiply-adds on registers, and memory streamed through, each by a shader of its own.

import type { Limits } from './results.ts'

const WORKGROUP = 128
const WORKGROUPS = 2048
/** Independent accumulators per invocation, each a vec4. */
const CHAINS = 8
/** Bytes of each of the two arrays of the triad. */
const TRIAD_BYTES = 64 * 1024 * 1024
/** A dispatch is lengthened until it takes this long: launching it then costs nothing beside it. */
const LONG_ENOUGH = 0.03
const REPEATS = 5

const chains = (line: (i: number) => string) => Array.from({ length: CHAINS }, (_, i) => line(i)).join('\n')

const ARITHMETIC = `
@group(0) @binding(0) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(1) var<uniform> rounds: vec4u;
@compute @workgroup_size(${WORKGROUP}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let factor = vec4f(0.999) + f32(id.x) * 1e-9;
  let term = vec4f(0.001);
  ${chains((i) => `var a${i} = vec4f(${i}.0);`)}
  for (var i = 0u; i < rounds.x; i++) {
    ${chains((i) => `a${i} = fma(a${i}, factor, term);`)}
  }
  result[id.x] = ${Array.from({ length: CHAINS }, (_, i) => `a${i}`).join(' + ')};
}`

const TRIAD = `
@group(0) @binding(0) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@compute @workgroup_size(${WORKGROUP}) fn main(@builtin(global_invocation_id) id: vec3u) {
  y[id.x] = fma(x[id.x], vec4f(0.5), y[id.x]);
}`

/** GFLOP/s and GB/s of an adapter, on a device of its own that is destroyed afterwards. */
export async function webgpuLimits(gpu: GPU): Promise<Limits> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (adapter === null) throw new Error('Expected a WebGPU adapter')
  const device = await adapter.requestDevice()
  try {
    return { gflops: await arithmetic(device), gbPerSecond: await bandwidth(device) }
  } finally {
    device.destroy()
  }
}

async function arithmetic(device: GPUDevice): Promise<number> {
  const result = device.createBuffer({ size: WORKGROUPS * WORKGROUP * 16, usage: GPUBufferUsage.STORAGE })
  const rounds = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST })
  const run = await dispatcher(device, ARITHMETIC, [result, rounds])
  let count = 16
  for (;;) {
    device.queue.writeBuffer(rounds, 0, new Uint32Array([count, 0, 0, 0]))
    const seconds = await fastest(() => run(WORKGROUPS))
    if (seconds >= LONG_ENOUGH) {
      return (2 * 4 * CHAINS * count * WORKGROUPS * WORKGROUP) / seconds / 1e9
    }
    count *= 4
  }
}

async function bandwidth(device: GPUDevice): Promise<number> {
  const [y, x] = [0, 1].map(() => device.createBuffer({ size: TRIAD_BYTES, usage: GPUBufferUsage.STORAGE }))
  const run = await dispatcher(device, TRIAD, [y!, x!])
  const seconds = await fastest(() => run(TRIAD_BYTES / 16 / WORKGROUP))
  return (3 * TRIAD_BYTES) / seconds / 1e9
}

async function dispatcher(
  device: GPUDevice,
  code: string,
  buffers: readonly GPUBuffer[],
): Promise<(workgroups: number) => Promise<void>> {
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }), entryPoint: 'main' },
  })
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
  return async (workgroups) => {
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(workgroups)
    pass.end()
    device.queue.submit([encoder.finish()])
    await device.queue.onSubmittedWorkDone()
  }
}

async function fastest(run: () => Promise<void>): Promise<number> {
  await run()
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now()
    await run()
    best = Math.min(best, performance.now() - start)
  }
  return best / 1000
}
