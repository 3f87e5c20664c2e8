// Runs held against each other, as plain data: what is shown, and what is refused and why.

import type { ConfusionMatrix, RunHistory } from '../run.ts'
import type { RunRecord } from '../run-record.ts'
import type { McNemar } from '../statistics/mcnemar.ts'
import type { Estimate } from '../test-figures.ts'

/** The rows that runs are compared on: those of test, or those at natural prevalence. */
export type TestId = 'test' | 'natural'

/** One number of a run, 0 to 1. */
export interface Metric extends Estimate {
  /** `value` less that of the baseline; `null` for the baseline itself, and where it has none */
  readonly delta: number | null
}

/** The numbers of one class of a run. */
export interface ClassMetricsCompared {
  readonly precision: Metric
  readonly recall: Metric
  readonly f1: Metric
  readonly support: number
}

/** One run of a comparison. */
export interface ComparedRun {
  readonly record: RunRecord
  /** [true class, predicted class]; `null` until the run has ended, and where the report has none */
  readonly matrix: ConfusionMatrix | null
  readonly accuracy: Metric | null
  readonly macroF1: Metric | null
  /** accuracy of the control that stands beside the run; `null` without one, and at natural prevalence */
  readonly control: Metric | null
  /** in class order */
  readonly classes: readonly ClassMetricsCompared[] | null
  /** `matrix` less that of the baseline: counts, and percentage points of the row; `null` for the baseline */
  readonly difference: {
    readonly counts: readonly (readonly number[])[]
    readonly points: readonly (readonly number[])[]
  } | null
  /** against the baseline, on the same rows; `holm` is its p-value times what Holm's step-down asks for */
  readonly mcnemar: (McNemar & { readonly holm: number }) | null
  /** why there is no McNemar's test, as a sentence; '' where there is one, and for the baseline */
  readonly withoutMcNemar: string
}

/** One setting in which runs differ, or do not. */
export interface SettingRow {
  readonly name: string
  /** as text, one per run of the comparison; 'unknown' where a report does not say */
  readonly values: readonly string[]
}

/** Finished runs that differ by their seed only. */
export interface SeedGroup {
  /** at least two, in the order of the comparison */
  readonly records: readonly RunRecord[]
  /** for example `CNN3, DeltaZ, 3 seeds` */
  readonly name: string
  /** mean per epoch over the runs that reached it, and the standard deviation of the sample (ddof 1; NaN for one run) */
  readonly curves: Readonly<Record<keyof RunHistory, readonly BandPoint[]>>
  /** of accuracy on the rows that are compared, over the runs that have one; `null` for fewer than two */
  readonly accuracy: { readonly mean: number; readonly deviation: number; readonly runs: number } | null
}

/** One epoch of a band. */
export interface BandPoint {
  /** from 1 */
  readonly epoch: number
  readonly mean: number
  readonly deviation: number
  /** runs that reached this epoch with a finite value */
  readonly runs: number
}

/** Everything that is shown of the chosen runs. */
export interface Comparison {
  readonly test: TestId
  readonly baseline: RunRecord
  /** readable names of the classes: of the first run that names them */
  readonly labels: readonly string[]
  /** the baseline first, then the comparable others in the order they were chosen */
  readonly runs: readonly ComparedRun[]
  /** runs that must not be compared with the baseline or a run before them, each with a sentence that says why */
  readonly refused: readonly { readonly record: RunRecord; readonly reason: string }[]
  /** what a reader must know, as sentences: rows that cannot be verified, losses that are not of one kind */
  readonly notices: readonly string[]
  /** settings that differ, and those that all runs share */
  readonly settings: { readonly different: readonly SettingRow[]; readonly same: readonly SettingRow[] }
  readonly groups: readonly SeedGroup[]
}
