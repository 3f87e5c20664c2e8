// The `Engine`: what the page and the command line ask of it. Implemented in-process by engine.ts and across the
// worker's boundary by worker/client.ts.

import type { DatasetReport, Discovery, ReadProgress } from '../core/dataset-report.ts'
import type { TrainingPlan } from '../core/plan.ts'
import type { BackendId, RunEvent, RunSettings } from '../core/run.ts'
import type { SimulationSettings } from '../core/simulate.ts'
import type { TargetId } from '../core/targets.ts'

/** A chosen file and its path inside the chosen folder, `/` between names. */
export interface ChosenFile {
  readonly path: string
  readonly file: Blob
}

/** What the visitor's machine offers. */
export interface DeviceReport {
  readonly webgpu: {
    readonly available: boolean
    /** a software adapter: right, and slower than wasm */
    readonly fallback: boolean
    readonly adapter: string
  }
  readonly wasm: { readonly threads: number; readonly simd: boolean; readonly isolated: boolean }
  /** what `auto` means here, and why, for a person */
  readonly preferred: BackendId
  readonly reason: string
}

/** Options of a call that takes long. */
export interface CallOptions<Event = ReadProgress> {
  readonly signal?: AbortSignal
  readonly onProgress?: (event: Event) => void
}

/** The two ways to end a run before its time. */
export interface TrainSignals {
  /** no more training: the best weights so far are evaluated, then the run ends */
  readonly stop: AbortSignal
  /** end at once, without that evaluation */
  readonly abandon: AbortSignal
}

export interface Engine {
  describeDevice(): Promise<DeviceReport>
  /** Looks at names only; the files are kept for `open`. */
  discover(files: readonly ChosenFile[]): Promise<Discovery>
  /**
   * Reads a candidate: labels, attributes, and every value once. The data set replaces the one in use.
   * @param target needed where neither names nor labels tell it
   */
  open(candidateId: string, target: TargetId | null, options?: CallOptions): Promise<DatasetReport>
  /** Simulates a data set, which replaces the one in use. */
  simulate(settings: SimulationSettings, options?: CallOptions): Promise<DatasetReport>
  /** The data set in use as a ZIP archive of the pre-split NPY tree. */
  saveDataset(options?: CallOptions): Promise<Blob>
  plan(settings: RunSettings): Promise<TrainingPlan>
  /** Trains on the data set in use. */
  train(settings: RunSettings, signals: TrainSignals): AsyncGenerator<RunEvent, void, void>
}
