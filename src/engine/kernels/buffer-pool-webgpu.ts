// Buffers of tensors on WebGPU. tfjs keeps each one that was ever released, for tensors of exactly its size: a network whose
// layers all differ in size then holds up to 1.8 times what it uses at its peak, and all of it for ever.
//
// Here a tensor may get a buffer that is up to four times as large, and before one is made, free ones are given up while
// there are more bytes than the peak of those in use. A step asks for the same buffers as the one before, so one that was
// given up may be missed in every step: each that is missed raises the limit, until steps make no buffers any more.

/** What the pool needs of a device. */
export type BufferDevice = Pick<GPUDevice, 'createBuffer'>

/** Smaller buffers are kept by their exact size, as tfjs does: they do not count. */
const LARGE_BYTES = 65_536
/** Times that a buffer may be as large as its tensor. */
const MOST_EXCESS = 4

/** Stands in for tfjs' BufferManager. Methods and counts have its names. */
export class BufferPool {
  /** bytes of the buffers in use */
  numBytesUsed = 0
  /** bytes of all buffers, free ones too */
  numBytesAllocated = 0
  readonly #device: BufferDevice
  readonly #tensorUsage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  /** small ones and those that hold no tensors, by size and usage */
  readonly #exact = new Map<string, GPUBuffer[]>()
  /** large ones of tensors; the last was released last */
  #large: GPUBuffer[] = []
  /** bytes that were asked for, of each buffer in use */
  readonly #asked = new Map<GPUBuffer, number>()
  #askedBytes = 0
  #peakBytes = 0
  /** how many of a size were given up, and the bytes of those that were missed */
  readonly #givenUp = new Map<number, number>()
  #missedBytes = 0

  constructor(device: BufferDevice) {
    this.#device = device
  }

  /**
   * A buffer of at least `size` bytes; of exactly so many unless it is for a tensor.
   * @param mappedAtCreation of a new buffer; one that was used before is not mapped
   * @param reuse whether it may be one that was used before
   */
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation = false, reuse = true): GPUBuffer {
    this.#askedBytes += size
    this.#peakBytes = Math.max(this.#peakBytes, this.#askedBytes)
    const free = reuse ? this.#takeFree(size, usage) : undefined
    const buffer = free ?? this.#create({ size, usage, mappedAtCreation })
    this.#asked.set(buffer, size)
    this.numBytesUsed += buffer.size
    return buffer
  }

  /**
   * Takes a buffer back. All commands that use it must have been submitted.
   * @param reuse whether to keep it
   */
  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    const asked = this.#asked.get(buffer)
    // tfjs releases some after it has disposed of the whole
    if (asked === undefined) return
    this.#asked.delete(buffer)
    this.#askedBytes -= asked
    this.numBytesUsed -= buffer.size
    if (!reuse) this.#destroy(buffer)
    else if (this.#isShared(buffer.size, buffer.usage)) this.#large.push(buffer)
    else this.#exactly(buffer.size, buffer.usage).push(buffer)
  }

  /** Gives up all free buffers, and forgets what was in use before. */
  trim(): void {
    for (const buffer of [...this.#exact.values()].flat()) this.#destroy(buffer)
    for (const buffer of this.#large) this.#destroy(buffer)
    this.#exact.clear()
    this.#large = []
    this.#peakBytes = this.#askedBytes
    this.#givenUp.clear()
    this.#missedBytes = 0
  }

  /** Gives up all buffers. */
  dispose(): void {
    for (const buffer of [...this.#asked.keys()]) this.releaseBuffer(buffer)
    this.trim()
  }

  #isShared(size: number, usage: GPUBufferUsageFlags): boolean {
    return size >= LARGE_BYTES && usage === this.#tensorUsage
  }

  #exactly(size: number, usage: GPUBufferUsageFlags): GPUBuffer[] {
    const key = `${size}_${usage}`
    const found = this.#exact.get(key) ?? []
    this.#exact.set(key, found)
    return found
  }

  #takeFree(size: number, usage: GPUBufferUsageFlags): GPUBuffer | undefined {
    if (!this.#isShared(size, usage)) return this.#exactly(size, usage).pop()
    let best = -1
    for (const [i, buffer] of this.#large.entries()) {
      const fits = buffer.size >= size && buffer.size <= MOST_EXCESS * size
      // of equal ones the last: the others may be given up the sooner
      if (fits && (best < 0 || buffer.size <= this.#large[best]!.size)) best = i
    }
    return best < 0 ? undefined : this.#large.splice(best, 1)[0]
  }

  #create(descriptor: GPUBufferDescriptor): GPUBuffer {
    if (descriptor.size >= LARGE_BYTES) this.#makeRoom(descriptor.size)
    this.numBytesAllocated += descriptor.size
    return this.#device.createBuffer(descriptor)
  }

  /** Gives up the buffers that were released first, while there are too many bytes. */
  #makeRoom(size: number): void {
    const missed = this.#givenUp.get(size) ?? 0
    if (missed > 0) {
      this.#givenUp.set(size, missed - 1)
      this.#missedBytes += size
    }
    const most = this.#peakBytes + this.#missedBytes
    let count = 0
    for (; count < this.#large.length && this.numBytesAllocated + size > most; count++) {
      const buffer = this.#large[count]!
      this.#givenUp.set(buffer.size, (this.#givenUp.get(buffer.size) ?? 0) + 1)
      this.#destroy(buffer)
    }
    this.#large.splice(0, count)
  }

  #destroy(buffer: GPUBuffer): void {
    this.numBytesAllocated -= buffer.size
    buffer.destroy()
  }
}
