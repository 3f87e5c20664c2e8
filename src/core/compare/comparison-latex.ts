// A comparison as tables for a paper: plain LaTeX and booktabs, in the form of the table of a single run.

import { escapeLatex } from '../export/latex.ts'
import {
  BOOKTABS_NOTE,
  INTERVAL_NOTE,
  latexEstimate,
  latexRow,
  latexShare,
  tableHead,
} from '../export/latex-table.ts'
import { listed } from '../text.ts'
import { quoted } from './comparable.ts'
import type { ComparedRun, Comparison, Metric, SeedGroup } from './comparison.ts'
import { classesLatex, comparedRows } from './comparison-classes-latex.ts'
import { isUnderWay } from './test-result.ts'

/**
 * Two booktabs tables. The first has one run per line, the baseline first: accuracy with the distances to the bounds of Wilson's 95 %
 * interval, macro F1, differences of both from the baseline, p of McNemar's exact test, and p after Holm's correction where
 * several runs were tested. Below it, all that the page says of these runs: notices, mean accuracy of runs that differ by
 * their seed, which are under way, which are refused. The second has precision, recall and F1 of each class of each run.
 * Needs `\usepackage{booktabs}`.
 */
export function comparisonLatex(comparison: Comparison): string {
  const { runs } = comparison
  const tested = runs.filter(({ mcnemar }) => mcnemar !== null).length
  const columns = [...COLUMNS, ...(tested > 0 ? [P_COLUMN] : []), ...(tested > 1 ? [HOLM_COLUMN] : [])]
  const label = `tab:comparison${comparison.test === 'test' ? '' : '-natural'}`
  return [
    BOOKTABS_NOTE,
    ...tableHead('table*', caption(comparison, tested), label),
    `\\begin{tabular}{l${'c'.repeat(columns.length - 1)}}`,
    '\\toprule',
    latexRow(columns.map(({ head }) => head)),
    '\\midrule',
    ...runs.map((run) => latexRow(columns.map(({ cell }) => cell(run)))),
    '\\bottomrule',
    '\\end{tabular}',
    ...noteLines(comparison),
    '\\end{table*}',
    ...classesLatex(comparison, `${label}-classes`),
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
  { head: 'Accuracy', cell: ({ accuracy }) => (accuracy === null ? NONE : latexEstimate(accuracy)) },
  { head: '$\\Delta$ accuracy', cell: ({ accuracy }) => delta(accuracy) },
  { head: 'Macro F1', cell: ({ macroF1 }) => (macroF1 === null ? NONE : latexShare(macroF1.value)) },
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

function caption(comparison: Comparison, tested: number): string {
  return [
    `Runs compared on ${comparedRows(comparison)}.`,
    `Differences are from ${escapeLatex(comparison.baseline.name)}.`,
    INTERVAL_NOTE,
    ...(tested > 0 ? ["$p$ is of McNemar's exact test against that run on the same objects."] : []),
    ...(tested > 1 ? [`$p_\\mathrm{Holm}$ is corrected for ${tested} tests.`] : []),
  ].join(' ')
}

/** One sentence per line, as a paragraph below the table; `[]` where there is nothing to say. */
function noteLines({ notices, runs, refused, groups }: Comparison): string[] {
  const notes = [
    ...notices,
    ...groups.flatMap(groupNote),
    ...runs.flatMap(({ record }) => (isUnderWay(record) ? [`${quoted(record)} is still running.`] : [])),
    ...refused.map(({ record, reason }) => `Not compared is ${quoted(record)}: ${reason}`),
  ]
  return notes.length === 0 ? [] : ['\\par\\smallskip\\raggedright\\footnotesize', ...notes.map(escapeLatex)]
}

function groupNote({ records, accuracy }: SeedGroup): string[] {
  if (accuracy === null) return []
  const { mean, deviation, runs } = accuracy
  return [
    `${listed(records.map(quoted))} differ by their seed only: accuracy ${mean.toFixed(3)} ± ${deviation.toFixed(3)}, mean and standard deviation of ${runs} runs.`,
  ]
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
