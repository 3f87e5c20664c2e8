// A comparison as a table for other programs: one number per line.

import { csvFile, csvLine } from '../export/csv.ts'
import type { ComparedRun, Comparison, Metric } from './comparison.ts'

const HEADER = ['run', 'class', 'metric', 'value', 'low', 'high', 'delta'] as const

type Line = readonly (string | number | null)[]

/**
 * CSV of all metrics, 0 to 1 in full precision: per run accuracy, macro F1, then precision, recall, F1 and support of each
 * class, then p-values of McNemar's exact test. `low` and `high` are Wilson's 95 % interval, `delta` is the difference from
 * the baseline, which comes first. What does not exist is empty.
 */
export function comparisonCsv({ runs, labels }: Comparison): string {
  return csvFile([HEADER, ...runs.flatMap((run) => runLines(run, labels))].map(csvLine))
}

function runLines(run: ComparedRun, labels: readonly string[]): Line[] {
  const { name } = run.record
  const line = (label: string, metric: string, number: Metric | null): Line[] =>
    number === null
      ? []
      : [
          [
            name,
            label,
            metric,
            number.value,
            number.interval?.low ?? null,
            number.interval?.high ?? null,
            number.delta,
          ],
        ]
  const plain = (label: string, metric: string, value: number): Line => [
    name,
    label,
    metric,
    value,
    null,
    null,
    null,
  ]
  return [
    ...line('', 'accuracy', run.accuracy),
    ...line('', 'macro F1', run.macroF1),
    ...(run.classes ?? []).flatMap(({ precision, recall, f1, support }, i) => {
      const label = labels[i] ?? ''
      return [
        ...line(label, 'precision', precision),
        ...line(label, 'recall', recall),
        ...line(label, 'F1', f1),
        plain(label, 'support', support),
      ]
    }),
    ...(run.mcnemar === null
      ? []
      : [plain('', 'McNemar p', run.mcnemar.p), plain('', 'McNemar p, Holm', run.mcnemar.holm)]),
  ]
}
