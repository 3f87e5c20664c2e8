// What the page knows. Plain data; actions replace slices, components select the narrowest part they show.

import type { ClassMean } from '../core/class-means.ts'
import type { ColumnMapping } from '../core/column-roles.ts'
import type { TestId } from '../core/compare/comparison.ts'
import type { DatasetReport, Discovery, ReadProgress } from '../core/dataset-report.ts'
import type { ErrorReport } from '../core/errors.ts'
import type { FigureOptions } from '../core/figure/request.ts'
import { FILE_ORDER, NO_FILTER, type ObjectFilter, type ObjectSort } from '../core/object-order.ts'
import type { LoadedObjects } from '../core/objects.ts'
import type { TrainingPlan } from '../core/plan.ts'
import type { PlanSummary, Preparation } from '../core/preparation.ts'
import type { Project } from '../core/project.ts'
import { hasEnded, type RunSettings, type RunState } from '../core/run.ts'
import type { RunRecord } from '../core/run-record.ts'
import { KEPT_IN_MEMORY, REFERENCE_SETTINGS } from '../core/settings.ts'
import type { SimulationSettings } from '../core/simulate.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
import type { TargetId } from '../core/targets.ts'
import type { DeviceCheck, DeviceReport, ModelCheck } from '../engine/types.ts'
import {
  type ApplySlice,
  type InspectSlice,
  type NetworkSlice,
  NO_INSPECTION,
  NO_NETWORK,
  NO_TRUST,
  NOTHING_APPLIED,
  type TrustSlice,
} from './network-state.ts'
import type { Pace } from './pace.ts'

export type DataPhase = 'empty' | 'discovering' | 'choosing' | 'reading' | 'ready' | 'failed'

export interface DataState {
  readonly phase: DataPhase
  readonly discovery: Discovery | null
  /** roles that the visitor gave to columns of the chosen files */
  readonly columns: ColumnMapping
  readonly candidateId: string | null
  /** what the sample in use was simulated with; `null` where files are in use */
  readonly sample: SimulationSettings | null
  readonly progress: ReadProgress | null
  /** `null` until it is known */
  readonly pace: Pace | null
  /** while reading, what is known before the posteriors were read */
  readonly report: DatasetReport | null
  readonly error: ErrorReport | null
  /** "train anyway" in spite of blocking findings that may be overruled */
  readonly overruled: boolean
}

/** Fast copies in this browser's own storage. */
export interface CopySlice {
  /** of the data set in use; `null` where a copy would not help or cannot be */
  readonly state: CopyState | null
  /** `null` where no copy is being made */
  readonly progress: ReadProgress | null
  readonly pace: Pace | null
  /** a copy is being removed */
  readonly removing: boolean
  readonly error: ErrorReport | null
  /** of data sets that are not in use */
  readonly others: readonly StoredCopy[]
}

/** How the objects are to become splits, while somebody thinks about it. */
export interface SplitsSlice {
  /** `null` where nothing was changed */
  readonly draft: { readonly target: TargetId; readonly preparation: Preparation } | null
  /** what the draft would come to; `null` while it is being worked out */
  readonly preview: PlanSummary | null
  /** why the draft cannot be used, or what went wrong when it was */
  readonly error: ErrorReport | null
  readonly applying: boolean
}

/** The objects of the data set in use, and what is looked at. */
export interface ObjectsSlice {
  /** `null` until somebody looks */
  readonly loaded: LoadedObjects | null
  readonly filter: ObjectFilter
  readonly sort: ObjectSort
  /** objects in the order of the table */
  readonly order: Uint32Array
  /** number of the object in the viewer */
  readonly selected: number | null
  readonly posterior: { readonly object: number; readonly lnP: Float32Array } | null
  readonly means: readonly ClassMean[] | null
  /** `null` where no means are being computed */
  readonly meansProgress: ReadProgress | null
  /** objects of the gallery by class, with their posteriors */
  readonly gallery: readonly (readonly { readonly object: number; readonly lnP: Float32Array }[])[] | null
  readonly drawing: boolean
  readonly error: ErrorReport | null
}

