// Messages between the page and the worker, as types. One table of calls gives the types of both sides.

import type { AppliedFormat, AppliedPredictions, AppliedReading } from '../core/applied.ts'
import type { ClassMean } from '../core/class-means.ts'
import type { ColumnMapping } from '../core/column-roles.ts'
import type { DatasetReport, Discovery, ReadProgress } from '../core/dataset-report.ts'
import type { ErrorReport } from '../core/errors.ts'
import type { ModelAnswers, ModelCard, SaveModelArguments } from '../core/model-card.ts'
import type { LoadedObjects } from '../core/objects.ts'
import type { TrainingPlan } from '../core/plan.ts'
import type { RunPredictions } from '../core/predictions.ts'
import type { PlanSummary, Preparation } from '../core/preparation.ts'
import type { PartialReport } from '../core/report.ts'
import type { BackendChoice, RunEvent, RunSettings } from '../core/run.ts'
import type { Saliency, SaliencyProgress, SaliencyRequest } from '../core/saliency.ts'
import type { SimulationSettings } from '../core/simulate.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
import type { TargetId } from '../core/targets.ts'
import type {
  ArchiveEntry,
  ChosenFile,
  DeviceCheck,
  DeviceReport,
  ModelCheck,
  PassProgress,
  ReportReading,
} from '../engine/types.ts'

interface Call<Args extends readonly unknown[], Result, Event = never> {
  readonly args: Args
  readonly result: Result
  readonly event: Event
}

/** Every call that the worker answers. `event` is what it sends on the way. */
export interface Calls {
  describeDevice: Call<[], DeviceReport>
  discover: Call<[readonly ChosenFile[], ColumnMapping | undefined], Discovery>
  open: Call<[string, TargetId | null], DatasetReport, ReadProgress>
  scan: Call<[number | undefined], DatasetReport, ReadProgress>
  preview: Call<[Preparation, TargetId | undefined], PlanSummary>
  prepare: Call<[Preparation, TargetId | undefined], DatasetReport>
  objects: Call<[], LoadedObjects>
  posteriors: Call<[readonly number[]], Float32Array<ArrayBuffer>>
  classMeans: Call<[], readonly ClassMean[], ReadProgress>
  copyState: Call<[], CopyState | null>
  makeCopy: Call<[], CopyState, ReadProgress>
  removeCopy: Call<[string], void>
  listCopies: Call<[], readonly StoredCopy[]>
  simulate: Call<[SimulationSettings], DatasetReport, ReadProgress>
  saveDataset: Call<[], Blob, ReadProgress>
  plan: Call<[RunSettings], TrainingPlan>
  warmUp: Call<[RunSettings, number | undefined], void>
  estimate: Call<[RunSettings], number>
  checkDevice: Call<[BackendChoice], DeviceCheck, ModelCheck>
  modelInUse: Call<[], ModelCard | null>
  loadModel: Call<[ChosenFile], ModelCard>
  completeModel: Call<[ModelAnswers], ModelCard>
  saveModel: Call<SaveModelArguments, Blob>
  predictions: Call<[BackendChoice], RunPredictions, PassProgress>
  saliency: Call<[SaliencyRequest, BackendChoice], Saliency, SaliencyProgress>
  applyModel: Call<
    [readonly ChosenFile[], BackendChoice, ColumnMapping | undefined],
    AppliedPredictions,
    PassProgress
  >
  encodeApplied: Call<[AppliedPredictions, AppliedFormat, AppliedReading], Blob>
  readReports: Call<[readonly ChosenFile[]], readonly ReportReading[]>
  encodeReport: Call<[PartialReport], Uint8Array<ArrayBuffer>>
  makeArchive: Call<[readonly ArchiveEntry[]], Blob>
  train: Call<[RunSettings], void, RunEvent>
}

export type CallName = keyof Calls

/** What a handler gets besides its arguments. */
export interface CallContext<Event> {
  /** the caller wants the work to end */
  readonly stop: AbortSignal
  /** the caller wants it to end at once; aborted by a second request */
  readonly abandon: AbortSignal
  emit(event: Event): void
}

/** The worker's side of every call. */
export type Handlers = {
  readonly [K in CallName]: (
    args: Calls[K]['args'],
    context: CallContext<Calls[K]['event']>,
  ) => Promise<Calls[K]['result']>
}

/** Page to worker. */
export type Request =
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' }

/** Worker to page. */
export type Response =
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorReport }
  | { readonly kind: 'pong' }
