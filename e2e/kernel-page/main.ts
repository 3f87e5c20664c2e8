// Kernels by themselves, in a browser: what no visitor can ask the studio for. Driven from outside.

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { openDevice } from '../../src/engine/device.ts'
import { backendValues, type RecurrentCase } from '../../src/engine/kernels/recurrent-testing.ts'
import { choicesOf } from '../../src/engine/kernels/tuning.ts'
import { tuningDatabase } from '../../src/worker/tuning-database.ts'

/** What came of tuning one recurrent layer. */
export interface TunedLayer {
  /** variants of each sweep */
  readonly variants: Readonly<Record<string, readonly string[]>>
  /** those in which a value differs from the fallback's in any bit, with what differs */
  readonly unequal: readonly string[]
  /** the chosen variant of each sweep */
  readonly chosen: Readonly<Record<string, string>>
}

/** What the page offers. */
export interface KernelWindow {
  /** Runs a layer in each variant of its sweeps, and tunes them. */
  tuneLayer(layer: RecurrentCase): Promise<TunedLayer>
  /** Runs a layer; the variants that were decided, and the keys that were not. */
  runLayer(layer: RecurrentCase): Promise<{ chosen: Record<string, string>; undecided: string[] }>
}

/** Calls of `tune` after which all must be decided. */
const MOST_CALLS = 60

const page = window as unknown as KernelWindow

function open() {
  return openDevice('webgpu', {
    gpu: navigator.gpu,
    wasm: { threads: 1, isolated: false },
    tuning: tuningDatabase(indexedDB),
    tunesSoftware: true,
  })
}

function choicesInUse() {
  return choicesOf((tf.engine().backend as WebGPUBackend).device)
}

page.tuneLayer = async (layer) => {
  const device = await open()
  const { decided, undecided } = choicesInUse()
  const fallback = await backendValues(layer)
  const sweeps = [...undecided]
  const unequal: string[] = []
  const compare = async (variant: string) => {
    const values = await backendValues(layer)
    for (const name of ['h', 'x', 'kernel', 'recurrent', 'bias'] as const) {
      if (!equalBits(values[name], fallback[name])) unequal.push(`${variant}: ${name}`)
    }
  }
  for (let calls = 0; undecided.size > 0 && calls < MOST_CALLS; calls++) {
    await device.tune!(() => performance.now())
  }
  const chosen = Object.fromEntries(decided)
  await compare('chosen')
  for (const [key, { names, decide }] of sweeps) {
    for (const name of names) {
      decide(name)
      await compare(`${key} ${name}`)
    }
    decide(chosen[key]!)
  }
  device.check()
  return { variants: Object.fromEntries(sweeps.map(([key, { names }]) => [key, names])), unequal, chosen }
}

page.runLayer = async (layer) => {
  await open()
  const { decided, undecided } = choicesInUse()
  await backendValues(layer)
  return { chosen: Object.fromEntries(decided), undecided: [...undecided.keys()] }
}

function equalBits(a: Float32Array, b: Float32Array): boolean {
  const [bitsA, bitsB] = [new Uint32Array(a.buffer), new Uint32Array(b.buffer)]
  return bitsA.length === bitsB.length && bitsA.every((bits, i) => bits === bitsB[i])
}
