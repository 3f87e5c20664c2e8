// tfjs' matrix product on WebGPU, with ours in its place where one or two sizes are small: there tfjs reads matrices of
// hundreds of megabytes value by value, or leaves most of a GPU idle. On a software adapter, where its tiles in workgroup
// memory cost more than they save (0.16 GFLOP/s against 1.3 on SwiftShader), ours takes all sizes. Which of both computes
// follows from the sizes alone and is not tuned: their sums differ by rounding, and equal runs shall have equal results.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import {
  BatchMatMul,
  getKernel,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import { COLUMNS, type GemmForm, gemmShader, ROWS, vectorSizes, WORKGROUP } from './gemm-webgpu-shader.ts'
import { sumRowsInto, workgroupsFor } from './reduce-webgpu.ts'
import { runShader } from './webgpu-shader.ts'

/** Invocations that keep a large GPU busy. */
const INVOCATIONS = 65_536
/** Below so many rows of C, or so little depth, tfjs' tiles are mostly empty. */
const FEW = 64
/** The least depth that is worth an invocation of its own. */
const LEAST_STRETCH = 64

interface MatMulArgs {
  readonly inputs: { readonly a: TensorInfo; readonly b: TensorInfo }
  readonly attrs: { readonly transposeA?: boolean; readonly transposeB?: boolean }
  readonly backend: WebGPUBackend
}

/** op(a) [m, k] op(b) [k, n] = c [m, n]. */
interface ProductSizes {
  readonly m: number
  readonly n: number
  readonly k: number
}

/**
 * Puts our product in place of tfjs' for the cases that it is better at; further calls do nothing.
 * @param software whether the adapter is one
 */
export function replaceMatMulOnWebgpu(software: boolean): void {
  const config = getKernel(BatchMatMul, 'webgpu')
  if (!config || replaced.has(config.kernelFunc)) return
  const theirs = config.kernelFunc
  const kernelFunc: KernelFunc = (kernelArgs) => {
    const args = kernelArgs as unknown as MatMulArgs
    const form = formOf(args)
    const sizes = sizesOf(args, form)
    if (sizes === null) return theirs(kernelArgs)
    const isOurs = software || isOursBetter(sizes)
    return isOurs ? ours(args, form, sizes) : theirs(kernelArgs)
  }
  replaced.add(kernelFunc)
  unregisterKernel(BatchMatMul, 'webgpu')
  registerKernel({ ...config, kernelFunc })
}

const replaced = new WeakSet<KernelFunc>()

function formOf({ attrs }: MatMulArgs): GemmForm {
  return { transposeA: Boolean(attrs.transposeA), transposeB: Boolean(attrs.transposeB) }
}

/** The sizes of a product that ours can compute, else `null`. */
function sizesOf({ inputs: { a, b } }: MatMulArgs, form: GemmForm): ProductSizes | null {
  const isMatrix = ({ shape, dtype }: TensorInfo) =>
    dtype === 'float32' && shape.slice(0, -2).every((size) => size === 1)
  if (!isMatrix(a) || !isMatrix(b)) return null
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number]
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number]
  const [m, k] = form.transposeA ? [columnsA, rowsA] : [rowsA, columnsA]
  const sizes = { m, k, n: form.transposeB ? rowsB : columnsB }
  return vectorSizes(form, sizes).every((size) => size % 4 === 0) ? sizes : null
}

/** Whether a GPU is to compute a product by ours: faster there by far, or the only one that repeats itself. */
export function isOursBetter(sizes: ProductSizes): boolean {
  return Math.min(sizes.m, sizes.k) <= FEW || isAddedByAtomics(sizes)
}

/**
 * Whether tfjs would add up parts of the depth in no fixed order, as it does where C has at most 8 tiles, or 16 on some GPUs:
 * equal input then gives unequal output.
 */
function isAddedByAtomics({ m, n, k }: ProductSizes): boolean {
  return k >= 2000 && Math.ceil(m / 32) * Math.ceil(n / 32) <= 16
}

function ours(
  { inputs: { a, b }, backend }: MatMulArgs,
  form: GemmForm,
  { m, n, k }: ProductSizes,
): TensorInfo {
  const tiles = Math.ceil(m / ROWS) * (n / COLUMNS)
  const wanted = Math.min(INVOCATIONS / tiles, k / LEAST_STRETCH)
  const stretch = 4 * Math.ceil(k / Math.max(1, Math.floor(wanted)) / 4)
  const splits = Math.ceil(k / stretch)
  const batch = (a.shape.length > b.shape.length ? a : b).shape.slice(0, -2)
  const c = backend.makeTensorInfo([...batch, m, n], 'float32')
  const sums = splits === 1 ? c : backend.makeTensorInfo([splits, m * n], 'float32')
  const name = `gemm_${Number(form.transposeA)}${Number(form.transposeB)}`
  runShader(backend, name, () => gemmShader(form), {
    tensors: [a, b, sums],
    dispatches: [Int32Array.of(m, n, k, splits, stretch)],
    workgroups: workgroupsFor(tiles * splits, WORKGROUP),
  })
  if (splits > 1) sumRowsInto(backend, sums, splits, m * n, [c])
  return c
}
