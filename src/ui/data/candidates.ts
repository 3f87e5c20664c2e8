// Which of the data sets that were found is meant, when the visitor picks a target rather than a folder.

import type { DatasetCandidate, DatasetReport } from '../../core/dataset-report.ts'
import { formatBytes } from '../../core/format.ts'
import { TARGET_IDS, TARGETS, type TargetId } from '../../core/targets.ts'

/** A candidate as a line of the list: `DeltaZ, balanced: data/DeltaZ/balanced, 4.2 GB`. */
export function candidateLabel({ target, balance, path, bytes }: DatasetCandidate): string {
  const what = [target, balance].filter((word) => word !== null).join(', ')
  return `${what === '' ? '' : `${what}: `}${path === '' ? 'chosen files' : path}, ${formatBytes(bytes)}`
}

/** What the "Target" select works from. */
export interface TargetChoice {
  readonly report: DatasetReport | null
  readonly candidates: readonly DatasetCandidate[]
  readonly candidateId: string | null
}

/**
 * Targets on offer, in the usual order: those of the data sets found and of the one in use; all of them where neither
 * names nor labels tell the target.
 */
export function offeredTargets({ report, candidates, candidateId }: TargetChoice): readonly TargetId[] {
  if (currentCandidate(candidates, candidateId)?.target === null) return TARGET_IDS
  return TARGET_IDS.filter(
    (id) => report?.target === id || candidates.some((candidate) => candidate.target === id),
  )
}

/** A target as an option of the select. */
export function targetLabel(id: TargetId): string {
  return `${id}: ${TARGETS[id].classes.length} classes`
}

/** The data set to open for a target: the present one if it may have any target, else one with the same balance. */
export function candidateFor(
  target: TargetId,
  { report, candidates, candidateId }: TargetChoice,
): DatasetCandidate | undefined {
  const current = currentCandidate(candidates, candidateId)
  if (current?.target === null) return current
  const matching = candidates.filter((candidate) => candidate.target === target)
  const balance = report?.balance ?? current?.balance
  return matching.find((candidate) => candidate.balance === balance) ?? matching[0]
}

function currentCandidate(
  candidates: readonly DatasetCandidate[],
  candidateId: string | null,
): DatasetCandidate | undefined {
  return (
    candidates.find(({ id }) => id === candidateId) ?? (candidates.length === 1 ? candidates[0] : undefined)
  )
}
