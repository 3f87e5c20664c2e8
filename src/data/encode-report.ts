// A report as LAM-Redshift's `save_in_dict` saves it: `np.load(path, allow_pickle=True).item()` gives its dictionary, and
// fig.py draws it.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { type ClassificationReport, type ClassMetrics, classificationReport } from '../core/metrics.ts'
import type { PartialReport } from '../core/report.ts'
import type { ConfusionMatrix } from '../core/run.ts'
import { encodeObjectScalar } from '../formats/npy-write.ts'
import type { PickleValue } from '../formats/pickle/write.ts'
import { formatList } from './finding.ts'

/** What fig.py draws: without it the script ends with an error. */
const DRAWN_MATRICES = ['conf_matrix_train', 'conf_matrix_test'] as const
const DRAWN_CURVES = ['acc', 'loss', 'val_acc', 'val_loss'] as const
const HINT = 'Export JSON instead, which holds what there is.'

/**
 * The bytes of the `.npy`: exactly the keys of `save_in_dict` in its order, with its types: int64 matrices, lists of float and
 * str, int counts. `report` follows from the matrix of test where it lacks. `model_summary` and `lr`, which fig.py does not
 * draw, are None where they lack. Class names that lack are `class 0` and so on, which this studio reads as none.
 * @throws StudioError `bad-input` where a matrix or a curve lacks, or curves have no epoch or not equally many: no file is better
 *   than one that fig.py cannot draw, or one with invented numbers
 */
export function encodeReport(report: PartialReport): Uint8Array<ArrayBuffer> {
  const { conf_matrix_train: train, conf_matrix_test: test, nb_class: classes } = report
  const missing = [...DRAWN_MATRICES, ...DRAWN_CURVES].filter((key) => report[key] === null)
  if (train === null || test === null || missing.length > 0) {
    throw new StudioError(
      'bad-input',
      `The report has no ${formatList(missing)}; fig.py could not draw the .npy.`,
      HINT,
    )
  }
  requireEpochs(report)
  return encodeObjectScalar(
    new Map<string, PickleValue>([
      ['conf_matrix_train', matrixValue(train)],
      ['conf_matrix_test', matrixValue(test)],
      ['nb_class', BigInt(classes)],
      ['nom_classes', report.nom_classes],
      ...DRAWN_CURVES.map((key) => [key, report[key]] as const),
      ['report', reportValue(report.report ?? classificationReport(test), classes)],
      ['model_summary', report.model_summary],
      ['lr', report.lr],
    ]),
  )
}

function requireEpochs(report: PartialReport): void {
  const lengths = DRAWN_CURVES.map((key) => report[key]?.length ?? 0)
  const text = DRAWN_CURVES.map((key, i) => `${key} ${formatInteger(lengths[i]!)}`)
  if (lengths.every((length) => length > 0 && length === lengths[0])) return
  throw new StudioError(
    'bad-input',
    `The curves have these numbers of epochs: ${formatList(text)}; fig.py draws only curves of equal length, from 1 epoch on.`,
    HINT,
  )
}

function matrixValue(matrix: ConfusionMatrix): PickleValue {
  return { shape: [matrix.length, matrix.length], int64: matrix.flat() }
}

function reportValue(report: ClassificationReport, classes: number): PickleValue {
  return new Map<string, PickleValue>([
    ...Array.from({ length: classes }, (_, i) => [String(i), metricsValue(report[`${i}`]!)] as const),
    ['accuracy', report.accuracy],
    ['macro avg', metricsValue(report['macro avg'])],
    ['weighted avg', metricsValue(report['weighted avg'])],
  ])
}

function metricsValue({ support, ...ratios }: ClassMetrics): PickleValue {
  return new Map<string, PickleValue>([
    ['precision', ratios.precision],
    ['recall', ratios.recall],
    ['f1-score', ratios['f1-score']],
    // an int as in the reference's files; newer versions of scikit-learn save floats, and reports may hold anything
    ['support', Number.isSafeInteger(support) ? BigInt(support) : support],
  ])
}
