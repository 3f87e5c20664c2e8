// The `Engine`: what the page and the command line ask of it. Implemented in-process by engine.ts and across the
// worker's boundary by worker/client.ts.

import type { AppliedFormat, AppliedPredictions, AppliedReading } from '../core/applied.ts'
import type { ClassMean } from '../core/class-means.ts'
import type { ColumnMapping } from '../core/column-roles.ts'
import type { DatasetReport, Discovery, ReadProgress } from '../core/dataset-report.ts'
import type { ErrorReport } from '../core/errors.ts'
import type { ModelAnswers, ModelCard, SaveModelArguments } from '../core/model-card.ts'
import type { ModelId } from '../core/models.ts'
import type { LoadedObjects } from '../core/objects.ts'
import type { TrainingPlan } from '../core/plan.ts'
import type { RunPredictions } from '../core/predictions.ts'
import type { PlanSummary, Preparation } from '../core/preparation.ts'
import type { PartialReport } from '../core/report.ts'
import type { BackendChoice, BackendId, RunEvent, RunSettings } from '../core/run.ts'
import type { ReadRun } from '../core/run-record.ts'
import type { Saliency, SaliencyProgress, SaliencyRequest } from '../core/saliency.ts'
import type { SimulationSettings } from '../core/simulate.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
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

/** Options of a scan. */
export interface ScanOptions extends CallOptions {
  /** megabytes of posteriors that stay in memory; `KEPT_IN_MEMORY.usual` unless given */
  readonly keepMegabytes?: number
}

/** How far a network is through some rows, or the control that is fitted beside it. */
export interface PassProgress {
  /** for people: the split or the file that is being read, or the control */
  readonly name: string
  /** there while it is the control */
  readonly step?: 'control'
  readonly done: number
  readonly total: number
}

/** Options of applying a network to files. */
export interface ApplyOptions extends CallOptions<PassProgress> {
  /** roles of columns that names do not tell */
  readonly columns?: ColumnMapping
}

/** The two ways to end a run before its time. */
export interface TrainSignals {
  /** no more training: the best weights so far are evaluated, then the run ends */
  readonly stop: AbortSignal
  /** end at once, without that evaluation */
  readonly abandon: AbortSignal
}

/** Largest error of one quantity against Keras, and how much is allowed. */
export interface QuantityCheck {
  readonly quantity: 'probabilities' | 'loss' | 'gradient' | 'adam' | 'adam rule'
  /** the weight that it belongs to; empty where it belongs to none */
  readonly tensor: string
  readonly error: number
  readonly limit: number
  readonly ok: boolean
}

/** One model on one device, held against Keras. */
export interface ModelCheck {
  readonly model: ModelId
  /** points of the fixture's posteriors */
  readonly length: number
  /** version of Keras */
  readonly keras: string
  readonly quantities: readonly QuantityCheck[]
  /** what kept the model from being computed at all */
  readonly problem: string | null
  readonly isFit: boolean
}

/** What "Check this device" found. */
export interface DeviceCheck {
  readonly backend: BackendId
  readonly adapter: string
  readonly models: readonly ModelCheck[]
  readonly isFit: boolean
}

/** What was found in a file that should hold reports. */
export type ReportReading = { readonly file: string } & (
  | { readonly runs: readonly ReadRun[] }
  | { readonly error: ErrorReport }
)

/** One file of an archive. */
export interface ArchiveEntry {
  /** `/` between names */
  readonly path: string
  readonly contents: Blob
}

