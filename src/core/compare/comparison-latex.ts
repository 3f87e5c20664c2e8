// A comparison as a table for a paper: plain LaTeX and booktabs, in the form of the table of a single run.

import { escapeLatex, latexInteger } from '../export/latex.ts'
import type { ComparedRun, Comparison, Metric } from './comparison.ts'

/**
 * A booktabs table with one run per line, the baseline first: accuracy with the distances to the bounds of Wilson's 95 %
 * interval, macro F1, differences of both from the baseline, p of McNemar's exact test, and p after Holm's correction where
 * several runs were tested. Needs `\usepackage{booktabs}`.
 */
export function comparisonLatex(comparison: Comparison): string {
  const { runs } = comparison
  const tested = runs.filter(({ mcnemar }) => mcnemar !== null).length
  const columns = [...COLUMNS, ...(tested > 0 ? [P_COLUMN] : []), ...(tested > 1 ? [HOLM_COLUMN] : [])]
  return [
    '% Needs \\usepackage{booktabs} in the preamble.',
    '\\begin{table*}',
    `\\caption{${caption(comparison, tested)}}`,
    '\\label{tab:comparison}',
    '\\centering',
    '\\small',
    '\\setlength{\\tabcolsep}{4pt}',
    `\\begin{tabular}{l${'c'.repeat(columns.length - 1)}}`,
    '\\toprule',
    line(columns.map(({ head }) => head)),
    '\\midrule',
    ...runs.map((run) => line(columns.map(({ cell }) => cell(run)))),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table*}',
    '',
  ].join('\n')
}

interface Column {
  readonly head: string
  readonly cell: (run: ComparedRun) => string
}

const NONE = '--'

const COLUMNS: readonly Column[] = [
  { head: 'Run', cell: ({ record }) => escapeLatex(record.name) },
  { head: 'Accuracy', cell: ({ accuracy }) => estimate(accuracy) },
  { head: '$\\Delta$ accuracy', cell: ({ accuracy }) => delta(accuracy) },
  { head: 'Macro F1', cell: ({ macroF1 }) => (macroF1 === null ? NONE : macroF1.value.toFixed(3)) },
  { head: '$\\Delta$ macro F1', cell: ({ macroF1 }) => delta(macroF1) },
]
const P_COLUMN: Column = {
  head: '$p$',
  cell: ({ mcnemar }) => (mcnemar === null ? NONE : pValue(mcnemar.p)),
}
const HOLM_COLUMN: Column = {
  head: '$p_\\mathrm{Holm}$',
  cell: ({ mcnemar }) => (mcnemar === null ? NONE : pValue(mcnemar.holm)),
}

function caption({ test, baseline, runs }: Comparison, tested: number): string {
  const supports = runs[0]?.classes?.map(({ support }) => support) ?? null
  const objects =
    supports === null ? '' : ` (${latexInteger(supports.reduce((sum, count) => sum + count, 0))} objects)`
  return [
    `Runs compared on ${test === 'test' ? 'the test split' : 'the test at natural prevalence'}${objects}.`,
    `Differences are from ${escapeLatex(baseline.name)}.`,
    'Small numbers are the distances to the bounds of the Wilson 95\\,\\% interval.',
    ...(tested > 0 ? ["$p$ is of McNemar's exact test against that run on the same objects."] : []),
    ...(tested > 1 ? [`$p_\\mathrm{Holm}$ is corrected for ${tested} tests.`] : []),
  ].join(' ')
}

/** `$0.941^{+0.012}_{-0.014}$` */
function estimate(metric: Metric | null): string {
  if (metric === null) return NONE
  const { value, interval } = metric
  if (interval === null) return value.toFixed(3)
  return `$${value.toFixed(3)}^{+${(interval.high - value).toFixed(3)}}_{-${(value - interval.low).toFixed(3)}}$`
}

function delta(metric: Metric | null): string {
  if (metric === null || metric.delta === null) return NONE
  const text = metric.delta.toFixed(3)
  return `$${text.startsWith('-') ? text : `+${text}`}$`
}

/** `0.032`, below a thousandth `$1.7 \times 10^{-4}$`; 0 where float64 has no smaller number. */
function pValue(p: number): string {
  if (p === 0) return '$<5 \\times 10^{-324}$'
  if (p >= 0.001) return p.toFixed(3)
  const [digits, power] = p.toExponential(1).split('e')
  return `$${digits} \\times 10^{${Number(power)}}$`
}

function line(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`
}
