// A training run as a flat list of past-tense events, and the one reducer that folds them into what the page, saved
// runs and the command line show.

import type { ErrorReport } from './errors.ts'
import type { ModelId } from './models.ts'
import type { TrainingPlan } from './plan.ts'
import type { PlanSummary, Preparation } from './preparation.ts'
import type { RowOutcomes } from './row-outcomes.ts'
import type { ScheduleId } from './schedule.ts'
import type { SplitName } from './split-names.ts'
import type { TargetId } from './targets.ts'

export type InputId = 'logPDF' | 'PDF' | 'logVraisemblance'
export type BackendId = 'webgpu' | 'wasm'
export type BackendChoice = 'auto' | BackendId
/** How samples count in training: all the same, or those of rare classes more (`classWeights` of TRAIN's counts). */
export type ClassWeighting = 'none' | 'balanced'
/** What a network is evaluated on: a split, or the test at natural prevalence. */
export type EvaluatedSplit = SplitName | 'natural'
/** What is under way: a network on some rows, or the control that stands beside it. */
export type EvaluationStep = EvaluatedSplit | 'control'
/** The same within a sentence. */
export const STEP_NAMES: Readonly<Record<EvaluationStep, string>> = {
  train: 'train',
  validation: 'validation',
  test: 'test',
  natural: 'the natural test',
  control: 'the control',
}

/** Everything that a person chooses before a run. */
export interface RunSettings {
  readonly model: ModelId
  readonly input: InputId
  readonly epochs: number
  /** samples per optimiser step */
  readonly batchSize: number
  readonly seed: number
  readonly schedule: ScheduleId
  readonly backend: BackendChoice
  /** epochs without progress of val_loss before the run stops early */
  readonly patience: number
  /** rate of the dropout layer of a model that has one (CNN-GRU), 0 to 1; 0 leaves it out */
  readonly dropout: number
  /** how a model that takes the estimated redshift gets it (CNN-2inputs): its value, or its index in zgrid */
  readonly redshift: 'value' | 'index'
  readonly classWeights: ClassWeighting
  /**
   * megabytes (1e6 bytes) that weights, with gradients and moments, and the activations of one pass may take together;
   * `null` for the studio's own limit
   */
  readonly memoryLimit: number | null
}

/** Rows are the true class, columns the predicted one. */
export type ConfusionMatrix = readonly (readonly number[])[]

/** The data of a run, as the report keeps them. */
export interface RunDataset {
  readonly name: string
  readonly fingerprint: string
  /** of the test's rows with their labels, in order: equal ones were tested on the same objects */
  readonly testFingerprint: string
  readonly target: TargetId
  readonly classes: readonly string[]
  readonly labels: readonly string[]
  readonly counts: Readonly<Record<SplitName, readonly number[]>>
  /** of the test at natural prevalence; `null` where the data have none */
  readonly natural: readonly number[] | null
  /** how the objects became splits, and what that came to */
  readonly preparation: Preparation
  readonly planned: PlanSummary
  /** blocking findings in spite of which somebody trains, as sentences: rows that splits share, for example */
  readonly overruled: readonly string[]
}

