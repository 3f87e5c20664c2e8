// Sums over leading axes on WebGPU, as gradients of biases are. tfjs transposes first, which for all steps of a recurrent
// layer is a copy of the largest tensor there is.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { sumRowsInto } from './reduce-webgpu.ts'
import { storedType } from './webgpu-shader.ts'

/**
 * A Sum kernel that adds up leading axes by itself and leaves all else to `stock`.
 * @param stock tfjs' own kernel
 */
export function sumOnWebgpu(stock: KernelFunc): KernelFunc {
  return (args) => {
    const { backend, inputs, attrs } = args as unknown as {
      readonly backend: WebGPUBackend
      readonly inputs: { readonly x: TensorInfo }
      readonly attrs: { readonly axis: number | number[]; readonly keepDims: boolean }
    }
    const { x } = inputs
    const axes = util.parseAxisParam(attrs.axis, x.shape).toSorted((a, b) => a - b)
    const areLeading = axes.every((axis, i) => axis === i) && axes.length < x.shape.length
    const isPlain = x.dtype === 'float32' && storedType(backend, x) === 'f32'
    if (!areLeading || !isPlain || x.shape.includes(0) || backend.shouldExecuteOnCPU([x])) return stock(args)
    const kept = x.shape.slice(axes.length)
    const rows = util.sizeFromShape(x.shape.slice(0, axes.length))
    const sum = backend.makeTensorInfo(attrs.keepDims ? [...axes.map(() => 1), ...kept] : kept, 'float32')
    // the sum lets go of what it adds up
    backend.incRef(x.dataId)
    sumRowsInto(backend, x, rows, util.sizeFromShape(kept), [sum])
    return sum
  }
}
