// Trust as tables for any program: all measures of a split in one long table, and the probabilities that they are made of.

import type { ObjectColumns } from '../objects.ts'
import type { SplitPredictions } from '../predictions.ts'
import { classCalibration, topClassCalibration } from '../trust/calibration.ts'
import { decimateCurve, precisionRecallCurve, rocCurve } from '../trust/curves.ts'
import { keptAt } from '../trust/kept-sample.ts'
import { rankRows } from '../trust/ranking.ts'
import { keptByRedshift, rankByRedshift, redshiftEdges } from '../trust/redshift-bins.ts'
import { trustScores } from '../trust/scores.ts'
import { predictedClasses } from '../trust/softmax.ts'
import type { Calibration, KeptSample, Share, ThresholdCurve } from '../trust/trust.ts'
import { csvFile, csvLine } from './csv.ts'

/** One split and everything that was chosen in the view of trust. */
export interface TrustTable {
  readonly predictions: SplitPredictions
  /** names of the classes, in order */
  readonly classes: readonly string[]
  /** of the network, [row, class] */
  readonly probabilities: ArrayLike<number>
  /** by which its logits are divided in them; `null` for 1 */
  readonly temperature: number | null
  /** of the control, [row, class]; `null` without one */
  readonly control: ArrayLike<number> | null
  /** class of the redshifts that are kept, and the least probability for it */
  readonly keptClass: number
  readonly threshold: number
}

/** Most points of a curve in the table; all of them can be had from the predictions. */
const CURVE_POINTS = 1000

const MEASURE_COLUMNS = [
  'classifier',
  'split',
  'temperature',
  'measure',
  'class',
  'from',
  'to',
  'threshold',
  'x_measure',
  'x',
  'value',
  'low',
  'high',
  'rows',
] as const

/** Cells of one line; those that are left out are empty. */
type Measure = Partial<Record<(typeof MEASURE_COLUMNS)[number], string | number | null>>

/**
 * One line per number that trust is judged by, of the network and then of the control:
 * - `accuracy`, `log_loss`, `brier_score`, `ece`, `roc_auc`, `average_precision`;
 * - `reliability_top_class` (`value`: share of the rows that are right) and `reliability_class` (share that is of `class`) for
 *   each bin of probability `from` to `to` with rows; `x`: their mean probability;
 * - `purity`, `completeness`, `coverage` and `contamination` of the sample kept at `threshold`, and as `purity_by_redshift` and
 *   so on of the rows with redshifts `from` to `to`;
 * - `roc` (`value`: true positive rate) and `precision_recall` (`value`: precision) for each `threshold`, decimated to 1,000
 *   points.
 *
 * `x_measure` names what `x` is. `low` and `high` are Wilson's 95 % interval of a share and `rows` what it is a share of.
 * A number that does not exist is empty, as is the threshold of a curve's first point, which is infinite.
 */
export function trustMeasuresCsv(table: TrustTable): string {
  const { predictions, probabilities, control, temperature } = table
  const edges = redshiftEdges(predictions.redshift)
  const common = { split: predictions.split }
  return csvFile([
    csvLine(MEASURE_COLUMNS),
    ...linesOf(measures(table, probabilities, edges), { ...common, classifier: 'network', temperature }),
    ...(control === null
      ? []
      : linesOf(measures(table, control, edges), { ...common, classifier: 'control' })),
  ])
}

function linesOf(list: readonly Measure[], common: Measure): string[] {
  return list.map((one) => {
    const cells = { ...common, ...one }
    return csvLine(MEASURE_COLUMNS.map((column) => cells[column] ?? null))
  })
}

