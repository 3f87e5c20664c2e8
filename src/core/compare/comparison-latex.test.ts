import { describe, expect, test } from 'vitest'
import { latexFaults } from '../export/latex-faults.fixture.ts'
import { classificationReport } from '../metrics.ts'
import { compareRuns } from './compare-runs.ts'
import { comparisonLatex } from './comparison-latex.ts'
import { imported, outcomes, trained, underWay } from './records.fixture.ts'

const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']
const TRUE = '0'.repeat(1200) + '1'.repeat(800)
/** `zeros` of class 0 and all of class 1 are called class 1. */
const rows = (zeros: number) => outcomes(TRUE, '1'.repeat(zeros) + '0'.repeat(1200 - zeros) + '1'.repeat(800))
const DATASET = {
  ...trained('A').report.meta!.dataset!,
  counts: { train: [1, 1], validation: [1, 1], test: [1200, 800] },
}
const A = trained('A_1 100%', { rows: rows(100) })
/** Below the label and \centering of each table. */
const HEAD = [
  '\\small',
  '\\renewcommand{\\arraystretch}{1.3}',
  '\\setlength{\\tabcolsep}{4pt}',
  '\\smallskip',
]

test('two runs', () => {
  const B = trained('B', { rows: rows(60) })
  expect(comparisonLatex(compareRuns([A, B], A.id, 'test')!).split('\n')).toEqual([
    '% Needs \\usepackage{booktabs} in the preamble.',
    '\\begin{table*}',
    "\\caption{Runs compared on the test split (2000 objects). Differences are from A\\_1 100\\%. Small numbers are the distances to the bounds of the 95\\% Wilson interval. $p$ is of McNemar's exact test against that run on the same objects.}",
    '\\label{tab:comparison}',
    '\\centering',
    ...HEAD,
    '\\begin{tabular}{lccccc}',
    '\\toprule',
    'Run & Accuracy & $\\Delta$ accuracy & Macro F1 & $\\Delta$ macro F1 & $p$ \\\\',
    '\\midrule',
    'A\\_1 100\\% & $0.950^{+0.009}_{-0.010}$ & -- & 0.949 & -- & -- \\\\',
    'B & $0.970^{+0.007}_{-0.008}$ & $+0.020$ & 0.969 & $+0.020$ & $1.8 \\times 10^{-12}$ \\\\',
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table*}',
    '\\begin{table*}',
    '\\caption{Classes of the compared runs on the test split (2000 objects). Small numbers are the distances to the bounds of the 95\\% Wilson interval.}',
    '\\label{tab:comparison-classes}',
    '\\centering',
    ...HEAD,
    '\\begin{tabular}{llcc}',
    '\\toprule',
    ' & Run & $\\Delta z$ $<$ $10^{-3}$ & $\\Delta z$ $\\geq$ $10^{-3}$ \\\\',
    '\\midrule',
    'Precision & A\\_1 100\\% & $1.000^{+0.000}_{-0.003}$ & $0.889^{+0.019}_{-0.022}$ \\\\',
    ' & B & $1.000^{+0.000}_{-0.003}$ & $0.930^{+0.015}_{-0.019}$ \\\\',
    '\\midrule',
    'Recall & A\\_1 100\\% & $0.917^{+0.014}_{-0.017}$ & $1.000^{+0.000}_{-0.005}$ \\\\',
    ' & B & $0.950^{+0.011}_{-0.014}$ & $1.000^{+0.000}_{-0.005}$ \\\\',
    '\\midrule',
    '$F_1$ & A\\_1 100\\% & 0.957 & 0.941 \\\\',
    ' & B & 0.974 & 0.964 \\\\',
    '\\midrule',
    'Support &  & 1200 & 800 \\\\',
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table*}',
    '',
  ])
})

test('several tests are corrected, and what is not known is a dash', () => {
  const comparison = compareRuns(
    [
      A,
      trained('B', { rows: rows(106) }),
      trained('C', { rows: rows(1200) }),
      underWay('D_1', { meta: { dataset: DATASET } }),
      imported('E', LABELS, {
        conf_matrix_test: [
          [1100, 100],
          [0, 800],
        ],
      }),
    ],
    A.id,
    'test',
  )!
  const lines = comparisonLatex(comparison).split('\n')
  expect(lines[2]).toMatch(/\$p_\\mathrm\{Holm\}\$ is corrected for 2 tests\.\}$/)
  expect(lines.slice(9, 18)).toEqual([
    '\\begin{tabular}{lcccccc}',
    '\\toprule',
    'Run & Accuracy & $\\Delta$ accuracy & Macro F1 & $\\Delta$ macro F1 & $p$ & $p_\\mathrm{Holm}$ \\\\',
    '\\midrule',
    'A\\_1 100\\% & $0.950^{+0.009}_{-0.010}$ & -- & 0.949 & -- & -- & -- \\\\',
    'B & $0.947^{+0.009}_{-0.011}$ & $-0.003$ & 0.946 & $-0.003$ & 0.031 & 0.031 \\\\',
    'C & $0.400^{+0.022}_{-0.021}$ & $-0.550$ & 0.286 & $-0.663$ & $<5 \\times 10^{-324}$ & $<5 \\times 10^{-324}$ \\\\',
    'D\\_1 & -- & -- & -- & -- & -- & -- \\\\',
    'E & $0.950^{+0.009}_{-0.010}$ & $+0.000$ & 0.949 & $+0.000$ & -- & -- \\\\',
  ])
})