export interface Engine {
  describeDevice(): Promise<DeviceReport>
  /**
   * Looks at names, and into tables for their columns; the files are kept for `open`. Two of one name cannot be told apart:
   * the later one counts.
   * @param columns roles of columns that names do not tell
   */
  discover(files: readonly ChosenFile[], columns?: ColumnMapping, signal?: AbortSignal): Promise<Discovery>
  /**
   * Reads a candidate but for its posteriors. It replaces the data set in use; `scan` must follow before a run.
   * @param target needed where neither names nor labels tell it
   */
  open(candidateId: string, target: TargetId | null, options?: CallOptions): Promise<DatasetReport>
  /** Reads every posterior of the opened candidate once: the report with non-finite values, leaks and fingerprint. */
  scan(options?: ScanOptions): Promise<DatasetReport>
  /**
   * Counts what a preparation of the objects would come to; nothing is read.
   * @param target where the attributes give the classes; that in use otherwise
   */
  preview(preparation: Preparation, target?: TargetId): Promise<PlanSummary>
  /** Prepares the objects in another way: the data set in use is replaced, and nothing is read. Needs a scan. */
  prepare(preparation: Preparation, target?: TargetId): Promise<DatasetReport>
  /** All objects and where they went. Needs a scan. */
  objects(): Promise<LoadedObjects>
  /**
   * ln p of some objects as their files hold it, `[object, z]`. Needs a scan.
   * @param objects numbers as in `ObjectColumns`
   */
  posteriors(objects: readonly number[]): Promise<Float32Array<ArrayBuffer>>
  /** Mean posterior per class over the splits. Needs a scan. */
  classMeans(options?: CallOptions): Promise<readonly ClassMean[]>
  /** How far the data set in use is copied to the browser's own storage; `null` where a copy would not help or cannot be. */
  copyState(): Promise<CopyState | null>
  /** Copies the data set in use, or goes on with it, and reads the copy from then on. */
  makeCopy(options?: CallOptions): Promise<CopyState>
  removeCopy(fingerprint: string): Promise<void>
  listCopies(): Promise<readonly StoredCopy[]>
  /** Simulates a data set, which replaces the one in use. */
  simulate(settings: SimulationSettings, options?: CallOptions): Promise<DatasetReport>
  /** The data set in use as a ZIP archive of the pre-split NPY tree. */
  saveDataset(options?: CallOptions): Promise<Blob>
  plan(settings: RunSettings): Promise<TrainingPlan>
  /**
   * Makes the device ready for a run while data are read: needs none, and waits for a run that is under way. Never fails for
   * what the device does.
   * @param length points per row that are expected of the data; those of the reference if absent
   */
  warmUp(settings: RunSettings, length?: number): Promise<void>
  /** Seconds that a run would take, from a short measured probe; not while a run is under way. */
  estimate(settings: RunSettings): Promise<number>
  /** Holds every model on a backend against Keras' results; not while a run is under way. */
  checkDevice(backend: BackendChoice, options?: CallOptions<ModelCheck>): Promise<DeviceCheck>
  /**
   * The network in use: the best weights of the last run, also of one that was stopped or failed, or one that was loaded
   * after it. A run that starts takes the one before away: `null` until its first epoch has ended, and where that never did.
   */
  modelInUse(): Promise<ModelCard | null>
  /**
   * Loads a network that this studio or Keras saved; it becomes the one in use. Not while a run is under way.
   * @throws StudioError `bad-input` for a file that holds none of the five networks, with what it holds
   */
  loadModel(file: ChosenFile): Promise<ModelCard>
  /** Says of the network in use what its file does not. */
  completeModel(answers: ModelAnswers): Promise<ModelCard>
  /** The network in use as one file; while a run is under way, its best weights so far. */
  saveModel(...what: SaveModelArguments): Promise<Blob>
  /**
   * What the network in use says about every row of the data set in use, and what the control says: kept from the run, or
   * computed now. Not while a run is under way.
   */
  predictions(backend: BackendChoice, options?: CallOptions<PassProgress>): Promise<RunPredictions>
  /** Where the network in use looks in an object of the data set in use; not while a run is under way. */
  saliency(
    request: SaliencyRequest,
    backend: BackendChoice,
    options?: CallOptions<SaliencyProgress>,
  ): Promise<Saliency>
  /** Applies the network in use to posteriors without labels; the data set in use stays as it is. Not while a run is under way. */
  applyModel(
    files: readonly ChosenFile[],
    backend: BackendChoice,
    options?: ApplyOptions,
  ): Promise<AppliedPredictions>
  /** Answers as a table. */
  encodeApplied(applied: AppliedPredictions, format: AppliedFormat, reading: AppliedReading): Promise<Blob>
  /**
   * Reads reports: this studio's JSON, collections of its runs, and LAM-Redshift's `.npy`. What is no report is answered with
   * the reason, and keeps no other from being read.
   */
  readReports(files: readonly ChosenFile[]): Promise<readonly ReportReading[]>
  /** A report as the `.npy` that LAM-Redshift's `fig.py` reads. */
  encodeReport(report: PartialReport): Promise<Uint8Array<ArrayBuffer>>
  /** Puts files into one ZIP archive. */
  makeArchive(files: readonly ArchiveEntry[]): Promise<Blob>
  /** Trains on the data set in use. */
  train(settings: RunSettings, signals: TrainSignals): AsyncGenerator<RunEvent, void, void>
}
