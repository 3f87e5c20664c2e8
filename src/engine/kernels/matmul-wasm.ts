// tfjs' matrix products on wasm: transposes are absorbed in packing, bias and relu in the last pass.

import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { multiply } from './wasm-gemm.ts'
import { type WasmKernelArgs, wasmKernel } from './wasm-kernel.ts'

/** Two matrices, perhaps in a batch of one. */
function isPlain(a: TensorInfo, b: TensorInfo): boolean {
  const isMatrix = ({ shape, dtype }: TensorInfo) =>
    dtype === 'float32' && shape.slice(0, -2).every((size) => size === 1)
  return isMatrix(a) && isMatrix(b)
}

function product(args: WasmKernelArgs, bias: TensorInfo | undefined, relu: boolean): TensorInfo {
  const { backend, attrs } = args
  const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo }
  const transposeA = Boolean(attrs.transposeA)
  const transposeB = Boolean(attrs.transposeB)
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number]
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number]
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA]
  const [depth, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB]
  util.assert(k === depth, () => `Expected inner sizes to be equal, got [${a.shape}] and [${b.shape}]`)
  const batch = (a.shape.length > b.shape.length ? a : b).shape.slice(0, -2)
  const c = backend.allocate([...batch, m, n])
  multiply(backend, {
    a: backend.address(a),
    b: backend.address(b),
    c: backend.address(c),
    m,
    n,
    k,
    transposeA,
    transposeB,
    bias: bias === undefined ? 0 : backend.address(bias),
    relu,
  })
  return c
}

/** BatchMatMul; what is not a plain product of two matrices goes to `otherwise`. */
export function createMatMul(otherwise: KernelFunc): KernelFunc {
  return wasmKernel((args) => {
    const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo }
    return isPlain(a, b) ? product(args, undefined, false) : otherwise(args as never)
  })
}

/** _FusedMatMul with a bias per column and relu; anything else goes to `otherwise`. */
export function createFusedMatMul(otherwise: KernelFunc): KernelFunc {
  return wasmKernel((args) => {
    const { a, b, bias } = args.inputs as { a: TensorInfo; b: TensorInfo; bias?: TensorInfo }
    const { activation = 'linear' } = args.attrs
    const columns = args.attrs.transposeB ? b.shape.at(-2) : b.shape.at(-1)
    const ours =
      isPlain(a, b) &&
      (activation === 'linear' || activation === 'relu') &&
      (bias === undefined || util.sizeFromShape(bias.shape) === columns)
    return ours ? product(args, bias, activation === 'relu') : otherwise(args as never)
  })
}
