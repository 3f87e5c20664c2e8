// Which networks and inputs a data set can train, and why not the others.

import type { AttributeName, DatasetReport } from '../../core/dataset-report.ts'
import { MODEL_SPECS, type ModelId } from '../../core/models.ts'
import { SPLIT_NAMES } from '../../core/split-names.ts'
import { SPLIT_TITLES } from '../text/split-titles.ts'

/** What the settings need to know of the data set in use; before there is one, nothing is ruled out. */
export interface DataTraits {
  /** why there is no redshift in every split, for a person; `null` where there is */
  readonly redshiftGap: string | null
  /** whether every split has log-evidences */
  readonly hasLogEvidence: boolean
  readonly hasZgrid: boolean
}

/** Traits of a data set, or of none. */
export function dataTraits(report: DatasetReport | null): DataTraits {
  if (report === null) return { redshiftGap: null, hasLogEvidence: true, hasZgrid: true }
  return {
    redshiftGap: redshiftGap(report),
    hasLogEvidence: splitsWithout('logEvidence', report).length === 0,
    hasZgrid: report.zgrid !== null,
  }
}

/** Why a network cannot be trained on the data, for a person; `null` where it can. */
export function modelProblem(id: ModelId, { redshiftGap }: DataTraits): string | null {
  if (!MODEL_SPECS[id].needsRedshift || redshiftGap === null) return null
  return `${id} needs the estimated redshift: ${redshiftGap}`
}

function redshiftGap(report: DatasetReport): string | null {
  const lacking = splitsWithout('redshift', report)
  if (lacking.length === 0) return null
  const where =
    lacking.length === SPLIT_NAMES.length
      ? ''
      : ` in ${lacking.map((split) => SPLIT_TITLES[split]).join(' and ')}`
  const hasOthers = lacking.some((split) => report.splits[split].hasAttributes)
  return hasOthers ? `the data have none${where}` : `attributes.npy is missing${where}`
}

function splitsWithout(name: AttributeName, { splits }: DatasetReport) {
  return SPLIT_NAMES.filter((split) => !splits[split].attributes.includes(name))
}
