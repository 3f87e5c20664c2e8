// Adam on tfjs' plain CPU backend, by the formula: what tests compare with.

import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'

/** As far as it is used here. */
interface CpuBackend {
  readonly data: { get(dataId: object): { values: TypedArray } }
}

/** Adam; inputs and attributes as adam.ts has them. */
export const adamOnCpu: KernelFunc = (args) => {
  const { backend, inputs, attrs } = args as unknown as {
    readonly backend: CpuBackend
    readonly inputs: Record<'p' | 'm' | 'v' | 'gradient', TensorInfo>
    readonly attrs: Record<'stepSize' | 'beta1' | 'beta2' | 'epsilon', number>
  }
  const { stepSize, beta1, beta2, epsilon } = attrs
  const dataOf = (tensor: TensorInfo) => backend.data.get(tensor.dataId)
  const g = dataOf(inputs.gradient).values
  // arrays that callers gave tensors stay theirs
  const moved = [inputs.p, inputs.m, inputs.v].map((tensor) => {
    const data = dataOf(tensor)
    data.values = data.values.slice()
    return data.values
  })
  const [p, m, v] = moved as [TypedArray, TypedArray, TypedArray]
  for (const [i, gradient] of g.entries()) {
    m[i] = beta1 * m[i]! + (1 - beta1) * gradient
    v[i] = beta2 * v[i]! + (1 - beta2) * gradient * gradient
    p[i]! -= (stepSize * m[i]!) / (Math.sqrt(v[i]!) + epsilon)
  }
  return []
}
