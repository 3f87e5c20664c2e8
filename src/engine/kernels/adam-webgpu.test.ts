import { expect, test } from 'vitest'
import { loadDawn } from '../../node/dawn.ts'
import { adamShader } from './adam-webgpu.ts'
import { TRANSPOSE_SHADER } from './recurrent-webgpu.ts'
import { softmaxCrossEntropyShader } from './softmax-cross-entropy-webgpu.ts'
import { openNullDevice, shaderError } from './webgpu-testing.ts'

test('Adam, softmax cross-entropy and the transposition compile in every variant', async () => {
  const device = await openNullDevice(await loadDawn())
  for (const lanes of [1, 4] as const) expect(await shaderError(device, adamShader(lanes))).toBeNull()
  for (const target of ['f32', 'i32'] as const) {
    expect(await shaderError(device, softmaxCrossEntropyShader(target))).toBeNull()
  }
  expect(await shaderError(device, TRANSPOSE_SHADER)).toBeNull()
})

test('WGSL that does not compile is noticed', async () => {
  const device = await openNullDevice(await loadDawn())
  const broken = { ...adamShader(1), code: 'fn main() { undeclared(); }' }
  expect(await shaderError(device, broken)).toContain('undeclared')
})
