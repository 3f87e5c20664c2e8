// What the GPU's adapter says of itself. Looks are kept: a plan is made at every change of a setting, and must not wait for
// the browser each time.

/** What is known of an adapter without opening a device. */
export interface AdapterLook {
  /** for a person */
  readonly name: string
  /** a software adapter: right, and slower than wasm */
  readonly fallback: boolean
  /** bytes that one tensor may have */
  readonly largestBufferBytes: number
}

const looks = new WeakMap<GPU, AdapterLook>()

/** Asks the browser for an adapter to open a device on, and keeps what it says of itself. */
export async function requestAdapter(gpu: GPU | undefined): Promise<GPUAdapter | null> {
  if (gpu === undefined) return null
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (adapter === null) looks.delete(gpu)
  else looks.set(gpu, lookOf(adapter))
  return adapter
}

/** What the last adapter said, or a new one where none is known; `null` where there is none. */
export async function lookAtAdapter(gpu: GPU | undefined): Promise<AdapterLook | null> {
  const known = gpu && looks.get(gpu)
  if (known !== undefined) return known
  const adapter = await requestAdapter(gpu)
  return adapter === null ? null : lookOf(adapter)
}

/** The next look asks again, as after the loss of a device: the adapter may be another one then, or none. */
export function forgetAdapter(gpu: GPU): void {
  looks.delete(gpu)
}

/** What an adapter says of itself. */
export function lookOf(adapter: GPUAdapter): AdapterLook {
  const name = adapterName(adapter)
  return {
    name,
    fallback: adapter.info.isFallbackAdapter === true || isSoftware(adapter, name),
    largestBufferBytes: largestBuffer(adapter.limits),
  }
}

/** Bytes of the largest buffer that a shader can have as one tensor. */
export function largestBuffer({ maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize)
}

function adapterName({ info: { vendor, architecture, description } }: GPUAdapter): string {
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed GPU'
}

/** Software adapters that do not call themselves fallback ones. */
function isSoftware({ info }: GPUAdapter, name: string): boolean {
  return /swiftshader|llvmpipe|basic render/i.test(`${info.architecture} ${name}`)
}
