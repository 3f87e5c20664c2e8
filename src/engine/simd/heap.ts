// Memory of the wasm backend: an allocator over one WebAssembly.Memory that grows to 4 GB.

import { StudioError } from '../../core/errors.ts'
import { formatBytes } from '../../core/format.ts'

const PAGE = 65536
/** Pages that wasm can address. */
const MOST_PAGES = 65536
/** Every block starts at a cache line. */
const ALIGNMENT = 64
/** The least that the memory grows by: growing is slow. */
const LEAST_GROWTH = 256

/** A stretch of memory. */
interface Block {
  address: number
  bytes: number
}

/** Best fit over free blocks that are merged with their neighbours. */
export class Heap {
  readonly memory: WebAssembly.Memory
  /** by address, never two that touch */
  readonly #free: Block[]
  readonly #sizes = new Map<number, number>()
  /** bytes that are allocated now */
  used = 0
  /** the most that were ever allocated at a time */
  peak = 0

  /**
   * @param shared whether threads may use the memory
   * @param reserved bytes at its start that are not the allocator's
   */
  constructor(shared: boolean, reserved: number) {
    const initial = Math.ceil(reserved / PAGE) + LEAST_GROWTH
    this.memory = new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared })
    // the last line stays free: kernels may read a few values beyond the end of a tensor
    this.#free = [{ address: reserved, bytes: initial * PAGE - reserved - ALIGNMENT }]
  }

  /**
   * Address of so many bytes, whatever they hold.
   * @throws StudioError `out-of-memory`
   */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT)
    const block = this.#bestFit(size) ?? this.#grow(size)
    const { address } = block
    block.address += size
    block.bytes -= size
    if (block.bytes === 0) this.#free.splice(this.#free.indexOf(block), 1)
    this.#sizes.set(address, size)
    this.used += size
    this.peak = Math.max(this.peak, this.used)
    return address
  }

  /** Gives a block back. */
  release(address: number): void {
    const bytes = this.#sizes.get(address)
    if (bytes === undefined) throw new Error(`Expected an allocated address, got ${address}`)
    this.#sizes.delete(address)
    this.used -= bytes
    this.#insert(address, bytes)
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length)
  }

  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length)
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length)
  }

  #bestFit(size: number): Block | null {
    let best: Block | null = null
    for (const block of this.#free) {
      if (block.bytes >= size && (best === null || block.bytes < best.bytes)) best = block
    }
    return best
  }

  #grow(size: number): Block {
    const end = this.memory.buffer.byteLength
    const last = this.#free.at(-1)
    const atEnd = last !== undefined && last.address + last.bytes === end - ALIGNMENT ? last.bytes : 0
    const needed = Math.ceil((size - atEnd) / PAGE)
    const room = MOST_PAGES - end / PAGE
    const pages = Math.min(Math.max(needed, LEAST_GROWTH), room)
    try {
      if (pages < needed) throw new RangeError('beyond 4 GB')
      this.memory.grow(pages)
    } catch (cause) {
      throw new StudioError(
        'out-of-memory',
        `The wasm engine could not get ${formatBytes(size)} more: its memory ends at 4 GB, and this machine may have less.`,
        'Choose a smaller batch size or a smaller model, and close other tabs.',
        { cause },
      )
    }
    this.#insert(end - ALIGNMENT, pages * PAGE)
    return this.#free.at(-1)!
  }

  #insert(address: number, bytes: number): void {
    const free = this.#free
    let at = free.findIndex((block) => block.address > address)
    if (at < 0) at = free.length
    const before = free[at - 1]
    const after = free[at]
    const joinsBefore = before !== undefined && before.address + before.bytes === address
    const joinsAfter = after !== undefined && address + bytes === after.address
    if (joinsBefore && joinsAfter) {
      before.bytes += bytes + after.bytes
      free.splice(at, 1)
    } else if (joinsBefore) before.bytes += bytes
    else if (joinsAfter) {
      after.address = address
      after.bytes += bytes
    } else free.splice(at, 0, { address, bytes })
  }
}
