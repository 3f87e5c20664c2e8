// One run of the benchmark: asks processes and pages to measure, and joins what they say case by case.

import { benchCases, type Profile } from './case-lists.ts'
import { type BenchCase, limitOf, workOf } from './cases.ts'
import { growthCases, growthResult } from './growth.ts'
import { describeMachine } from './machine.ts'
import type { Options } from './options.ts'
import type { Peers } from './python-peers.ts'
import {
  LONG_PATIENCE,
  type Measure,
  measureCases,
  measureOnce,
  PATIENCE,
  type Patience,
} from './restarts.ts'
import {
  type BenchResult,
  type DeviceInfo,
  type EnvironmentResult,
  type GrowthResult,
  type Limits,
  type Measured,
  type Message,
  type Row,
  SCHEMA,
  type Skipped,
} from './results.ts'
import type { BenchRequest } from './runner.ts'

/** A place where our kernels and stock tfjs run. */
export interface EnvironmentRequest {
  readonly name: string
  readonly backend: 'wasm' | 'webgpu'
  readonly ours: Measure
  readonly stock: Measure
  /** peers on the same device, for steps among its cases */
  readonly peers: (profile: Profile, steps: readonly BenchCase[]) => Promise<Peers>
}

export class Session {
  readonly #options: Options
  readonly #patience: Patience
  readonly #versions: Record<string, string> = { node: process.versions.node }
  readonly #environments: EnvironmentResult[] = []
  readonly #skipped: Skipped[] = []
  #growth: GrowthResult | null = null
  #failed = 0

  constructor(options: Options, patience = options.selection.long ? LONG_PATIENCE : PATIENCE) {
    this.#options = options
    this.#patience = patience
  }

  /** Says loudly what is left out, and remembers it for the report. */
  skip(what: string, why: string): void {
    // each step is an attempt of its own
    if (this.#skipped.some((each) => each.what === what && each.why === why)) return
    console.error(`skipped: ${what}: ${why}`)
    this.#skipped.push({ what, why })
  }

  /** Cases and environments of ours that could not be measured. */
  get failed(): number {
    return this.#failed
  }

  /** Measures ours, then stock tfjs, and adds a table. */
  async measure({ name, backend, ours, stock, peers }: EnvironmentRequest): Promise<void> {
    const { selection } = this.#options
    const device = await this.#deviceOf(name, ours, backend)
    if (device === null) return
    const { profile } = device
    const cases = benchCases(profile, selection)
    let limits: Limits | null = null
    const onMessage = (message: Message) => {
      if (message.type === 'device') limits = higher(limits, message.limits)
    }
    const own = new Map<string, Measured>()
    const others = new Map<string, ReadonlyMap<string, Measured>>()
    for (const part of this.#parts(cases)) {
      const request = this.#request(backend, part)
      for (const [id, measured] of await this.#collect(name, ours, request, onMessage)) own.set(id, measured)
      for (const [peer, found] of await peers(profile, part)) others.set(peer, found)
    }
    let stockName = `stock ${backend}`
    const request = this.#request(backend, cases)
    const stocks = await this.#collect(`${name}, stock`, stock, request, (message) => {
      if (message.type === 'peer') stockName = message.name
    })
    others.set(stockName, stocks)
    const rows = cases.map((each) => row(each, own, others, limits))
    this.#failed += rows.filter((each) => 'skipped' in each.ours).length
    this.#environments.push({ name, device, limits, rows })
  }

