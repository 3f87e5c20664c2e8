// The results of a test as tables for a paper: plain LaTeX and booktabs, so that they compile in article as in A&A's aa.cls.

import { StudioError } from '../errors.ts'
import type { ClassMetrics } from '../metrics.ts'
import { rowPercentages } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import { brokenOffText, overruledText } from '../run-notes.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunView } from '../run-view.ts'
import { naturalFigures, type TestFigures, testFigures } from '../test-figures.ts'
import { LATEX } from './dialect.ts'
import { labelName } from './file-names.ts'
import { escapeLatex, latexInteger, latexName } from './latex.ts'
import {
  BOOKTABS_NOTE,
  INTERVAL_NOTE,
  latexEstimate,
  latexRow,
  latexShare,
  NEVER_PREDICTED_NOTE,
  tableHead,
} from './latex-table.ts'
import { datasetKind, NATURAL_TEST, testPhrase } from './test-phrase.ts'

/** Classes whose matrix fits a column of 88 mm; more take the width of the page. */
const MOST_CLASSES_IN_COLUMN = 2

/**
 * A table of the test split, and another of the test at natural prevalence where there is one: per class precision, recall, F1
 * and support with Wilson's 95 % intervals, and the confusion matrix. Needs `\usepackage{booktabs}`.
 * @throws StudioError `bad-input` for a run without results on its test
 */
export function tableLatex(record: RunRecord, view: RunView): string {
  const figures = testFigures(view)
  if (figures === null) {
    throw new StudioError(
      'bad-input',
      `${record.name} has no results on its test, so there is no table.`,
      'Choose a run that was evaluated on test.',
    )
  }
  const natural = naturalFigures(view)
  const label = `tab:${labelName(record)}`
  const tables = [
    table(figures, caption(record, view, figures, testPhrase(view)), label),
    ...(natural === null
      ? []
      : [table(natural, caption(record, view, natural, NATURAL_TEST), `${label}-natural`)]),
  ]
  return [BOOKTABS_NOTE, ...tables, ''].join('\n')
}

function table(figures: TestFigures, captionText: string, label: string): string {
  const { matrix, classes } = figures
  const environment = classes.length > MOST_CLASSES_IN_COLUMN ? 'table*' : 'table'
  return [
    ...tableHead(environment, captionText, label),
    ...classTable(figures),
    ...(matrix === null
      ? []
      : [
          '',
          '\\medskip',
          ...matrixTable(
            matrix,
            classes.map((each) => each.label),
          ),
        ]),
    `\\end{${environment}}`,
  ].join('\n')
}

function caption(record: RunRecord, view: RunView, figures: TestFigures, test: string): string {
  const { meta } = record.report
  const brokenOff = brokenOffText(record)
  const overruled = overruledText(meta, escapeLatex)
  const about = [
    `${latexInteger(figures.total)} objects`,
    ...(meta?.target ? [`target ${escapeLatex(meta.target)}`] : []),
    ...(meta?.dataset ? [`${datasetKind(meta.dataset)} ${LATEX.quoted(meta.dataset.name)}`] : []),
    ...(view.bestEpoch > 0 ? [bestEpochText(view.bestEpoch, meta !== null)] : []),
  ]
  const notes = [
    ...(overruled === null ? [] : [`The network was trained ${overruled}.`]),
    ...(brokenOff === null ? [] : [`The run ${brokenOff}.`]),
    ...(figures.accuracy.interval === null ? [] : [INTERVAL_NOTE]),
    ...(figures.classes.some(({ predicted }) => predicted === 0) ? [NEVER_PREDICTED_NOTE] : []),
    ...(figures.matrix === null ? [] : ['Percentages of the confusion matrix are of the true class.']),
  ]
  const title = `Results of ${escapeLatex(meta?.model ?? record.name)} on ${test} (${about.join(', ')}).`
  return [title, ...notes].join(' ')
}

/** Only this studio is known to keep the weights of that epoch. */
function bestEpochText(epoch: number, isKnown: boolean): string {
  return isKnown ? `weights of epoch ${epoch}` : `lowest validation loss in epoch ${epoch}`
}

function classTable({ classes, macro, weighted, accuracy, total }: TestFigures): string[] {
  return [
    '\\begin{tabular}{lcccr}',
    '\\toprule',
    latexRow(['Class', 'Precision', 'Recall', '$F_1$', 'Support']),
    '\\midrule',
    ...classes.map(({ label, precision, recall, f1, support }) =>
      latexRow([
        latexName(label),
        latexEstimate(precision),
        latexEstimate(recall),
        latexShare(f1),
        latexInteger(support),
      ]),
    ),
    '\\midrule',
    latexRow(['Mean', ...meanCells(macro), '']),
    latexRow(['Weighted mean', ...meanCells(weighted), '']),
    latexRow(['Accuracy', `\\multicolumn{3}{c}{${latexEstimate(accuracy)}}`, latexInteger(total)]),
    '\\bottomrule',
    '\\end{tabular}',
  ]
}

function matrixTable(matrix: ConfusionMatrix, labels: readonly string[]): string[] {
  const percentages = rowPercentages(matrix)
  const names = labels.map(latexName)
  return [
    `\\begin{tabular}{l${'r'.repeat(names.length)}}`,
    '\\toprule',
    latexRow(['', `\\multicolumn{${names.length}}{c}{Predicted class}`]),
    `\\cmidrule(l){2-${names.length + 1}}`,
    latexRow(['True class', ...names.map((name) => `\\multicolumn{1}{c}{${name}}`)]),
    '\\midrule',
    ...matrix.map((counts, i) =>
      latexRow([
        names[i] ?? '',
        ...counts.map((count, j) => `${latexInteger(count)} (${percentages[i]![j]!.toFixed(1)}\\%)`),
      ]),
    ),
    '\\bottomrule',
    '\\end{tabular}',
  ]
}

function meanCells(metrics: ClassMetrics): string[] {
  return [metrics.precision, metrics.recall, metrics['f1-score']].map(latexShare)
}
