import { describe, expect, test } from 'vitest'
import { viewOfRecord } from '../run-view.ts'
import { latexFaults } from './latex-faults.fixture.ts'
import { FIVE_CLASSES, HOSTILE, LAM, LEAKED, TWO_CLASSES, WITHOUT_RESULTS } from './record.fixture.ts'
import { tableLatex } from './table-latex.ts'

test('a report of LAM-Redshift, letter by letter', () => {
  expect(tableLatex(LAM, viewOfRecord(LAM))).toBe(String.raw`% Needs \usepackage{booktabs} in the preamble.
\begin{table}
\caption{Results of CNN\_PDF\_DeltaZ on the test split (8846 objects, lowest validation loss in epoch 1). Small numbers are the distances to the bounds of the 95\% Wilson interval. Percentages of the confusion matrix are of the true class.}
\label{tab:CNN-PDF-DeltaZ}
\centering
\small
\renewcommand{\arraystretch}{1.3}
\setlength{\tabcolsep}{4pt}
\smallskip
\begin{tabular}{lcccr}
\toprule
Class & Precision & Recall & $F_1$ & Support \\
\midrule
$\Delta$Z $<$ $10^{-3}$ & $0.882^{+0.008}_{-0.008}$ & $0.979^{+0.004}_{-0.004}$ & 0.928 & 5340 \\
$\Delta$Z $\geq$ $10^{-3}$ & $0.961^{+0.006}_{-0.008}$ & $0.800^{+0.013}_{-0.014}$ & 0.873 & 3506 \\
\midrule
Mean & 0.921 & 0.889 & 0.900 &  \\
Weighted mean & 0.913 & 0.908 & 0.906 &  \\
Accuracy & \multicolumn{3}{c}{$0.908^{+0.006}_{-0.006}$} & 8846 \\
\bottomrule
\end{tabular}

\medskip
\begin{tabular}{lrr}
\toprule
 & \multicolumn{2}{c}{Predicted class} \\
\cmidrule(l){2-3}
True class & \multicolumn{1}{c}{$\Delta$Z $<$ $10^{-3}$} & \multicolumn{1}{c}{$\Delta$Z $\geq$ $10^{-3}$} \\
\midrule
$\Delta$Z $<$ $10^{-3}$ & 5226 (97.9\%) & 114 (2.1\%) \\
$\Delta$Z $\geq$ $10^{-3}$ & 702 (20.0\%) & 2804 (80.0\%) \\
\bottomrule
\end{tabular}
\end{table}
`)
})

test.each([
  ['two classes', TWO_CLASSES],
  ['five classes', FIVE_CLASSES],
  ['LaTeX in names', LAM],
  ['hostile names', HOSTILE],
])('%s: well formed', (_, record) => {
  expect(latexFaults(tableLatex(record, viewOfRecord(record)))).toEqual([])
})

describe('a run with a natural test', () => {
  const lines = tableLatex(TWO_CLASSES, viewOfRecord(TWO_CLASSES)).split('\n')

  test('has a second table with its own numbers and label', () => {
    expect(lines.filter((line) => line.startsWith('\\label'))).toEqual([
      '\\label{tab:DeltaZ-CNN3-seed7}',
      '\\label{tab:DeltaZ-CNN3-seed7-natural}',
    ])
    expect(lines).toContain('$\\Delta z$ $<$ $10^{-3}$ & 1180 (98.3\\%) & 20 (1.7\\%) \\\\')
    expect(lines).toContain('$\\Delta z$ $<$ $10^{-3}$ & 29\\,000 (98.3\\%) & 500 (1.7\\%) \\\\')
  })

  test('captions name model, test, target, data and epoch', () => {
    const captions = lines.filter((line) => line.startsWith('\\caption'))
    expect(captions.map((line) => line.slice(0, line.indexOf(').') + 2))).toEqual([
      "\\caption{Results of CNN3 on the test with balanced classes (2400 objects, target DeltaZ, data set ``DeltaZ/unbalanced'', weights of epoch 2).",
      "\\caption{Results of CNN3 on the test at natural prevalence (39\\,000 objects, target DeltaZ, data set ``DeltaZ/unbalanced'', weights of epoch 2).",
    ])
  })
})

test('without a test at natural prevalence nothing is said of balance, and a simulation is called one', () => {
  const { report } = TWO_CLASSES
  const dataset = { ...report.meta!.dataset!, name: 'sample-300x256-seed1' }
  const meta = { ...report.meta!, dataset, naturalTest: null }
  const record = { ...TWO_CLASSES, report: { ...report, meta } }
  expect(tableLatex(record, viewOfRecord(record))).toContain(
    "\\caption{Results of CNN3 on the test split (2400 objects, target DeltaZ, simulated sample ``sample-300x256-seed1'', weights of epoch 2).",
  )
})

test('more than two classes take the width of the page, and a class that was never predicted is explained', () => {
  const latex = tableLatex(FIVE_CLASSES, viewOfRecord(FIVE_CLASSES))
  expect(latex).toContain('\\begin{table*}\n')
  expect(latex).toContain('The precision of a class that was never predicted is given as 0.')
  expect(latex).toContain('Flag 4 & 0.000 & $0.000^{+0.037}_{-0.000}$ & 0.000 & 100 \\\\')
})

test('a report without its matrix: intervals where hits follow from the share', () => {
  const record = { ...LAM, report: { ...LAM.report, conf_matrix_test: null } }
  const latex = tableLatex(record, viewOfRecord(record))
  expect(latexFaults(latex)).toEqual([])
  expect(latex).toContain('& 0.882 & $0.979^{+0.004}_{-0.004}$ & 0.928 & 5340 \\\\')
  expect(latex).toContain(
    'in epoch 1). Small numbers are the distances to the bounds of the 95\\% Wilson interval.}',
  )
  expect(latex).not.toContain('Predicted class')
})

test('shares that were rounded: no intervals, and nothing said of them', () => {
  const rounded = { ...LAM.report.report!, accuracy: 0.91 }
  const record = { ...LAM, report: { ...LAM.report, conf_matrix_test: null, report: rounded } }
  const latex = tableLatex(record, viewOfRecord(record))
  expect(latex).toContain('Accuracy & \\multicolumn{3}{c}{0.910} & 8846 \\\\')
  expect(latex).toContain('(8846 objects, lowest validation loss in epoch 1).}')
})

test('captions say what must not be overlooked', () => {
  const captionOf = (record: typeof LAM) =>
    tableLatex(record, viewOfRecord(record))
      .split('\n')
      .find((line) => line.startsWith('\\caption'))
  expect(captionOf(LEAKED)).toContain(
    'weights of epoch 2). The network was trained in spite of what the check of its data found: TEST/X\\_1.npy: 12 rows (50.0 \\%) repeat rows of TRAIN; X: 1 value NaN. Small numbers',
  )
  expect(captionOf(FIVE_CLASSES)).toContain('weights of epoch 2). The run ended before its last epoch. Small')
  expect(latexFaults(tableLatex(LEAKED, viewOfRecord(LEAKED)))).toEqual([])
})

test('a run without results has no table', () => {
  expect(() => tableLatex(WITHOUT_RESULTS, viewOfRecord(WITHOUT_RESULTS))).toThrow(
    'CNN3, DeltaZ has no results on its test, so there is no table.',
  )
})
