// A comparison as a table for other programs: one number per line.

import { csvFile, csvLine } from '../export/csv.ts'
import type { ComparedRun, Comparison, Metric, SeedGroup } from './comparison.ts'

const HEADER = [
  'run',
  'class',
  'metric',
  'value',
  'low',
  'high',
  'delta',
  'test',
  'run_id',
  'status',
  'baseline',
] as const

type Line = readonly (string | number | null)[]

/**
 * CSV of all metrics, 0 to 1 in full precision: per run accuracy, macro F1, the control's accuracy, then precision, recall, F1 and support of each
 * class, then p-values of McNemar's exact test, and the numbers of objects that only the baseline (`only_baseline`) or only
 * this run (`only_this`) has right. `low` and `high` are Wilson's 95 % interval, `delta` is the difference from the baseline,
 * which comes first. Groups of runs that differ by their seed only follow. What does not exist is empty. Each line says which
 * test it is of, how the run ended, and which run (`run_id`, since names may be equal) is the baseline.
 */
export function comparisonCsv({ runs, labels, test, baseline, groups }: Comparison): string {
  const lines = runs.flatMap((run) => {
    const { id, report } = run.record
    return runLines(run, labels).map((line) => [...line, test, id, report.meta?.status ?? null, baseline.id])
  })
  const ofGroups = groups.flatMap((group) => {
    const ids = group.records.map(({ id }) => id).join(' ')
    // a group has only runs that are finished
    return groupLines(group).map((line) => [...line, test, ids, 'finished', baseline.id])
  })
  return csvFile([HEADER, ...lines, ...ofGroups].map(csvLine))
}

function groupLines({ name, accuracy }: SeedGroup): Line[] {
  if (accuracy === null) return []
  const { mean, deviation, runs } = accuracy
  return [
    plainLine(name, '', 'accuracy mean', mean),
    plainLine(name, '', 'accuracy standard deviation', deviation),
    plainLine(name, '', 'accuracy runs', runs),
  ]
}

function runLines(
  { record, accuracy, macroF1, control, classes, mcnemar }: ComparedRun,
  labels: readonly string[],
): Line[] {
  const line = (label: string, metric: string, number: Metric): Line => {
    const { value, interval, delta } = number
    return [record.name, label, metric, value, interval?.low ?? null, interval?.high ?? null, delta]
  }
  const plain = (label: string, metric: string, value: number) => plainLine(record.name, label, metric, value)
  return [
    ...(accuracy === null ? [] : [line('', 'accuracy', accuracy)]),
    ...(macroF1 === null ? [] : [line('', 'macro F1', macroF1)]),
    ...(control === null ? [] : [line('', 'control accuracy', control)]),
    ...(classes ?? []).flatMap(({ precision, recall, f1, support }, i) => {
      const label = labels[i]!
      return [
        line(label, 'precision', precision),
        line(label, 'recall', recall),
        line(label, 'F1', f1),
        plain(label, 'support', support),
      ]
    }),
    ...(mcnemar === null
      ? []
      : [
          plain('', 'McNemar p', mcnemar.p),
          plain('', 'McNemar p, Holm', mcnemar.holm),
          plain('', 'only_baseline', mcnemar.onlyBaseline),
          plain('', 'only_this', mcnemar.onlyOther),
        ]),
  ]
}

/** A number without interval and difference. */
function plainLine(run: string, label: string, metric: string, value: number): Line {
  return [run, label, metric, value, null, null, null]
}
