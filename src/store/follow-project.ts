// Data that were opened for a project: prepared as it says, and held against it.

import type { DatasetCandidate, DatasetReport, Finding } from '../core/dataset-report.ts'
import { describeError } from '../core/errors.ts'
import { compareProject, type Project } from '../core/project.ts'
import type { Studio } from './studio.ts'

/**
 * Prepares the data in use as a project does. What differs from the project is a finding; the data stay in use in any case.
 * @param report of the data, after their scan
 */
export async function followProject(
  { engine }: Studio,
  project: Project,
  report: DatasetReport,
): Promise<DatasetReport> {
  try {
    const prepared = await engine.prepare(project.preparation, project.target)
    return withFindings(prepared, compareProject(project, prepared))
  } catch (thrown) {
    const { message, hint } = describeError(thrown)
    const refused: Finding = {
      code: 'project-differs',
      severity: 'warning',
      message: `These data cannot be prepared as the project says: ${message} ${hint}`.trim(),
      file: '',
      rows: [],
      counts: {},
    }
    return withFindings(report, [refused])
  }
}

/** The project that waits for such data; one of files goes on waiting while a sample is looked at. */
export function projectFor(project: Project | null, isSample: boolean): Project | null {
  return project !== null && (project.data.kind === 'sample') === isSample ? project : null
}

/** The data set that a project means: by its id, or by the end of its path where another folder was chosen. */
export function candidateOf(
  { data }: Project,
  candidates: readonly DatasetCandidate[],
): DatasetCandidate | undefined {
  if (data.kind !== 'files') return undefined
  const same = candidates.find(({ id }) => id === data.candidate)
  if (same !== undefined) return same
  const ends = (long: string, short: string) => short !== '.' && long.endsWith(`/${short}`)
  return candidates.find(({ id }) => ends(id, data.candidate) || ends(data.candidate, id))
}

function withFindings(report: DatasetReport, findings: readonly Finding[]): DatasetReport {
  return findings.length === 0 ? report : { ...report, findings: [...findings, ...report.findings] }
}
