// A run as it is shown and drawn, whatever it comes from: the one under way, one that was kept, a report of another program.

import { epochOfLowest } from './best-epoch.ts'
import type { ClassificationReport } from './metrics.ts'
import type { NaturalCounts } from './preparation.ts'
import type { PartialReport } from './report.ts'
import type { RowOutcomes } from './row-outcomes.ts'
import type { ConfusionMatrix, LabelledMatrix, RunHistory, RunState, RunStatus } from './run.ts'
import { hasEnded } from './run.ts'
import type { RunRecord } from './run-record.ts'

/** The test at natural prevalence of a run. */
export interface NaturalView {
  /** `null` until it was evaluated */
  readonly matrix: ConfusionMatrix | null
  /** objects per class */
  readonly counts: readonly number[]
  /** rows that are not in it, and why */
  readonly left: Pick<NaturalCounts, 'excluded' | 'thinned'> | null
}

/** The control of a run on test: a logistic regression on descriptors of each posterior. */
export interface ControlView {
  /** 0 to 1 */
  readonly acc: number
  readonly confusion: ConfusionMatrix
  /** what it and the network said of each row; `null` where a report does not hold it */
  readonly rows: RowOutcomes | null
  readonly networkRows: RowOutcomes | null
  readonly descriptors: readonly string[]
  /** rows of train that it was fitted on */
  readonly trainRows: number
}

/** What panels and figures show of a run. */
export interface RunView {
  /** for example `CNN3, DeltaZ`, or the name that somebody gave it */
  readonly title: string
  /** readable names of the classes, in class order */
  readonly labels: readonly string[]
  /** per epoch; `[]` for a curve that a report lacks, NaN for a value that is not finite */
  readonly history: RunHistory
  /** from 1; 0 where there is none */
  readonly bestEpoch: number
  /** that the run may take */
  readonly plannedEpochs: number
  /** `null` where a report does not say */
  readonly status: RunStatus | null
  readonly ended: boolean
  readonly train: LabelledMatrix | null
  readonly test: LabelledMatrix | null
  /** of test, for a report that has it without a matrix */
  readonly savedReport: ClassificationReport | null
  /** `null` where the data have no such test */
  readonly natural: NaturalView | null
  /** `null` until it was fitted, and where a run has none */
  readonly control: ControlView | null
}

/** The view of a run of this session. */
export function viewOfRun(run: RunState): RunView {
  const { dataset, settings, history, natural } = run
  return {
    title: `${settings.model}, ${dataset.target}`,
    labels: dataset.labels,
    history,
    bestEpoch: run.bestEpoch,
    plannedEpochs: settings.epochs,
    status: run.status,
    ended: hasEnded(run.status),
    train: run.train,
    test: run.test,
    savedReport: null,
    natural:
      dataset.natural === null
        ? null
        : {
            matrix: natural?.matrix ?? null,
            counts: dataset.natural,
            left: dataset.planned.natural,
          },
    control: controlOfRun(run),
  }
}

/** The control of a run of this session. */
export function controlOfRun({
  control,
  testRows,
}: Pick<RunState, 'control' | 'testRows'>): ControlView | null {
  if (control === null) return null
  const { acc, confusion, rows, descriptors, trainRows } = control
  return { acc, confusion, rows, networkRows: testRows, descriptors, trainRows }
}

/** The control that a report tells of. */
export function controlOfReport({ meta }: Pick<PartialReport, 'meta'>): ControlView | null {
  const control = meta?.control ?? null
  if (control === null) return null
  const { acc, conf_matrix: confusion, rows, descriptors, trainRows } = control
  return { acc, confusion, rows, networkRows: meta?.testRows ?? null, descriptors, trainRows }
}

/** The view of a run that was kept. */
export function viewOfRecord({ name, labels, report }: RunRecord): RunView {
  const { meta } = report
  const history = {
    acc: report.acc ?? [],
    loss: report.loss ?? [],
    valAcc: report.val_acc ?? [],
    valLoss: report.val_loss ?? [],
    lr: report.lr ?? [],
  }
  const train = report.conf_matrix_train
  const test = report.conf_matrix_test
  const natural = meta?.naturalTest ?? null
  return {
    title: name,
    labels,
    history,
    bestEpoch: meta?.bestEpoch ?? epochOfLowest(history.valLoss),
    plannedEpochs: meta?.epochs ?? epochsIn(history),
    status: meta?.status ?? null,
    ended: true,
    train: train === null ? null : { matrix: train, origin: meta?.trainMatrixOrigin ?? 'saved-train' },
    // this studio counts test with the best weights or not at all
    test: test === null ? null : { matrix: test, origin: meta === null ? 'saved-test' : 'best-test' },
    savedReport: test === null ? report.report : null,
    natural:
      natural === null
        ? null
        : {
            matrix: natural.conf_matrix,
            counts: natural.counts,
            left: { excluded: natural.excluded, thinned: natural.thinned },
          },
    control: controlOfReport(report),
  }
}

/** Epochs of the longest curve. */
export function epochsIn(history: RunHistory): number {
  return Math.max(...Object.values(history).map((values) => values.length))
}
