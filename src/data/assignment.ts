// A data set that was found: which files and columns it is made of.

import type { DatasetCandidate, Layout } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import type { PartMembers } from './part-members.ts'

/** A candidate and its members, by their ids. */
export interface DatasetAssignment {
  readonly candidate: DatasetCandidate
  readonly layout: Layout
  /** three splits, or all objects together; then a column may name the split of each, and without one they are split here */
  readonly parts:
    | { readonly kind: 'splits'; readonly splits: Readonly<Record<SplitName, PartMembers>> }
    | { readonly kind: 'whole'; readonly whole: PartMembers; readonly split: string | null }
  /** an array of redshifts */
  readonly zgrid: string | null
  /** path of a table whose metadata hold the redshifts, where there is no array */
  readonly zgridText: string | null
  /** rows at natural prevalence beside balanced ones: TEST of the unbalanced tree of the target, or the raw files */
  readonly natural: { readonly path: string; readonly members: PartMembers } | null
}
