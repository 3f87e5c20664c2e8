// A figure in words, for those who do not see it and for search.

import { formatInteger, formatShare } from '../format.ts'
import { accuracy, totalCount } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import { epochsIn, type RunView } from '../run-view.ts'
import { absentWord, hasCurves, type OnePanel, reportOf, testWords, trainTitle } from './panels.ts'

/** What the panels show, with the numbers that matter: accuracy, objects, best epoch. */
export function describeFigure(view: RunView, panels: readonly OnePanel[]): string {
  return [`${view.title}.`, ...panels.map((panel) => describePanel(panel, view))].join(' ')
}

function describePanel(panel: OnePanel, view: RunView): string {
  const absent = absentWord(view)
  const test = testWords(view)
  switch (panel) {
    case 'a':
      return `Confusion matrix of ${trainTitle(view).toLowerCase()}: ${describeMatrix(view.train?.matrix ?? null, absent)}.`
    case 'b':
      return `Confusion matrix of ${test}: ${describeMatrix(view.test?.matrix ?? null, absent)}.`
    case 'c':
      return `Accuracy and loss by epoch: ${hasCurves(view) ? describeCurves(view) : absent}.`
    case 'd':
      return `Classification report of ${test}: ${describeReport(view) ?? absent}.`
    case 'natural':
      return `Confusion matrix of the natural test: ${describeMatrix(view.natural?.matrix ?? null, absent)}.`
    default:
      return panel satisfies never
  }
}

function describeMatrix(matrix: ConfusionMatrix | null, absent: string): string {
  if (matrix === null) return absent
  return `accuracy ${formatShare(accuracy(matrix))} of ${formatInteger(totalCount(matrix))} objects`
}

function describeCurves({ history, bestEpoch }: RunView): string {
  const { acc, loss, valAcc, valLoss } = history
  const epochs = epochsIn({ acc, loss, valAcc, valLoss, lr: [] })
  const best = bestEpoch > 0 ? `, best epoch ${bestEpoch}` : ''
  const lowest = valLoss[bestEpoch - 1]
  const value =
    lowest !== undefined && Number.isFinite(lowest) ? ` with validation loss ${lowest.toFixed(4)}` : ''
  return `${formatInteger(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}${best}${value}`
}

function describeReport(view: RunView): string | null {
  const report = reportOf(view)
  if (report === null) return null
  return `accuracy ${report.accuracy.toFixed(4)}, macro average of f1-score ${report['macro avg']['f1-score'].toFixed(4)}`
}