export type RunEvent =
  | {
      readonly type: 'runStarted'
      /** milliseconds since 1970 */
      readonly at: number
      readonly settings: RunSettings
      readonly dataset: RunDataset
      readonly plan: TrainingPlan
      readonly modelSummary: string
      readonly backend: BackendId
      /** name of the GPU, or the wasm variant and its number of threads */
      readonly adapter: string
    }
  | { readonly type: 'epochStarted'; readonly epoch: number; readonly learningRate: number }
  | {
      readonly type: 'batchEnded'
      readonly epoch: number
      /** optimiser steps that are done; a large one may be under way beside them */
      readonly batch: number
      /** samples of this epoch that were trained so far */
      readonly samples: number
      /** running means over this epoch's samples; the loss times the weights of their classes, as in `epochEnded` */
      readonly loss: number
      readonly acc: number
      readonly samplesPerSecond: number
      /** until the last epoch ends, if it does not stop early */
      readonly secondsLeft: number
    }
  | {
      readonly type: 'epochEnded'
      readonly epoch: number
      /** sum of the losses times the weights of their classes, by the number of samples: Keras' `loss` */
      readonly loss: number
      readonly acc: number
      /** without weights of classes, as are all values on other splits */
      readonly valLoss: number
      readonly valAcc: number
      readonly learningRate: number
      /** of the epoch's own passes over train, while the weights moved */
      readonly confusionTrain: ConfusionMatrix
      readonly confusionValidation: ConfusionMatrix
      /** whether val_loss fell below all earlier ones: these weights are kept */
      readonly improved: boolean
      readonly seconds: number
    }
  | {
      readonly type: 'evaluationAdvanced'
      readonly split: EvaluationStep
      readonly rows: number
      readonly totalRows: number
    }
  | {
      /** the best weights on a whole split */
      readonly type: 'evaluated'
      readonly split: 'train' | 'test' | 'natural'
      readonly confusion: ConfusionMatrix
      readonly loss: number
      readonly acc: number
      /** what became of each row; `null` for train, where nobody compares runs */
      readonly rows: RowOutcomes | null
    }
  | ({ readonly type: 'controlEvaluated' } & ControlResult)
  | {
      readonly type: 'runEnded'
      readonly status: 'finished' | 'stopped' | 'failed'
      /** ended before the last epoch because val_loss made no progress */
      readonly stoppedEarly: boolean
      readonly seconds: number
      readonly error?: ErrorReport
    }

export interface RunHistory {
  readonly acc: readonly number[]
  readonly loss: readonly number[]
  readonly valAcc: readonly number[]
  readonly valLoss: readonly number[]
  readonly lr: readonly number[]
}

/** A confusion matrix and what it was counted on, so that it can be labelled honestly. */
export interface LabelledMatrix {
  readonly matrix: ConfusionMatrix
  readonly origin: MatrixOrigin
}

/** `saved-*`: of a report that does not say which weights it was counted with. */
export type MatrixOrigin =
  | 'epoch-train'
  | 'epoch-validation'
  | 'best-train'
  | 'best-test'
  | 'saved-train'
  | 'saved-test'

/** The best weights on the test at natural prevalence. */
export interface NaturalResult {
  readonly matrix: ConfusionMatrix
  /** categorical cross-entropy */
  readonly loss: number
  /** 0 to 1 */
  readonly acc: number
  readonly rows: RowOutcomes | null
}

/** The control on test: a logistic regression on descriptors of each posterior, so that everyone sees what a network adds. */
export interface ControlResult {
  readonly descriptors: readonly string[]
  /** rows of train that it was fitted on */
  readonly trainRows: number
  readonly confusion: ConfusionMatrix
  /** categorical cross-entropy */
  readonly loss: number
  /** 0 to 1 */
  readonly acc: number
  readonly rows: RowOutcomes | null
}

export type RunStatus = 'running' | 'evaluating' | 'finished' | 'stopped' | 'failed'

/** How far a pass over a split is. */
export interface RunEvaluation {
  readonly split: EvaluationStep
  readonly rows: number
  readonly totalRows: number
}

export interface RunState {
  readonly status: RunStatus
  readonly startedAt: number
  readonly settings: RunSettings
  readonly dataset: RunDataset
  readonly plan: TrainingPlan
  readonly modelSummary: string
  readonly backend: BackendId
  readonly adapter: string
  /** the epoch under way or the last one; 0 before the first */
  readonly epoch: number
  readonly batch: number
  readonly samples: number
  readonly batchLoss: number | null
  readonly batchAcc: number | null
  readonly samplesPerSecond: number | null
  readonly secondsLeft: number | null
  readonly learningRate: number | null
  readonly history: RunHistory
  /** epoch (from 1) of the lowest val_loss, 0 before the first epoch has ended */
  readonly bestEpoch: number
  readonly train: LabelledMatrix | null
  readonly test: LabelledMatrix | null
  readonly testLoss: number | null
  readonly testAcc: number | null
  readonly testRows: RowOutcomes | null
  /** `null` until it was evaluated, and where the data have no such test */
  readonly natural: NaturalResult | null
  /** `null` until it was fitted, and where it could not be */
  readonly control: ControlResult | null
  readonly evaluation: RunEvaluation | null
  readonly stoppedEarly: boolean
  readonly seconds: number
  readonly error: ErrorReport | null
}

/**
 * Folds one event into the state of a run. `runStarted` begins a new state; any other event needs one.
 * @throws Error if the first event is not `runStarted`
 */