/** What the middle of the page shows. */
export type View = 'training' | 'data' | 'trust' | 'inspect' | 'apply' | 'runs'

/** Runs that are kept, and which of them are looked at. */
export interface RunsSlice {
  readonly phase: 'loading' | 'ready'
  /** newest first; the run under way is among them from its first event on */
  readonly records: readonly RunRecord[]
  /** the record of the run of this session, as far as it has come; `null` where there is none */
  readonly liveId: string | null
  /** shown in the panels of results in place of the run of this session; `null` for that one */
  readonly openedId: string | null
  /** in the order they were chosen, at most RUN_COLOURS */
  readonly comparedIds: readonly string[]
  /** one of the compared; `null` where there are none */
  readonly baselineId: string | null
  readonly comparedTest: TestId
  /** whether runs that differ by seed only are drawn as one band */
  readonly folded: boolean
  /** runs of a later version of the studio, which are kept and cannot be listed */
  readonly unread: number
  /** newest first, at most MOST_DELETED, none of them one of `records`; may be brought back */
  readonly deleted: readonly Deletion[]
  /** this browser cannot keep runs, or has no room left; they stay until the page is closed */
  readonly storageError: ErrorReport | null
  readonly importing: boolean
  /** what the last import came to: runs that are new in the list, and those that it had; `null` before its end */
  readonly imported: { readonly added: number; readonly known: number } | null
  /** files of the last import that are no reports, and why */
  readonly refused: readonly { readonly file: string; readonly error: ErrorReport }[]
}

/** A run that was deleted, and what was so then. */
export interface Deletion extends Pick<RunsSlice, 'liveId' | 'comparedIds' | 'baselineId' | 'comparedTest'> {
  readonly record: RunRecord
}

/** Deletions that can be undone. */
export const MOST_DELETED = 20

/** The figure and other files of the run in view. */
export interface ExportSlice {
  readonly figure: FigureOptions
  /** what is being made, for example `figure PDF`; `null` where nothing is */
  readonly making: string | null
  readonly error: ErrorReport | null
}

/** "Check this device": what is known so far, and how it ended. */
export interface DeviceCheckState {
  readonly phase: 'idle' | 'running' | 'done' | 'failed'
  readonly models: readonly ModelCheck[]
  readonly result: DeviceCheck | null
  readonly error: ErrorReport | null
}

export interface StudioState {
  readonly device: DeviceReport | null
  readonly data: DataState
  readonly copy: CopySlice
  readonly splits: SplitsSlice
  readonly objects: ObjectsSlice
  readonly runs: RunsSlice
  readonly exports: ExportSlice
  readonly network: NetworkSlice
  readonly trust: TrustSlice
  readonly inspect: InspectSlice
  readonly apply: ApplySlice
  readonly view: View
  /** a project that was opened and waits for its files */
  readonly project: Project | null
  readonly projectError: ErrorReport | null
  readonly sample: SimulationSettings
  /** megabytes of posteriors that stay in memory, for the data that are opened next */
  readonly keepMegabytes: number
  readonly settings: RunSettings
  readonly plan: TrainingPlan | null
  /** seconds that a run of the plan would take, from a measured probe; `null` until it is known */
  readonly estimate: number | null
  /** the probe is under way; an estimate that is `null` without it could not be had */
  readonly estimating: boolean
  readonly deviceCheck: DeviceCheckState
  /** why the settings cannot be planned, for example a model that needs more points */
  readonly planError: ErrorReport | null
  readonly run: RunState | null
  /** a run could not start at all */
  readonly runError: ErrorReport | null
  /** "Start training" was pressed and the run has not said anything yet */
  readonly starting: boolean
  /** "Stop" was pressed and the run has not ended yet */
  readonly stopping: boolean
}

export const NO_DATA: DataState = {
  phase: 'empty',
  discovery: null,
  columns: {},
  candidateId: null,
  sample: null,
  progress: null,
  pace: null,
  report: null,
  error: null,
  overruled: false,
}

