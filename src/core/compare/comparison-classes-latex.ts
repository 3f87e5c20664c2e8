// The classes of compared runs as a table for a paper: what is compared stands in one column.

import { escapeLatex, latexInteger, latexName } from '../export/latex.ts'
import {
  INTERVAL_NOTE,
  latexEstimate,
  latexRow,
  NEVER_PREDICTED_NOTE,
  tableHead,
} from '../export/latex-table.ts'
import { NATURAL_TEST, testPhrase } from '../export/test-phrase.ts'
import { viewOfRecord } from '../run-view.ts'
import type { ClassMetricsCompared, ComparedRun, Comparison, Metric } from './comparison.ts'

/** A run that has numbers. */
interface Row {
  readonly name: string
  readonly classes: readonly ClassMetricsCompared[]
}

const METRICS: readonly { readonly head: string; readonly of: (one: ClassMetricsCompared) => Metric }[] = [
  { head: 'Precision', of: ({ precision }) => precision },
  { head: 'Recall', of: ({ recall }) => recall },
  { head: '$F_1$', of: ({ f1 }) => f1 },
]

/** A booktabs table of precision, recall and F1 of each class; within each, a run per line. `[]` where no run has numbers. */
export function classesLatex(comparison: Comparison, label: string): string[] {
  const { runs, labels } = comparison
  const rows = runs.flatMap(({ record, classes }): Row[] =>
    classes === null ? [] : [{ name: escapeLatex(record.name), classes }],
  )
  const [first] = rows
  if (first === undefined) return []
  return [
    ...tableHead('table*', caption(comparison), label),
    `\\begin{tabular}{ll${'c'.repeat(labels.length)}}`,
    '\\toprule',
    latexRow(['', 'Run', ...labels.map(latexName)]),
    ...METRICS.flatMap(({ head, of }) => [
      '\\midrule',
      ...rows.map(({ name, classes }, i) =>
        latexRow([i === 0 ? head : '', name, ...classes.map((one) => latexEstimate(of(one)))]),
      ),
    ]),
    '\\midrule',
    // objects per class are those of all runs: others are refused
    latexRow(['Support', '', ...first.classes.map(({ support }) => latexInteger(support))]),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table*}',
  ]
}

/** `the test split (2000 objects)` */
export function comparedRows({ test, runs }: Comparison): string {
  const supports = runs.find(({ classes }) => classes !== null)?.classes?.map(({ support }) => support)
  const total = supports?.reduce((sum, count) => sum + count, 0)
  const objects = total === undefined ? '' : ` (${latexInteger(total)} objects)`
  return `${test === 'natural' ? NATURAL_TEST : testOf(runs)}${objects}`
}

/** All runs were tested on the same rows: what one says of them is true of all. */
function testOf(runs: readonly ComparedRun[]): string {
  const views = runs.map(({ record }) => viewOfRecord(record))
  return testPhrase({ natural: views.find(({ natural }) => natural !== null)?.natural ?? null })
}

function caption(comparison: Comparison): string {
  const metrics = comparison.runs.flatMap(({ classes }) => classes ?? [])
  const isNeverPredicted = comparison.runs.some(
    ({ matrix, classes }) => matrix !== null && classes?.some(({ precision }) => precision.interval === null),
  )
  return [
    `Classes of the compared runs on ${comparedRows(comparison)}.`,
    ...(metrics.some(({ precision, recall }) => precision.interval ?? recall.interval)
      ? [INTERVAL_NOTE]
      : []),
    ...(isNeverPredicted ? [NEVER_PREDICTED_NOTE] : []),
  ].join(' ')
}
