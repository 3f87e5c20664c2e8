// Which networks a data set can train, and why not the others.

import { type DatasetReport, SPLIT_NAMES } from '../../core/dataset-report.ts'
import { MODEL_SPECS, type ModelId } from '../../core/models.ts'
import { SPLIT_TITLES } from '../data/report-facts.ts'

/** What the settings need to know of the data set in use; before there is one, nothing is ruled out. */
export interface DataTraits {
  /** splits without attributes, as people call them */
  readonly withoutAttributes: readonly string[]
  /** whether no split has attributes */
  readonly lacksAttributes: boolean
  readonly hasZgrid: boolean
}

/** Traits of a data set, or of none. */
export function dataTraits(report: DatasetReport | null): DataTraits {
  if (report === null) return { withoutAttributes: [], lacksAttributes: false, hasZgrid: true }
  const lacking = SPLIT_NAMES.filter((split) => !report.splits[split].hasAttributes)
  return {
    withoutAttributes: lacking.map((split) => SPLIT_TITLES[split]),
    lacksAttributes: lacking.length === SPLIT_NAMES.length,
    hasZgrid: report.zgrid !== null,
  }
}

/** Why a network cannot be trained on the data, for a person; `null` where it can. */
export function modelProblem(id: ModelId, traits: DataTraits): string | null {
  const { withoutAttributes, lacksAttributes } = traits
  if (!MODEL_SPECS[id].needsRedshift || withoutAttributes.length === 0) return null
  const where = lacksAttributes ? '' : ` in ${withoutAttributes.join(' and ')}`
  return `${id} needs the estimated redshift: attributes.npy is missing${where}`
}
