// The report of a run: exactly the keys of LAM-Redshift's `save_in_dict`, then one versioned `meta` object.
// public/report.schema.json describes it for other programs.

import { StudioError } from './errors.ts'
import type { ClassificationReport } from './metrics.ts'
import { classificationReport } from './metrics.ts'
import type { ModelId } from './models.ts'
import type { NaturalCounts, PlanSummary, Preparation } from './preparation.ts'
import type { RowOutcomes } from './row-outcomes.ts'
import type {
  BackendId,
  ClassWeighting,
  ConfusionMatrix,
  InputId,
  LabelledMatrix,
  RunSettings,
  RunState,
  RunStatus,
} from './run.ts'
import type { ScheduleId } from './schedule.ts'
import type { SplitName } from './split-names.ts'
import type { TargetId } from './targets.ts'

/** Version of `meta`: it grows when a key changes its meaning or goes. */
export const REPORT_VERSION = 1

/** How a run was made, for whoever reads its numbers later. */
export interface ReportMeta {
  readonly version: typeof REPORT_VERSION
  /** version of the studio */
  readonly studio: string
  /** ISO 8601, UTC */
  readonly created: string
  readonly seed: number
  readonly model: ModelId
  readonly target: TargetId
  readonly input: InputId
  readonly optimizer: 'Adam'
  readonly schedule: ScheduleId
  /** asked for; the curves tell how many were trained */
  readonly epochs: number
  readonly patience: number
  /** rate of the dropout layer, 0 without one */
  readonly dropout: number
  /** how CNN-2inputs got the estimated redshift */
  readonly redshift: RunSettings['redshift']
  /** how samples counted in the loss of training; with `balanced`, `loss` is the weighted one */
  readonly classWeights: ClassWeighting
  readonly batchSize: number
  readonly microBatchSize: number
  readonly backend: BackendId
  readonly adapter: string
  readonly dataset: {
    readonly name: string
    readonly fingerprint: string
    /** of the test's rows with their labels, in order */
    readonly testFingerprint: string
    /** objects per class, in class order */
    readonly counts: Readonly<Record<SplitName, readonly number[]>>
  }
  /** blocking findings in spite of which the run was made, as sentences */
  readonly overruled: readonly string[]
  /** the recipe of the splits, and how many rows it left out */
  readonly preparation: Preparation & Pick<PlanSummary, 'dropped' | 'undersampled'>
  /** from 1; 0 where no epoch has ended */
  readonly bestEpoch: number
  readonly stoppedEarly: boolean
  readonly status: 'finished' | 'stopped' | 'failed'
  /** the run did not reach its end by itself */
  readonly incomplete: boolean
  /** `best-train`: the best weights on all of train; `epoch-train`: an epoch's own passes, while the weights moved */
  readonly trainMatrixOrigin: 'best-train' | 'epoch-train' | null
  /** categorical cross-entropy of the best weights on test */
  readonly testLoss: number | null
  /** what became of each row of test, so that runs on the same rows can be compared object by object */
  readonly testRows: RowOutcomes | null
  /** `null` where the data have no such test, and where the run ended before it */
  readonly naturalTest: NaturalTestReport | null
  /** `null` where the run ended before it was fitted */
  readonly control: ControlReport | null
  readonly seconds: number
}

/** The best weights on rows at natural prevalence, none of which TRAIN or VALID holds; counts of objects per class. */
export interface NaturalTestReport extends NaturalCounts {
  readonly conf_matrix: ConfusionMatrix
  readonly acc: number
  /** categorical cross-entropy */
  readonly loss: number
  /** of `conf_matrix` */
  readonly report: ClassificationReport
  readonly rows: RowOutcomes | null
}

/** The control on test: a logistic regression on descriptors of each posterior. */
export interface ControlReport {
  readonly descriptors: readonly string[]
  /** rows of TRAIN that it was fitted on */
  readonly trainRows: number
  readonly conf_matrix: ConfusionMatrix
  readonly acc: number
  /** categorical cross-entropy */
  readonly loss: number
  readonly rows: RowOutcomes | null
}

/** The report, with `save_in_dict`'s keys. `null` stands for what a stopped or failed run never computed. */
export interface Report {
  readonly conf_matrix_train: ConfusionMatrix | null
  /** of the best weights on all of test, never of validation */
  readonly conf_matrix_test: ConfusionMatrix | null
  readonly nb_class: number
  /** the contract names */
  readonly nom_classes: readonly string[]
  readonly acc: readonly number[]
  readonly loss: readonly number[]
  readonly val_acc: readonly number[]
  readonly val_loss: readonly number[]
  /** of `conf_matrix_test` */
  readonly report: ClassificationReport | null
  readonly model_summary: string
  readonly lr: readonly number[]
  readonly meta: ReportMeta
}

/** `meta` as far as it is known: reports of earlier versions lack keys, and a run under way has not ended. */
export type PartialMeta = {
  readonly [Key in Exclude<keyof ReportMeta, 'status'>]: ReportMeta[Key] | null
} & { readonly status: RunStatus | null }

