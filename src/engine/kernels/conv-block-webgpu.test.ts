import { expect, test } from 'vitest'
import { loadDawn } from '../../node/dawn.ts'
import { convShader, FLIP_SHADER, unpoolShader, weightGradientShader } from './conv-webgpu-shaders.ts'
import { gemmShader } from './gemm-webgpu-shader.ts'
import { SUM_ROWS_SHADER } from './reduce-webgpu.ts'
import { openNullDevice, shaderError } from './webgpu-testing.ts'

test('convolutions and products compile in every variant', async () => {
  const device = await openNullDevice(await loadDawn())
  const shaders = [
    FLIP_SHADER,
    SUM_ROWS_SHADER,
    ...([1, 4] as const).flatMap((lanes) => [
      unpoolShader(lanes, 1),
      unpoolShader(lanes, 2),
      ...[1, 3, 5, 6, 9, 10].flatMap((taps) => [
        weightGradientShader(taps, lanes),
        ...(['plain', 'relu', 'pool'] as const).map((epilogue) => convShader(taps, lanes, epilogue)),
      ]),
    ]),
    ...[false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) => gemmShader({ transposeA, transposeB })),
    ),
  ]
  for (const shader of shaders) expect(await shaderError(device, shader)).toBeNull()
})
