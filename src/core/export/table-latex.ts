// The results of a test as tables for a paper: plain LaTeX and booktabs, so that they compile in article as in A&A's aa.cls.

import { StudioError } from '../errors.ts'
import type { ClassMetrics } from '../metrics.ts'
import { rowPercentages } from '../metrics.ts'
import type { ConfusionMatrix } from '../run.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunView } from '../run-view.ts'
import { labelName } from './file-names.ts'
import { escapeLatex, latexInteger, latexName } from './latex.ts'
import { type Estimate, naturalFigures, type TestFigures, testFigures } from './test-figures.ts'

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
    table(figures, caption(record, view, figures, 'the test split'), label),
    ...(natural === null
      ? []
      : [
          table(
            natural,
            caption(record, view, natural, 'the test at natural prevalence'),
            `${label}-natural`,
          ),
        ]),
  ]
  return ['% Needs \\usepackage{booktabs} in the preamble.', ...tables, ''].join('\n')
}

/** One floating table: caption above, as A&A has it. */
function table(figures: TestFigures, captionText: string, label: string): string {
  const { matrix, classes } = figures
  const environment = classes.length > MOST_CLASSES_IN_COLUMN ? 'table*' : 'table'
  return [
    `\\begin{${environment}}`,
    `\\caption{${captionText}}`,
    `\\label{${label}}`,
    '\\centering',
    '\\small',
    // room for the numbers above and below the line
    '\\renewcommand{\\arraystretch}{1.3}',
    '\\setlength{\\tabcolsep}{4pt}',
    // article leaves no room below a caption that stands above
    '\\smallskip',
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

function caption({ name, report: { meta } }: RunRecord, view: RunView, figures: TestFigures, test: string) {
  const about = [
    `${latexInteger(figures.total)} objects`,
    ...(meta?.target ? [`target ${escapeLatex(meta.target)}`] : []),
    ...(meta?.dataset ? [`data set ${escapeLatex(meta.dataset.name)}`] : []),
    ...(view.bestEpoch > 0 ? [bestEpochText(view.bestEpoch, meta !== null)] : []),
  ]
  const notes = [
    ...(figures.matrix === null
      ? []
      : ['Small numbers are the distances to the bounds of the 95\\% Wilson interval.']),
    ...(figures.classes.some(({ predicted }) => predicted === 0)
      ? ['The precision of a class that was never predicted is given as 0.']
      : []),
    ...(figures.matrix === null ? [] : ['Percentages of the confusion matrix are of the true class.']),
  ]
  const title = `Results of ${escapeLatex(meta?.model ?? name)} on ${test} (${about.join(', ')}).`
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
    row(['Class', 'Precision', 'Recall', '$F_1$', 'Support']),
    '\\midrule',
    ...classes.map(({ label, precision, recall, f1, support }) =>
      row([
        latexName(label),
        estimateLatex(precision),
        estimateLatex(recall),
        share(f1),
        latexInteger(support),
      ]),
    ),
    '\\midrule',
    row(['Mean', ...meanCells(macro), '']),
    row(['Weighted mean', ...meanCells(weighted), '']),
    row(['Accuracy', `\\multicolumn{3}{c}{${estimateLatex(accuracy)}}`, latexInteger(total)]),
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
    row(['', `\\multicolumn{${names.length}}{c}{Predicted class}`]),
    `\\cmidrule(l){2-${names.length + 1}}`,
    row(['True class', ...names.map((name) => `\\multicolumn{1}{c}{${name}}`)]),
    '\\midrule',
    ...matrix.map((counts, i) =>
      row([
        names[i] ?? '',
        ...counts.map((count, j) => `${latexInteger(count)} (${percentages[i]![j]!.toFixed(1)}\\%)`),
      ]),
    ),
    '\\bottomrule',
    '\\end{tabular}',
  ]
}

function meanCells(metrics: ClassMetrics): string[] {
  return [share(metrics.precision), share(metrics.recall), share(metrics['f1-score'])]
}

/** Rounding may take a bound beyond the value by a trifle: `$0.941^{+0.012}_{-0.014}$` */
function estimateLatex({ value, interval }: Estimate): string {
  if (interval === null) return share(value)
  const above = share(Math.max(0, interval.high - value))
  const below = share(Math.max(0, value - interval.low))
  return `$${share(value)}^{+${above}}_{-${below}}$`
}

function share(value: number): string {
  return value.toFixed(3)
}

function row(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`
}