test('no test of single objects, no column for it', () => {
  const alone = comparisonLatex(compareRuns([A], A.id, 'test')!)
  expect(alone).toContain('\\begin{tabular}{lcccc}')
  expect(alone).not.toContain('McNemar')
})

test('what the page says of runs stands below the table', () => {
  const records = [
    A,
    imported('E_1', LABELS, { conf_matrix_test: null }),
    underWay('D', { meta: { dataset: DATASET } }),
    trained('F', { rows: rows(60), meta: { status: 'stopped', overruled: ['TEST/X.npy: 2 rows leak.'] } }),
    trained('G#', { labels: ['x', 'y'] }),
  ]
  const latex = comparisonLatex(compareRuns(records, A.id, 'test')!)
  expect(latexFaults(latex)).toEqual([])
  expect(
    latex.slice(latex.indexOf('\\end{tabular}'), latex.lastIndexOf('\\begin{table*}')).split('\n'),
  ).toEqual([
    '\\end{tabular}',
    '\\par\\smallskip\\raggedright\\footnotesize',
    "Whether {``}E\\_1{''} was tested on the same objects as the baseline {``}A\\_1 100\\%{''} cannot be verified: a report has neither a fingerprint of its rows nor counts of objects.",
    "{``}F{''} ended before its last epoch: its numbers are those of an unfinished run.",
    "{``}F{''} was trained in spite of what the check of its data found: TEST/X.npy: 2 rows leak.",
    "{``}D{''} is still running.",
    "Not compared is {``}G\\#{''}: {``}G\\#{''} has the classes x, y, the baseline {``}A\\_1 100\\%{''} has DeltaZ $<$ 1e-3, DeltaZ $\\geq$ 1e-3.",
    '\\end{table*}',
    '',
  ])
})

test('runs that differ by their seed only: their mean stands below the table', () => {
  const latex = comparisonLatex(
    compareRuns([A, trained('B', { rows: rows(60), meta: { seed: 2 } })], A.id, 'test')!,
  )
  expect(latexFaults(latex)).toEqual([])
  expect(latex).toContain(
    "\n{``}A\\_1 100\\%{''} and {``}B{''} differ by their seed only: accuracy 0.960 $\\pm$ 0.014, mean and standard deviation of 2 runs.\n",
  )
})

test('the classes of runs: without those that have no numbers; a class that was never predicted is explained', () => {
  const latex = comparisonLatex(
    compareRuns(
      [A, trained('C', { rows: rows(1200) }), underWay('D', { meta: { dataset: DATASET } })],
      A.id,
      'test',
    )!,
  )
  expect(latexFaults(latex)).toEqual([])
  const classes = latex.slice(latex.lastIndexOf('\\begin{table*}'))
  expect(classes).toContain(
    'of the 95\\% Wilson interval. The precision of a class that was never predicted is given as 0.}\n',
  )
  expect(classes).toContain('\n & C & 0.000 & $0.400^{+0.022}_{-0.021}$ \\\\\n')
  expect(classes).not.toContain(' & D & ')
  const nothing = comparisonLatex(compareRuns([underWay('D')], 'D', 'test')!)
  expect(nothing).not.toContain('tab:comparison-classes')
})

describe('a run with a natural test', () => {
  const matrix = [
    [9, 1],
    [0, 90],
  ]
  const naturalTest = {
    counts: [10, 90],
    excluded: 0,
    thinned: 0,
    conf_matrix: matrix,
    acc: 0.99,
    loss: 0.1,
    report: classificationReport(matrix),
    rows: null,
  }
  const N = trained('N', { rows: rows(100), meta: { naturalTest } })

  test('was tested on balanced classes else', () => {
    const captions = captionsOf(comparisonLatex(compareRuns([A, N], A.id, 'test')!))
    expect(captions[0]).toContain('{Runs compared on the test with balanced classes (2000 objects). ')
    expect(captions[1]).toContain('{Classes of the compared runs on the test with balanced classes (2000')
  })

  test('has labels of its own for it', () => {
    const latex = comparisonLatex(compareRuns([N], N.id, 'natural')!)
    expect(latex.match(/\\label\{.*\}/g)).toEqual([
      '\\label{tab:comparison-natural}',
      '\\label{tab:comparison-natural-classes}',
    ])
    const captions = captionsOf(latex)
    expect(captions[0]).toContain('{Runs compared on the test at natural prevalence (100 objects). ')
    expect(captions[1]).toContain('{Classes of the compared runs on the test at natural prevalence (100')
  })
})

function captionsOf(latex: string): string[] {
  return latex.split('\n').filter((line) => line.startsWith('\\caption'))
}
