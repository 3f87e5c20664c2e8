// One run of the benchmark: asks processes and pages to measure, and joins what they say case by case.

import { type BenchCase, benchCases, effortOf, limitOf, type Profile, workOf } from './cases.ts'
import { runChild } from './children.ts'
import { describeMachine } from './machine.ts'
import type { Options } from './options.ts'
import {
  type BenchResult,
  type DeviceInfo,
  type EnvironmentResult,
  type Limits,
  type Measured,
  type Message,
  type Row,
  SCHEMA,
  type Skipped,
} from './results.ts'
import type { BenchRequest } from './runner.ts'

/** A way to have a request measured. Rejects if it ended before its time. */
export type Measure = (request: BenchRequest, onMessage: (message: Message) => void) => Promise<void>

/** Timings of the Python peers: by the peer's name, then by case. */
export type Peers = ReadonlyMap<string, ReadonlyMap<string, Measured>>

/** A place where our kernels and stock tfjs run. */
export interface EnvironmentRequest {
  readonly name: string
  readonly backend: 'wasm' | 'webgpu'
  readonly ours: Measure
  readonly stock: Measure
  /** peers on the same device, once its list of cases is known */
  readonly peers: (profile: Profile) => Promise<Peers>
}

/** A library that peers.py measures. */
interface PeerSpec {
  readonly argument: string
  readonly name: string
  /** whether a quick run has time for a model; null for none: building Keras' graphs takes longer than running them */
  readonly quickModels: RegExp | null
}

const PEERS: readonly PeerSpec[] = [
  { argument: 'torch', name: 'PyTorch', quickModels: /./ },
  { argument: 'keras', name: 'Keras', quickModels: /^CNN\d/ },
  { argument: 'keras-xla', name: 'Keras XLA', quickModels: null },
]
/** peers.py's exit status where Python lacks the library. */
const MISSING = 3

export class Session {
  readonly #options: Options
  readonly #versions: Record<string, string> = { node: process.versions.node }
  readonly #environments: EnvironmentResult[] = []
  readonly #skipped: Skipped[] = []
  #failed = 0

  constructor(options: Options) {
    this.#options = options
  }

  /** Says loudly what is left out, and remembers it for the report. */
  skip(what: string, why: string): void {
    console.error(`skipped: ${what}: ${why}`)
    this.#skipped.push({ what, why })
  }

  /** Cases and environments of ours that could not be measured. */
  get failed(): number {
    return this.#failed
  }

  addVersions(versions: Readonly<Record<string, string>>): void {
    Object.assign(this.#versions, versions)
  }

  /** Measures ours, then stock tfjs, and adds a table. */
  async measure({ name, backend, ours, stock, peers }: EnvironmentRequest): Promise<void> {
    const { selection, threads } = this.#options
    let device: DeviceInfo | null = null
    let limits: Limits | null = null
    const own = await this.#collect(name, ours, { backend, threads, selection, profile: null }, (message) => {
      if (message.type === 'device') ({ device, limits } = message)
    })
    if (device === null) {
      this.#failed++
      return
    }
    const { profile } = device as DeviceInfo
    const others = new Map(await peers(profile))
    let stockName = `stock ${backend}`
    const request = { backend, threads, selection, profile }
    const stocks = await this.#collect(`${name}, stock`, stock, request, (message) => {
      if (message.type === 'peer') stockName = message.name
    })
    others.set(stockName, stocks)
    const rows = benchCases(profile, selection).map((each) => row(each, own, others, limits))
    this.#failed += rows.filter((each) => 'skipped' in each.ours).length
    this.#environments.push({ name, device, limits, rows })
  }

  /**
   * Training steps of PyTorch and Keras on as many threads as ours.
   * @param device `cuda` for a GPU
   * @param threads at least 1
   */
  async python(
    script: string,
    device: 'cpu' | 'cuda',
    threads: number,
    cases: readonly BenchCase[],
  ): Promise<Peers> {
    const { selection, python } = this.#options
    const peers = new Map<string, Map<string, Measured>>()
    for (const { argument, name, quickModels } of PEERS) {
      const steps = cases.filter(
        (each) => each.kind === 'step' && (!selection.quick || quickModels?.test(each.model)),
      )
      if (steps.length === 0) continue
      const { seconds, most, least } = effortOf(steps[0]!, selection)
      const found = new Map<string, Measured>()
      const flags = { threads, cases: JSON.stringify(steps), seconds, most, least, device }
      const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)])
      const { code, lastError } = await runChild(python, [script, argument, ...args], (message) => {
        if (message.type === 'versions') this.addVersions(message.versions)
        if (message.type === 'case') found.set(message.id, progress(name, message))
      })
      if (code === MISSING) this.skip(name, `${python} lacks it (${lastError})`)
      else if (code !== 0) this.skip(name, `ended with status ${code} (${lastError})`)
      if (found.size > 0) peers.set(name, found)
    }
    return peers
  }

  /** A table of the peers alone, where nothing of ours was measured. */
  addPeersAlone(peers: Peers, threads: number): void {
    if (this.#environments.length > 0 || peers.size === 0) return
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
      skipped: this.#skipped,
    }
  }

  async #collect(
    name: string,
    measure: Measure,
    request: BenchRequest,
    onMessage: (message: Message) => void,
  ): Promise<Map<string, Measured>> {
    const found = new Map<string, Measured>()
    try {
      await measure(request, (message) => {
        onMessage(message)
        if (message.type === 'versions') this.addVersions(message.versions)
        if (message.type === 'case') found.set(message.id, progress(name, message))
      })
    } catch (error) {
      this.skip(name, error instanceof Error ? error.message : String(error))
    }
    return found
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

/** A line for each case that is done. */
function progress(name: string, { id, measured }: Extract<Message, { type: 'case' }>): Measured {
  const outcome =
    'timing' in measured ? `${measured.timing.median.toPrecision(3)} s` : `none: ${measured.skipped}`
  console.error(`${name}: ${id}: ${outcome}`)
  return measured
}
