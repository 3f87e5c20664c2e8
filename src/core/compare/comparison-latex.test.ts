import { expect, test } from 'vitest'
import { compareRuns } from './compare-runs.ts'
import { comparisonLatex } from './comparison-latex.ts'
import { imported, outcomes, trained, underWay } from './records.fixture.ts'

const LABELS = ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3']
const TRUE = '0'.repeat(1200) + '1'.repeat(800)
/** `zeros` of class 0 and all of class 1 are called class 1. */
const rows = (zeros: number) => outcomes(TRUE, '1'.repeat(zeros) + '0'.repeat(1200 - zeros) + '1'.repeat(800))
const A = trained('A_1 100%', { rows: rows(100) })

test('two runs', () => {
  const B = trained('B', { rows: rows(60) })
  expect(comparisonLatex(compareRuns([A, B], A.id, 'test')!).split('\n')).toEqual([
    '% Needs \\usepackage{booktabs} in the preamble.',
    '\\begin{table*}',
    "\\caption{Runs compared on the test split (2000 objects). Differences are from A\\_1 100\\%. Small numbers are the distances to the bounds of the Wilson 95\\,\\% interval. $p$ is of McNemar's exact test against that run on the same objects.}",
    '\\label{tab:comparison}',
    '\\centering',
    '\\small',
    '\\setlength{\\tabcolsep}{4pt}',
    '\\begin{tabular}{lccccc}',
    '\\toprule',
    'Run & Accuracy & $\\Delta$ accuracy & Macro F1 & $\\Delta$ macro F1 & $p$ \\\\',
    '\\midrule',
    'A\\_1 100\\% & $0.950^{+0.009}_{-0.010}$ & -- & 0.949 & -- & -- \\\\',
    'B & $0.970^{+0.007}_{-0.008}$ & $+0.020$ & 0.969 & $+0.020$ & $1.8 \\times 10^{-12}$ \\\\',
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
      underWay('D'),
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
  expect(lines.slice(7, 16)).toEqual([
    '\\begin{tabular}{lcccccc}',
    '\\toprule',
    'Run & Accuracy & $\\Delta$ accuracy & Macro F1 & $\\Delta$ macro F1 & $p$ & $p_\\mathrm{Holm}$ \\\\',
    '\\midrule',
    'A\\_1 100\\% & $0.950^{+0.009}_{-0.010}$ & -- & 0.949 & -- & -- & -- \\\\',
    'B & $0.947^{+0.009}_{-0.011}$ & $-0.003$ & 0.946 & $-0.003$ & 0.031 & 0.031 \\\\',
    'C & $0.400^{+0.022}_{-0.021}$ & $-0.550$ & 0.286 & $-0.663$ & $<5 \\times 10^{-324}$ & $<5 \\times 10^{-324}$ \\\\',
    'D & -- & -- & -- & -- & -- & -- \\\\',
    'E & $0.950^{+0.009}_{-0.010}$ & $+0.000$ & 0.949 & $+0.000$ & -- & -- \\\\',
  ])
})

test('no test of single objects, no column for it', () => {
  const alone = comparisonLatex(compareRuns([A], A.id, 'test')!)
  expect(alone).toContain('\\begin{tabular}{lcccc}')
  expect(alone).not.toContain('McNemar')
})
