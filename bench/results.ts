// What a benchmark run leaves behind: the JSON of bench/results.

import type { ModelId } from '../src/core/models.ts'
import type { Profile } from './case-lists.ts'
import type { Timing } from './timing.ts'

/** Raised whenever a field changes its meaning. */
export const SCHEMA = 1

/** A whole run. */
export interface BenchResult {
  readonly schema: typeof SCHEMA
  /** ISO 8601 */
  readonly date: string
  /** small sizes: good to see that everything runs, not to quote */
  readonly quick: boolean
  readonly machine: Machine
  /** versions by name: node, chromium, tfjs, python, torch, keras, tensorflow */
  readonly versions: Readonly<Record<string, string>>
  readonly environments: readonly EnvironmentResult[]
  /** how seconds grow with length and batch, if that was asked for */
  readonly growth?: GrowthResult
  readonly skipped: readonly Skipped[]
}

/** What was left out, and why. */
export interface Skipped {
  readonly what: string
  readonly why: string
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly platform: string
}

/** Where our kernels ran. */
export interface DeviceInfo {
  readonly backend: 'wasm' | 'webgpu'
  /** name of the GPU, or the wasm variant and its threads */
  readonly adapter: string
  /** 0 on a GPU */
  readonly threads: number
  /** `plain` or `relaxed`; empty on a GPU */
  readonly simd: string
  /** which list of cases it was given */
  readonly profile: Profile
}

/** The most that the machine gave in the same run. */
export interface Limits {
  readonly gflops: number
  readonly gbPerSecond: number
}

export interface EnvironmentResult {
  /** for example `Node, wasm` */
  readonly name: string
  readonly device: DeviceInfo
  readonly limits: Limits | null
  readonly rows: readonly Row[]
}

/** One case in one environment. */
export interface Row {
  readonly id: string
  readonly what: string
  readonly flops: number
  readonly bytes: number
  /** what limits it, and how long it would take there; null without limits */
  readonly limit: { readonly by: 'arithmetic' | 'memory'; readonly seconds: number } | null
  readonly ours: Measured
  readonly peers: readonly (Measured & { readonly name: string })[]
}

/** Training steps of several lengths and batches. */
export interface GrowthResult {
  readonly adapter: string
  readonly steps: readonly GrowthStep[]
  readonly exponents: readonly GrowthExponent[]
}

export interface GrowthStep {
  readonly model: ModelId
  readonly length: number
  readonly batch: number
  readonly measured: Measured
}

/** Seconds per step grow as length, or batch, to this power. */
export interface GrowthExponent {
  readonly model: ModelId
  readonly of: 'length' | 'batch'
  readonly exponent: number
}

/** A timing, or why there is none. */
export type Measured =
  | { readonly timing: Timing /** how it differs from the case */; readonly note?: string }
  | { readonly skipped: string }

/** What a process that measures prints, one JSON object per line. */
export type Message =
  | { readonly type: 'device'; readonly device: DeviceInfo; readonly limits: Limits | null }
  /** name of a peer, as the table has it */
  | { readonly type: 'peer'; readonly name: string }
  /** a case is begun; what goes wrong from here on is its fault */
  | { readonly type: 'start'; readonly id: string }
  /** a case takes long */
  | { readonly type: 'alive' }
  | { readonly type: 'case'; readonly id: string; readonly measured: Measured }
  | { readonly type: 'versions'; readonly versions: Readonly<Record<string, string>> }
