// Applies a preparation to the objects of a data set: who has which class, and which rows train, validate and test. Only
// row numbers are made here; nothing is read or copied.

import { countClasses } from '../core/class-rows.ts'
import type { Balance, DatasetReport, Finding } from '../core/dataset-report.ts'
import { planDrops, planSplits, type RowFacts, type SplitPlan } from '../core/plan-splits.ts'
import { type DropReason, type PlanSummary, type Preparation, withPatch } from '../core/preparation.ts'
import type { SplitRows } from '../core/split.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { TargetId } from '../core/targets.ts'
import { bySplit, mapSplits } from './by-split.ts'
import type { Zgrid } from './check-zgrid.ts'
import { type LabelledPool, labelPool } from './label-pool.ts'
import { type Pool, rowsOf } from './pool.ts'

/** A data set as its files hold it. */
export interface DatasetSource {
  readonly id: string
  readonly layout: DatasetReport['layout']
  /** what it is called under a target */
  readonly nameFor: (target: TargetId) => string
  readonly balance: Balance | null
  readonly pool: Pool
  /** rows of each split where the files say; `null` where splits are drawn here */
  readonly given: SplitRows | null
  readonly zgrid: Zgrid | null
  /** what was noticed while the files were opened */
  readonly findings: readonly Finding[]
  /**
   * What is said about the choice of a target: where the classes come from.
   * @throws StudioError `bad-input` for a target that the data do not allow
   */
  readonly aboutTarget: (target: TargetId) => Finding | null
}

/** A preparation and what it comes to. */
export interface Arrangement {
  readonly target: TargetId
  readonly preparation: Preparation
  readonly labelled: LabelledPool
  readonly plan: SplitPlan
  readonly summary: PlanSummary
  /** rows that would be left out for a reason if it came to those of the preparation */
  readonly wouldDrop: (reason: DropReason) => number
}

/** Makes the arrangements of one data set; labels are worked out once per target and threshold. */
export function createArranger({ pool, given, balance }: DatasetSource) {
  const natural = pool.parts.filter(({ part }) => part.holds === 'natural')
  const candidates = rowsOf(pool.parts.filter(({ part }) => part.holds !== 'natural'))
  const naturalSource = natural.length === 0 ? null : rowsOf(natural)
  let known: { readonly key: string; readonly labelled: LabelledPool } | null = null

  function labels(target: TargetId, threshold: number): LabelledPool {
    const key = `${target} ${threshold}`
    if (known?.key !== key) known = { key, labelled: labelPool(pool, target, threshold) }
    return known.labelled
  }

  /**
   * @param facts what the scan found; `null` before it
   * @throws StudioError `bad-input` where the labels cannot be those of the target
   */
  return function arrange(target: TargetId, preparation: Preparation, facts: RowFacts | null): Arrangement {
    const labelled = labels(target, preparation.deltaZThreshold)
    const classes = labelled.classes.length
    const source = {
      labels: labelled.labels,
      classes,
      given,
      candidates,
      naturalSource,
      balanced: balance === 'balanced',
      facts,
    }
    const plan = planSplits(source, preparation)
    const { dropped, undersampled, prevalence, naturalCounts } = plan
    const inUse =
      preparation.splits === 'given' && given !== null
        ? SPLIT_NAMES.map((split) => given[split])
        : [candidates]
    const counts = mapSplits(plan.rows, (rows) => countClasses([rows], labelled.labels, classes))
    const summary = {
      classes: labelled.classes,
      labels: labelled.shown,
      counts,
      prevalence,
      natural: naturalCounts,
      dropped,
      undersampled,
      leftOut: countClasses(inUse, labelled.labels, classes).map(
        (all, i) => all - SPLIT_NAMES.reduce((sum, split) => sum + counts[split][i]!, 0),
      ),
    }
    const wouldDrop = (reason: DropReason) =>
      planDrops(source, withPatch(preparation, { drop: [reason] }))[reason] ?? 0
    return { target, preparation, labelled, plan, summary, wouldDrop }
  }
}

/** Rows of each split where every part holds one. */
export function givenByParts({ parts }: Pool): SplitRows {
  return bySplit((split) => rowsOf(parts.filter(({ part }) => part.holds === split)))
}