/**
 * A report as far as it is known: of a run under way, or of a file that lacks keys; `null` for what it lacks. Curves hold
 * NaN where a value is not finite.
 */
export type PartialReport = {
  readonly [Key in Exclude<keyof Report, 'nb_class' | 'nom_classes' | 'meta'>]: Report[Key] | null
} & Pick<Report, 'nb_class' | 'nom_classes'> & { readonly meta: PartialMeta | null }

/** What a report says beyond the run's own state. */
export interface ReportExtras {
  /** version of the studio */
  readonly studio: string
  /** ISO 8601, UTC, as `Date.toISOString` gives it */
  readonly created: string
}

/**
 * The report of a run that has ended.
 * @throws StudioError `bad-input` while the run goes on: its matrices are not those of the best weights yet
 */
export function buildReport(state: RunState, extras: ReportExtras): Report {
  const { status } = state
  if (status === 'running' || status === 'evaluating') {
    throw new StudioError(
      'bad-input',
      `Expected a run that has ended, this one is ${status}.`,
      'Wait until the run ends, or stop it.',
    )
  }
  const report = reportSoFar(state, extras)
  return { ...report, meta: { ...report.meta, status } }
}

/** The report of a run at any time; the matrix of test is there once the best weights were counted on it. */
export function reportSoFar(
  state: RunState,
  { studio, created }: ReportExtras,
): Omit<Report, 'meta'> & { readonly meta: Omit<ReportMeta, 'status'> & Pick<PartialMeta, 'status'> } {
  const { status, settings, dataset, history } = state
  const train = matrixOf(state.train, ['best-train', 'epoch-train'])
  const test = matrixOf(state.test, ['best-test'])
  return {
    conf_matrix_train: train?.matrix ?? null,
    conf_matrix_test: test?.matrix ?? null,
    nb_class: dataset.classes.length,
    nom_classes: dataset.classes,
    acc: history.acc,
    loss: history.loss,
    val_acc: history.valAcc,
    val_loss: history.valLoss,
    report: test === null ? null : classificationReport(test.matrix),
    model_summary: state.modelSummary,
    lr: history.lr,
    meta: {
      version: REPORT_VERSION,
      studio,
      created,
      seed: settings.seed,
      model: settings.model,
      target: dataset.target,
      input: settings.input,
      optimizer: 'Adam',
      schedule: settings.schedule,
      epochs: settings.epochs,
      patience: settings.patience,
      dropout: settings.dropout,
      redshift: settings.redshift,
      classWeights: settings.classWeights,
      batchSize: settings.batchSize,
      microBatchSize: state.plan.microBatchSize,
      backend: state.backend,
      adapter: state.adapter,
      dataset: {
        name: dataset.name,
        fingerprint: dataset.fingerprint,
        testFingerprint: dataset.testFingerprint,
        counts: dataset.counts,
      },
      overruled: dataset.overruled,
      preparation: {
        ...dataset.preparation,
        dropped: dataset.planned.dropped,
        undersampled: dataset.planned.undersampled,
      },
      bestEpoch: state.bestEpoch,
      stoppedEarly: state.stoppedEarly,
      status,
      incomplete: status !== 'finished',
      trainMatrixOrigin: train?.origin ?? null,
      testLoss: test === null ? null : state.testLoss,
      testRows: test === null ? null : state.testRows,
      naturalTest: naturalTest(state),
      control: control(state),
      seconds: state.seconds,
    },
  }
}

function naturalTest({ natural, dataset }: RunState): NaturalTestReport | null {
  const { natural: chosen } = dataset.planned
  if (natural === null || dataset.natural === null || chosen === null) return null
  const { excluded, thinned } = chosen
  const { matrix, acc, loss, rows } = natural
  const report = classificationReport(matrix)
  return { counts: dataset.natural, excluded, thinned, conf_matrix: matrix, acc, loss, report, rows }
}

function control({ control: fitted }: RunState): ControlReport | null {
  if (fitted === null) return null
  const { descriptors, trainRows, confusion, acc, loss, rows } = fitted
  return { descriptors, trainRows, conf_matrix: confusion, acc, loss, rows }
}

/** File name of a report, for example `redshift-studio_DeltaZ_CNN3_seed1_2026-11-22.json`. The date is UTC. */
export function reportFileName({ meta }: Pick<Report, 'meta'>): string {
  return `redshift-studio_${meta.target}_${meta.model}_seed${meta.seed}_${meta.created.slice(0, 10)}.json`
}

/** The matrix if it was counted on one of these, else `null`. */
function matrixOf<Origin extends LabelledMatrix['origin']>(
  labelled: LabelledMatrix | null,
  origins: readonly Origin[],
): { readonly matrix: ConfusionMatrix; readonly origin: Origin } | null {
  const origin = origins.find((allowed) => allowed === labelled?.origin)
  return labelled === null || origin === undefined ? null : { matrix: labelled.matrix, origin }
}
