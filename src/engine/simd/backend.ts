// tfjs' backend "wasm": tensors live in the memory of the SIMD module. The kernels that take time are ours
// (kernels/*-wasm.ts); all others are tfjs' plain ones for the CPU, which find their values where they look for them.

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core'
import { util } from '@tensorflow/tfjs-core'
import { Heap } from './heap.ts'
import { reservedBytes, type ThreadPort, Threads } from './threads.ts'

/** A thing that tfjs knows a tensor's values by. */
type DataId = TensorInfo['dataId']

/** Which build of the module runs. */
export type SimdVariant = 'plain' | 'relaxed'

/** Bytes of one value on the heap; text stays in JavaScript. */
const BYTES: Partial<Record<DataType, number>> = { float32: 4, int32: 4, bool: 1 }

export class SimdBackend extends MathBackendCPU {
  readonly heap: Heap
  readonly threads: Threads
  readonly variant: SimdVariant
  readonly #addresses = new WeakMap<object, number>()

  private constructor(heap: Heap, threads: Threads, variant: SimdVariant) {
    super()
    this.heap = heap
    this.threads = threads
    this.variant = variant
  }

  /**
   * Compiles the module and starts the threads.
   * @param spawn makes one more thread; without it there is one
   * @param threads in all
   */
  static async create(threads: number, spawn?: () => ThreadPort): Promise<SimdBackend> {
    const others = spawn === undefined ? 0 : threads - 1
    const { bytes, variant } = await loadModule(others > 0)
    const heap = new Heap(others > 0, reservedBytes(others + 1))
    const module = await WebAssembly.compile(bytes)
    const pool = await Threads.start(module, heap, others, spawn!)
    return new SimdBackend(heap, pool, variant)
  }

  override write(values: backend_util.BackendValues, shape: number[], dtype: DataType): object {
    const dataId = {}
    this.#store(dataId, values, util.sizeFromShape(shape), dtype, 1)
    return dataId
  }

  override move(
    dataId: DataId,
    values: backend_util.BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    this.#store(dataId, values, util.sizeFromShape(shape), dtype, refCount)
  }

  override readSync(dataId: DataId): backend_util.BackendValues {
    const { values } = this.data.get(dataId)
    // a copy: the memory will hold something else when the tensor is gone
    return this.#addresses.has(dataId) ? (values as Float32Array).slice() : values!
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const gone = super.disposeData(dataId, force)
    const address = this.#addresses.get(dataId)
    if (gone && address !== undefined) {
      this.#addresses.delete(dataId)
      this.heap.release(address)
    }
    return gone
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] }
  }

  /** A tensor whose values are still to be written. */
  allocate(shape: readonly number[], dtype: 'float32' | 'bool' = 'float32'): TensorInfo {
    const dataId = {}
    const size = util.sizeFromShape([...shape])
    this.#hold(dataId, this.heap.allocate(size * BYTES[dtype]!), size, dtype, 1)
    return { dataId, shape: [...shape], dtype }
  }

  /** Where a tensor's values start. */
  address({ dataId }: TensorInfo): number {
    const address = this.#addresses.get(dataId)
    if (address === undefined) throw new Error('Expected a tensor in wasm memory')
    return address
  }

  /** The same values under another shape; kernels never write to their inputs. */
  reshaped({ dataId, dtype }: TensorInfo, shape: readonly number[]): TensorInfo {
    this.incRef(dataId)
    return { dataId, shape: [...shape], dtype }
  }

  #store(
    dataId: DataId,
    values: backend_util.BackendValues,
    size: number,
    dtype: DataType,
    refCount: number,
  ): void {
    const bytes = BYTES[dtype]
    if (bytes === undefined) {
      this.data.set(dataId, { values, dtype, refCount })
      return
    }
    this.#hold(dataId, this.heap.allocate(size * bytes), size, dtype, refCount)
    const held = this.data.get(dataId).values as Float32Array
    held.set(values as Float32Array)
  }

  /** The view is made anew each time: memory that is not shared moves when it grows. */
  #hold(dataId: DataId, address: number, size: number, dtype: DataType, refCount: number): void {
    const { heap } = this
    this.#addresses.set(dataId, address)
    this.data.set(dataId, {
      dtype,
      refCount,
      get values() {
        if (dtype === 'float32') return heap.floats(address, size)
        return dtype === 'int32' ? heap.integers(address, size) : heap.bytes(address, size)
      },
    })
  }
}

async function loadModule(
  shared: boolean,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; variant: SimdVariant }> {
  const relaxed = await (shared ? import('virtual:simd/relaxed-shared') : import('virtual:simd/relaxed-own'))
  if (WebAssembly.validate(relaxed.default)) return { bytes: relaxed.default, variant: 'relaxed' }
  const plain = await (shared ? import('virtual:simd/plain-shared') : import('virtual:simd/plain-own'))
  return { bytes: plain.default, variant: 'plain' }
}
