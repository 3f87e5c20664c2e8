// Training steps of PyTorch and Keras, by peers.py in a process of its own for each library.

import { type BenchCase, effortOf } from './cases.ts'
import { runChild } from './children.ts'
import type { Options } from './options.ts'
import type { Measured, Message } from './results.ts'

/** Timings of peers: by the peer's name, then by case. */
export type Peers = ReadonlyMap<string, ReadonlyMap<string, Measured>>

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

/** Who hears about what a library says. */
export interface PeerReport {
  note(name: string, message: Message): void
  skip(what: string, why: string): void
}

/** The libraries that one Python has. What was measured once is not measured again. */
export class PythonPeers {
  readonly #options: Pick<Options, 'selection' | 'python'>
  readonly #script: string
  readonly #threads: number
  readonly #found = new Map<string, Map<string, Measured>>()
  readonly #missing = new Set<string>()

  /** @param threads at least 1: as many as ours has */
  constructor(options: Pick<Options, 'selection' | 'python'>, script: string, threads: number) {
    this.#options = options
    this.#script = script
    this.#threads = threads
  }

  /**
   * The steps among the cases, on one device.
   * @param device `cuda` for a GPU
   */
  async measure(device: 'cpu' | 'cuda', cases: readonly BenchCase[], report: PeerReport): Promise<Peers> {
    const peers = new Map<string, ReadonlyMap<string, Measured>>()
    for (const peer of PEERS) {
      if (this.#missing.has(peer.name)) continue
      const key = `${device} ${peer.name}`
      const found = this.#found.get(key) ?? new Map<string, Measured>()
      this.#found.set(key, found)
      const steps = cases.filter((each) => this.#measures(peer, each) && !found.has(each.id))
      if (steps.length > 0) await this.#run(peer, device, steps, found, report)
      if (found.size > 0) peers.set(peer.name, found)
    }
    return peers
  }

  #measures({ quickModels }: PeerSpec, each: BenchCase): boolean {
    return each.kind === 'step' && (!this.#options.selection.quick || quickModels?.test(each.model) === true)
  }

  async #run(
    { argument, name }: PeerSpec,
    device: 'cpu' | 'cuda',
    steps: readonly BenchCase[],
    found: Map<string, Measured>,
    report: PeerReport,
  ): Promise<void> {
    const { selection, python } = this.#options
    const { seconds, most, least } = effortOf(steps[0]!, selection.quick)
    const flags = { threads: this.#threads, cases: JSON.stringify(steps), seconds, most, least, device }
    const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)])
    const { code, how, lastError } = await runChild(python, [this.#script, argument, ...args], (message) => {
      report.note(name, message)
      if (message.type === 'case') found.set(message.id, message.measured)
    })
    if (code === MISSING) {
      this.#missing.add(name)
      report.skip(name, `${python} lacks it (${lastError})`)
    } else if (code !== 0) report.skip(name, how)
  }
}