  /** Measures how our steps grow with length and batch. */
  async measureGrowth(ours: Measure): Promise<void> {
    const device = await this.#deviceOf('Growth', ours, 'wasm')
    if (device === null) return
    const cases = growthCases(this.#options.selection.quick)
    const found = await this.#collect('Growth', ours, this.#request('wasm', cases), () => {})
    this.#growth = growthResult(device.adapter, cases, found)
    this.#failed += this.#growth.steps.filter(({ measured }) => 'skipped' in measured).length
  }

  /** Whether anything of ours was measured. */
  get hasTables(): boolean {
    return this.#environments.length > 0
  }

  /** A table of the peers alone. */
  addPeersAlone(peers: Peers, threads: number): void {
    if (peers.size === 0) return
    const steps = benchCases('cpu', this.#options.selection).filter(({ kind }) => kind === 'step')
    this.#environments.push({
      name: 'Peers alone',
      device: { backend: 'wasm', adapter: `CPU, ${threads} threads`, threads, simd: '', profile: 'cpu' },
      limits: null,
      rows: steps.map((each) => row(each, new Map(), peers, null)),
    })
  }

  result(): BenchResult {
    return {
      schema: SCHEMA,
      date: new Date().toISOString(),
      quick: this.#options.selection.quick,
      machine: describeMachine(),
      versions: this.#versions,
      environments: this.#environments,
      ...(this.#growth && { growth: this.#growth }),
      skipped: this.#skipped,
    }
  }

  /**
   * Cases to measure one after another, peers behind ours: a step is a part of its own, so that ours and its peers have the
   * same few minutes of a machine whose speed others change. A quick run has no time to start that many processes.
   */
  #parts(cases: readonly BenchCase[]): (readonly BenchCase[])[] {
    if (this.#options.selection.quick) return [cases]
    const steps = cases.filter(({ kind }) => kind === 'step')
    const kernels = cases.filter(({ kind }) => kind !== 'step')
    return [...steps.map((step) => [step]), kernels].filter((part) => part.length > 0)
  }

  #request(backend: 'wasm' | 'webgpu', cases: readonly BenchCase[]): BenchRequest {
    const { selection, threads } = this.#options
    return { backend, threads, quick: selection.quick, cases }
  }

  /** What our engine runs on; null, and skipped, where it does not start. */
  async #deviceOf(name: string, ours: Measure, backend: 'wasm' | 'webgpu'): Promise<DeviceInfo | null> {
    const devices: DeviceInfo[] = []
    const onMessage = (message: Message) => {
      this.note(name, message)
      if (message.type === 'device') devices.push(message.device)
    }
    const failure = await measureOnce(ours, this.#request(backend, []), onMessage, this.#patience)
    const device = devices[0] ?? null
    if (device === null) {
      this.skip(name, failure ?? 'ended without a device')
      this.#failed++
    }
    return device
  }

  async #collect(
    name: string,
    measure: Measure,
    request: BenchRequest,
    onMessage: (message: Message) => void,
  ): Promise<ReadonlyMap<string, Measured>> {
    const both = (message: Message) => {
      this.note(name, message)
      onMessage(message)
    }
    const { found, stopped } = await measureCases(measure, request, both, this.#patience)
    if (stopped !== null) this.skip(name, stopped)
    return found
  }

  /** Keeps versions, and prints a line for each case that is done. */
  note(name: string, message: Message): void {
    if (message.type === 'versions') Object.assign(this.#versions, message.versions)
    if (message.type !== 'case') return
    const { id, measured } = message
    const outcome =
      'timing' in measured ? `${measured.timing.median.toPrecision(3)} s` : `none: ${measured.skipped}`
    console.error(`${name}: ${id}: ${outcome}`)
  }
}

const NOT_MEASURED: Measured = { skipped: 'not measured' }

function row(each: BenchCase, ours: ReadonlyMap<string, Measured>, peers: Peers, limits: Limits | null): Row {
  return {
    id: each.id,
    what: each.what,
    ...workOf(each),
    limit: limits === null ? null : limitOf(each, limits),
    ours: ours.get(each.id) ?? NOT_MEASURED,
    peers: [...peers].flatMap(([name, found]) => {
      const measured = found.get(each.id)
      return measured === undefined ? [] : [{ name, ...measured }]
    }),
  }
}

function higher(a: Limits | null, b: Limits | null): Limits | null {
  if (a === null || b === null) return a ?? b
  return { gflops: Math.max(a.gflops, b.gflops), gbPerSecond: Math.max(a.gbPerSecond, b.gbPerSecond) }
}
