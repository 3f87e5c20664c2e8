// The rows of "Compared metrics": overall, of the controls, then per class.

import type { ClassMetricsCompared, ComparedRun, Metric } from '../../core/compare/comparison.ts'

/** The metrics of one run. */
export type RunMetrics = Pick<ComparedRun, 'accuracy' | 'macroF1' | 'control' | 'classes'>

/** One metric of all runs, in the order of the comparison; `null` where a run has none. */
export interface MetricRow {
  readonly name: string
  readonly metrics: readonly (Metric | null)[]
}

/** Rows that share a scale. */
export interface MetricGroup {
  readonly name: string
  readonly rows: readonly MetricRow[]
  /** objects of the class per run; `null` for the overall rows and where a run has no metrics */
  readonly supports: readonly (number | null)[] | null
  /** ends of the scale of the interval plots, 0 to 1 */
  readonly scale: readonly [low: number, high: number]
}

const CLASS_METRICS = [
  { key: 'precision', name: 'precision' },
  { key: 'recall', name: 'recall' },
  { key: 'f1', name: 'F1' },
] as const satisfies readonly { readonly key: keyof ClassMetricsCompared; readonly name: string }[]

/** A group for the overall metrics, one for the controls where a run has one, and one for each class. */
export function metricGroups(runs: readonly RunMetrics[], labels: readonly string[]): MetricGroup[] {
  const overall = [
    { name: 'accuracy', metrics: runs.map(({ accuracy }) => accuracy) },
    { name: 'macro F1', metrics: runs.map(({ macroF1 }) => macroF1) },
  ]
  // by themselves: on one scale with the networks, these would be hard to tell apart
  const controls = [{ name: 'control accuracy', metrics: runs.map(({ control }) => control) }]
  return [
    { name: 'All classes', rows: overall, supports: null, scale: scaleOf(overall) },
    ...(hasControls(runs)
      ? [{ name: 'Control', rows: controls, supports: null, scale: scaleOf(controls) }]
      : []),
    ...labels.map((name, index) => {
      const rows = CLASS_METRICS.map((metric) => ({
        name: metric.name,
        metrics: runs.map(({ classes }) => classes?.[index]?.[metric.key] ?? null),
      }))
      const supports = runs.map(({ classes }) => classes?.[index]?.support ?? null)
      return { name, rows, supports, scale: scaleOf(rows) }
    }),
  ]
}

/** Whether any of the runs has a control. */
export function hasControls(runs: readonly RunMetrics[]): boolean {
  return runs.some(({ control }) => control !== null)
}

/** Whole per cents around all values and intervals. */
function scaleOf(rows: readonly MetricRow[]): readonly [number, number] {
  const metrics = rows.flatMap((row) => row.metrics).filter((metric) => metric !== null)
  const ends = metrics.flatMap(({ value, interval }) =>
    interval === null ? [value] : [value, interval.low, interval.high],
  )
  const shown = ends.filter(Number.isFinite)
  if (shown.length === 0) return [0, 1]
  const low = Math.max(0, Math.floor(100 * Math.min(...shown)))
  const high = Math.min(100, Math.ceil(100 * Math.max(...shown)))
  return low === high ? [Math.max(0, low - 1) / 100, Math.min(100, high + 1) / 100] : [low / 100, high / 100]
}
