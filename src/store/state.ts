// What the page knows. Plain data; actions replace slices, components select the narrowest part they show.

import type { ColumnMapping } from '../core/column-roles.ts'
import type { DatasetReport, Discovery, ReadProgress } from '../core/dataset-report.ts'
import type { ErrorReport } from '../core/errors.ts'
import type { TrainingPlan } from '../core/plan.ts'
import { hasEnded, type RunSettings, type RunState } from '../core/run.ts'
import { KEPT_IN_MEMORY, REFERENCE_SETTINGS } from '../core/settings.ts'
import type { SimulationSettings } from '../core/simulate.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
import type { DeviceCheck, DeviceReport, ModelCheck } from '../engine/types.ts'
import type { Pace } from './pace.ts'

export type DataPhase = 'empty' | 'discovering' | 'choosing' | 'reading' | 'ready' | 'failed'

export interface DataState {
  readonly phase: DataPhase
  readonly discovery: Discovery | null
  /** roles that the visitor gave to columns of the chosen files */
  readonly columns: ColumnMapping
  readonly candidateId: string | null
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

/** The sample is small: batches of 128 would take too few optimiser steps. */
export const SAMPLE_SETTINGS = { epochs: 8, batchSize: 16 } as const

export const INITIAL_STATE: StudioState = {
  device: null,
  data: NO_DATA,
  copy: NO_COPY,
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
    !isBusyTraining(state)
  )
}
