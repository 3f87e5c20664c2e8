// Which of several variants of a kernel a device runs. A call site asks by a key that stands for kernel and sizes; what
// is the fastest for the key is measured later, by tune.ts, and not while something waits for the kernel's result.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'

/**
 * What one key chooses among. Variants differ in how the work is divided and give the same bits, so that equal runs before
 * and after tuning have equal results.
 */
export interface Choice<Variant> {
  /** by names that stay the same from one session to the next: a choice is kept by its name */
  readonly variants: Readonly<Record<string, Variant>>
  /** name of the variant to run where nothing is known */
  readonly fallback: string
  /**
   * Makes tensors of the key's sizes on a backend that is thrown away afterwards. The function that it returns queues
   * one run of a variant on them, and leaves nothing behind that the next run would add to.
   */
  prepare(scratch: WebGPUBackend): (variant: Variant) => void
}

/** A key for which nothing was measured yet, with all types of variants made alike: they are told by their names. */
export interface Undecided {
  readonly names: readonly string[]
  readonly fallback: string
  readonly prepare: (scratch: WebGPUBackend) => (name: string) => void
  /** makes call sites run this variant from now on */
  readonly decide: (name: string) => void
  /** milliseconds of a run by name, as far as measured; infinite for a variant that failed */
  readonly times: Map<string, number>
}

/** The choices of one device. */
export interface Choices {
  /** name of the variant of each key that was decided, now or in an earlier session */
  readonly decided: Map<string, string>
  /** in the order in which they were last asked for */
  readonly undecided: Map<string, Undecided>
  /** what call sites get, by key */
  readonly inUse: Map<string, unknown>
}

const devices = new WeakMap<GPUDevice, Choices>()

/** The choices of a device; none are decided before anything was measured or read. */
export function choicesOf(device: GPUDevice): Choices {
  const found = devices.get(device)
  if (found) return found
  const made: Choices = { decided: new Map(), undecided: new Map(), inUse: new Map() }
  devices.set(device, made)
  return made
}

/**
 * The variant to run: the one that was decided for this key, else the fallback, which is then to be measured against the
 * others.
 * @param key names the kernel and all sizes on which the fastest variant depends; its variants have one type
 * @param describe called once per key and device
 */
export function chosenVariant<Variant>(
  device: GPUDevice,
  key: string,
  describe: () => Choice<Variant>,
): Variant {
  const { decided, undecided, inUse } = choicesOf(device)
  if (inUse.has(key)) {
    const waiting = undecided.get(key)
    if (waiting) {
      undecided.delete(key)
      undecided.set(key, waiting)
    }
    return inUse.get(key) as Variant
  }
  const { variants, fallback, prepare } = describe()
  const decide = (name: string): void => {
    decided.set(key, name)
    undecided.delete(key)
    inUse.set(key, variants[name])
  }
  const name = decided.get(key)
  if (name !== undefined && Object.hasOwn(variants, name)) {
    decide(name)
    return variants[name]!
  }
  // a name of a variant that this device does not have says nothing
  decided.delete(key)
  inUse.set(key, variants[fallback])
  undecided.set(key, {
    names: Object.keys(variants),
    fallback,
    prepare: (scratch) => {
      const run = prepare(scratch)
      return (name) => run(variants[name]!)
    },
    decide,
    times: new Map(),
  })
  return variants[fallback]!
}