export const NO_COPY: CopySlice = {
  state: null,
  progress: null,
  pace: null,
  removing: false,
  error: null,
  others: [],
}

export const NO_SPLITS: SplitsSlice = { draft: null, preview: null, error: null, applying: false }

export const NO_OBJECTS: ObjectsSlice = {
  loaded: null,
  filter: NO_FILTER,
  sort: FILE_ORDER,
  order: new Uint32Array(0),
  selected: null,
  posterior: null,
  means: null,
  meansProgress: null,
  gallery: null,
  drawing: false,
  error: null,
}

export const NO_RUNS: RunsSlice = {
  phase: 'loading',
  records: [],
  liveId: null,
  openedId: null,
  comparedIds: [],
  baselineId: null,
  comparedTest: 'test',
  folded: true,
  unread: 0,
  deleted: [],
  storageError: null,
  importing: false,
  imported: null,
  refused: [],
}

export const NO_EXPORTS: ExportSlice = {
  figure: { size: 'reference', panel: 'all' },
  making: null,
  error: null,
}

/** The sample is small: batches of 128 would take too few optimiser steps. */
export const SAMPLE_SETTINGS = { epochs: 8, batchSize: 16 } as const

export const INITIAL_STATE: StudioState = {
  device: null,
  data: NO_DATA,
  copy: NO_COPY,
  splits: NO_SPLITS,
  objects: NO_OBJECTS,
  runs: NO_RUNS,
  exports: NO_EXPORTS,
  network: NO_NETWORK,
  trust: NO_TRUST,
  inspect: NO_INSPECTION,
  apply: NOTHING_APPLIED,
  view: 'training',
  project: null,
  projectError: null,
  sample: { rows: 1000, points: 1024, seed: 1 },
  keepMegabytes: KEPT_IN_MEMORY.usual,
  settings: REFERENCE_SETTINGS,
  plan: null,
  estimate: null,
  estimating: false,
  deviceCheck: { phase: 'idle', models: [], result: null, error: null },
  planError: null,
  run: null,
  runError: null,
  starting: false,
  stopping: false,
}

/** Whether a run is under way; data and settings then stay as they are. */
export function isBusyTraining({ run, starting }: Pick<StudioState, 'run' | 'starting'>): boolean {
  return starting || (run !== null && !hasEnded(run.status))
}

/** Whether files are being looked at or read. */
export function isReading({ data: { phase } }: Pick<StudioState, 'data'>): boolean {
  return phase === 'discovering' || phase === 'reading'
}

/** Whether a fast copy is being made or removed; a run would read what is about to change. */
export function isCopying({ copy }: Pick<StudioState, 'copy'>): boolean {
  return copy.progress !== null || copy.removing
}

/** Whether the preparation of the data in use may be changed; splits that are being saved must stay as they are. */
export function mayPrepare(state: StudioState): boolean {
  const { phase, progress } = state.data
  return phase === 'ready' && progress === null && !isBusyTraining(state) && !isCopying(state)
}

/** Whether copies may be made and removed. */
export function mayChangeCopies(state: StudioState): boolean {
  return !isBusyTraining(state) && !isReading(state) && !isCopying(state)
}

/** Whether findings forbid training: blocking ones that are not, or may not be, overruled. */
export function isBlocked({ report, overruled }: Pick<DataState, 'report' | 'overruled'>): boolean {
  const blocking = report?.findings.filter(({ severity }) => severity === 'block') ?? []
  return blocking.some((finding) => !(finding.overridable === true && overruled))
}

/** Whether "Start training" may be pressed. */
export function canStart(state: StudioState): boolean {
  return (
    state.data.phase === 'ready' &&
    state.plan !== null &&
    state.deviceCheck.phase !== 'running' &&
    !isBlocked(state.data) &&
    !isCopying(state) &&
    !state.splits.applying &&
    state.apply.progress === null &&
    !isBusyTraining(state)
  )
}