function measures(
  { predictions: { labels, redshift }, classes: names, keptClass, threshold }: TrustTable,
  probabilities: ArrayLike<number>,
  edges: readonly number[],
): Measure[] {
  const classes = names.length
  const ofClass = { class: names[keptClass]! }
  const ranking = rankRows(probabilities, labels, classes, keptClass)
  const { rows, ...scores } = trustScores(probabilities, labels, classes, keptClass)
  const byRedshift = keptByRedshift(
    rankByRedshift({ probabilities, labels, redshift, classes, keptClass, edges }),
    threshold,
  )
  return [
    { measure: 'accuracy', value: scores.accuracy, rows },
    { measure: 'log_loss', value: scores.logLoss, rows },
    { measure: 'brier_score', value: scores.brier, rows },
    { measure: 'ece', value: scores.ece, rows },
    { measure: 'roc_auc', ...ofClass, value: scores.auc, rows },
    { measure: 'average_precision', ...ofClass, value: scores.averagePrecision, rows },
    ...reliability('reliability_top_class', topClassCalibration(probabilities, labels, classes)),
    ...reliability('reliability_class', classCalibration(probabilities, labels, classes, keptClass), ofClass),
    ...kept(keptAt(ranking, threshold), ofClass),
    ...byRedshift.flatMap((bin) => kept(bin, { ...ofClass, from: bin.from, to: bin.to }, '_by_redshift')),
    ...curve(rocCurve(ranking), { measure: 'roc', ...ofClass, x_measure: 'false_positive_rate' }),
    ...curve(precisionRecallCurve(ranking), { measure: 'precision_recall', ...ofClass, x_measure: 'recall' }),
  ]
}

function reliability(measure: string, { bins }: Calibration, common: Measure = {}): Measure[] {
  return bins
    .filter((bin) => bin.rows > 0)
    .map(({ predicted, observed, ...bin }) => ({
      measure,
      ...common,
      ...bin,
      x_measure: 'mean_probability',
      x: predicted,
      value: observed,
    }))
}

function kept({ threshold, ...sample }: KeptSample, common: Measure, suffix = ''): Measure[] {
  const line = (measure: string, { share, low, high, of }: Share): Measure => ({
    measure: measure + suffix,
    ...common,
    threshold,
    value: share,
    low,
    high,
    rows: of,
  })
  return [
    line('purity', sample.purity),
    line('completeness', sample.completeness),
    line('coverage', sample.coverage),
    line('contamination', sample.contamination),
  ]
}

function curve(all: ThresholdCurve, common: Measure): Measure[] {
  const { x, y, thresholds } = decimateCurve(all, CURVE_POINTS)
  return Array.from(x, (value, i) => ({ ...common, threshold: thresholds[i]!, x: value, value: y[i]! }))
}

/** What is known of the rows of some splits. */
export interface PredictionsTable {
  /** names of the classes, in order */
  readonly classes: readonly string[]
  /** `null` where they are not known: then a row is known by its object number only */
  readonly columns: ObjectColumns | null
  readonly splits: readonly SplitProbabilities[]
}

/** A split with its probabilities, [row, class]. */
export interface SplitProbabilities {
  readonly predictions: SplitPredictions
  readonly probabilities: ArrayLike<number>
  /** `null` without a control */
  readonly control: ArrayLike<number> | null
}

/**
 * One line per row of all splits, in their order: split, object (number over all files), file, row (in its file), id, z_est,
 * label and predicted class, then the network's probability of each class as `p_NAME` and, where any split has them, the
 * control's as `control_p_NAME`. Objects and rows count from 0. What is not known is empty.
 */
export function predictionsCsv({ classes, columns, splits }: PredictionsTable): string {
  const hasControl = splits.some(({ control }) => control !== null)
  const header = csvLine([
    ...['split', 'object', 'file', 'row', 'id', 'z_est', 'label', 'predicted'],
    ...classes.map((name) => `p_${name}`),
    ...(hasControl ? classes.map((name) => `control_p_${name}`) : []),
  ])
  const lines = splits.flatMap(({ predictions, probabilities, control }) => {
    const predicted = predictedClasses(probabilities, classes.length)
    return Array.from(predictions.labels, (label, row) => {
      const object = predictions.objects[row]!
      const own = classes.map((_, k) => probabilities[row * classes.length + k]!)
      return csvLine([
        predictions.split,
        object,
        ...placeCells(columns, object),
        predictions.redshift[row]!,
        classes[label]!,
        own.every(Number.isFinite) ? classes[predicted[row]!]! : null,
        ...own,
        ...(hasControl ? classes.map((_, k) => control?.[row * classes.length + k] ?? null) : []),
      ])
    })
  })
  return csvFile([header, ...lines])
}

/** File, row and id of an object. */
function placeCells(columns: ObjectColumns | null, object: number): (string | number | null)[] {
  if (columns === null) return [null, null, null]
  return [columns.files[columns.file[object]!]!, columns.row[object]!, columns.ids?.[object] ?? null]
}
