// How the objects of a data set become its splits, as a recipe: small enough for a project file and a report, and complete.
// The same files and the same recipe give the same rows.

import { REFERENCE_SPLIT, type SplitSettings } from './split.ts'
import type { SplitName } from './split-names.ts'
import { DEFAULT_DELTA_Z_THRESHOLD } from './targets.ts'

/**
 * Undersampling: `smallest` as `load_dataset` (every class to exactly the smallest one, then split), `tenth-more` as
 * `processData.py` (every class to at most 1.1 times the smallest, each class split on its own).
 */
export const BALANCINGS = ['none', 'smallest', 'tenth-more'] as const
export type Balancing = (typeof BALANCINGS)[number]

/** Why rows may be left out. The first three are about rows in two splits, and about later ones where splits are drawn. */
export const DROP_REASONS = [
  /** equal to a row of a split that comes before (TRAIN, VALID, TEST) */
  'leaked',
  /** the redshift and log-evidence of a row of a split that comes before, another posterior */
  'near-leaked',
  /** of an object that a split that comes before has as well, another posterior */
  'same-object',
  /** equal to an earlier row of the same split */
  'repeated',
  /** equal to a row with another label */
  'disagreeing',
  /** -inf at every redshift */
  'without-shape',
  /** NaN or +inf somewhere */
  'non-finite',
  /** one value at every redshift */
  'constant',
  /** no class: an unknown status or flag, a DeltaZ that is no number */
  'no-class',
] as const
export type DropReason = (typeof DROP_REASONS)[number]

/** The recipe. */
export interface Preparation extends SplitSettings {
  /** `given`: as folders, names or a column say; `drawn`: anew from all objects */
  readonly splits: 'given' | 'drawn'
  /** each class is split on its own, so that every split has the same shares of classes */
  readonly stratified: boolean
  readonly balancing: Balancing
  /** on abs(DeltaZ); counts for DeltaZ where the attributes give the classes */
  readonly deltaZThreshold: number
  /** in the order of `DROP_REASONS` */
  readonly drop: readonly DropReason[]
}

/** What is changed of a preparation; reasons to drop rows come to those that it has. */
export type PreparationPatch = Partial<Preparation>

/** The data as they are: as given, or drawn as `load_dataset` draws them. */
export function plainPreparation(splits: Preparation['splits']): Preparation {
  return {
    ...REFERENCE_SPLIT,
    splits,
    stratified: false,
    balancing: 'none',
    deltaZThreshold: DEFAULT_DELTA_Z_THRESHOLD,
    drop: [],
  }
}

/** A preparation with a remedy applied. */
export function withPatch(preparation: Preparation, patch: PreparationPatch): Preparation {
  const drop = new Set([...preparation.drop, ...(patch.drop ?? [])])
  return { ...preparation, ...patch, drop: DROP_REASONS.filter((reason) => drop.has(reason)) }
}

/** Rows of a plan, counted. */
export interface PlanSummary {
  /** contract names, in class order */
  readonly classes: readonly string[]
  /** shown names */
  readonly labels: readonly string[]
  /** objects per class, in class order */
  readonly counts: Readonly<Record<SplitName, readonly number[]>>
  /** of all objects that the plan chooses from, before undersampling: the natural prevalence */
  readonly prevalence: readonly number[]
  /** rows at natural prevalence that neither TRAIN nor VALID holds; `null` without such a test */
  readonly natural: NaturalCounts | null
  /** rows that were left out, by reason */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>
  /** rows that undersampling left out of every split */
  readonly undersampled: number
  /** objects per class that are in no split, for either reason; rows without a class are not among them */
  readonly leftOut: readonly number[]
}

/** How the test at natural prevalence was chosen. */
export interface NaturalCounts {
  readonly counts: readonly number[]
  /** rows that TRAIN or VALID holds, and which were left out */
  readonly excluded: number
  /** rows left out besides, so that the classes keep their natural shares */
  readonly thinned: number
}

/** The summary of a data set that is taken as it is. */
export function plainSummary(
  classes: readonly string[],
  labels: readonly string[],
  counts: PlanSummary['counts'],
): PlanSummary {
  const { train, validation, test } = counts
  return {
    classes,
    labels,
    counts,
    prevalence: classes.map((_, i) => (train[i] ?? 0) + (validation[i] ?? 0) + (test[i] ?? 0)),
    natural: null,
    dropped: {},
    undersampled: 0,
    leftOut: classes.map(() => 0),
  }
}