export function foldRun(state: RunState | null, event: RunEvent): RunState {
  if (event.type === 'runStarted') return startRun(event)
  if (state === null) throw new Error(`Expected runStarted as the first event, got ${event.type}`)
  switch (event.type) {
    case 'epochStarted':
      return {
        ...state,
        epoch: event.epoch,
        batch: 0,
        samples: 0,
        learningRate: event.learningRate,
      }
    case 'batchEnded':
      return {
        ...state,
        epoch: event.epoch,
        batch: event.batch,
        samples: event.samples,
        batchLoss: event.loss,
        batchAcc: event.acc,
        samplesPerSecond: event.samplesPerSecond,
        secondsLeft: event.secondsLeft,
      }
    case 'epochEnded':
      return {
        ...state,
        epoch: event.epoch,
        batch: state.plan.stepsPerEpoch,
        samples: sum(state.dataset.counts.train),
        seconds: state.seconds + event.seconds,
        evaluation: null,
        bestEpoch: event.improved ? event.epoch : state.bestEpoch,
        history: {
          acc: [...state.history.acc, event.acc],
          loss: [...state.history.loss, event.loss],
          valAcc: [...state.history.valAcc, event.valAcc],
          valLoss: [...state.history.valLoss, event.valLoss],
          lr: [...state.history.lr, event.learningRate],
        },
        train: { matrix: event.confusionTrain, origin: 'epoch-train' },
        test: { matrix: event.confusionValidation, origin: 'epoch-validation' },
      }
    case 'evaluationAdvanced':
      return {
        ...state,
        // the validation after each epoch is a part of training
        status: event.split === 'validation' ? state.status : 'evaluating',
        evaluation: { split: event.split, rows: event.rows, totalRows: event.totalRows },
      }
    case 'evaluated':
      return { ...state, status: 'evaluating', ...evaluated(event) }
    case 'controlEvaluated': {
      const { type: _, ...control } = event
      return { ...state, status: 'evaluating', control }
    }
    case 'runEnded':
      return {
        ...state,
        status: event.status,
        stoppedEarly: event.stoppedEarly,
        seconds: event.seconds,
        secondsLeft: 0,
        evaluation: null,
        error: event.error ?? null,
      }
    default:
      return event satisfies never
  }
}

/** Share of a run that is done, 0 to 1, by the samples that were trained. */
export function runProgress(state: RunState): number {
  if (state.status === 'finished' || state.status === 'evaluating') return 1
  const rows = sum(state.dataset.counts.train)
  const epochsDone = Math.max(0, state.epoch - 1)
  const total = state.settings.epochs * rows
  return total === 0 ? 0 : Math.min(1, (epochsDone * rows + state.samples) / total)
}

/** Whether a run has ended, well or not. */
export function hasEnded(status: RunStatus): boolean {
  return status === 'finished' || status === 'stopped' || status === 'failed'
}

function evaluated({
  split,
  confusion: matrix,
  loss,
  acc,
  rows,
}: Extract<RunEvent, { type: 'evaluated' }>): Partial<RunState> {
  switch (split) {
    case 'train':
      return { train: { matrix, origin: 'best-train' } }
    case 'test':
      return { test: { matrix, origin: 'best-test' }, testLoss: loss, testAcc: acc, testRows: rows }
    case 'natural':
      return { natural: { matrix, loss, acc, rows } }
    default:
      return split satisfies never
  }
}

function startRun(event: Extract<RunEvent, { type: 'runStarted' }>): RunState {
  return {
    status: 'running',
    startedAt: event.at,
    settings: event.settings,
    dataset: event.dataset,
    plan: event.plan,
    modelSummary: event.modelSummary,
    backend: event.backend,
    adapter: event.adapter,
    epoch: 0,
    batch: 0,
    samples: 0,
    batchLoss: null,
    batchAcc: null,
    samplesPerSecond: null,
    secondsLeft: null,
    learningRate: null,
    history: { acc: [], loss: [], valAcc: [], valLoss: [], lr: [] },
    bestEpoch: 0,
    train: null,
    test: null,
    testLoss: null,
    testAcc: null,
    testRows: null,
    natural: null,
    control: null,
    evaluation: null,
    stoppedEarly: false,
    seconds: 0,
    error: null,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
