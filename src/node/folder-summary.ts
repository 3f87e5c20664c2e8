// What a folder holds, as one plain object: the JSON of `npm run data`, from which its text is made as well.

import type { ColumnMapping } from '../core/column-roles.ts'
import type {
  DatasetCandidate,
  DatasetReport,
  Discovery,
  FileReport,
  Finding,
  ReadProgress,
  SplitName,
  ZgridReport,
} from '../core/dataset-report.ts'
import { describeError, type ErrorReport } from '../core/errors.ts'
import { formatShare } from '../core/format.ts'
import type { TargetId } from '../core/targets.ts'
import { type FoundDatasets, findDatasets } from '../data/find-datasets.ts'
import { finding } from '../data/finding.ts'
import { openDataset } from '../data/open.ts'
import type { ByteSource } from '../formats/source.ts'

/** One split in the JSON of `npm run data`. */
export interface SplitSummary {
  readonly rows: number
  readonly width: number
  /** of X, in NumPy's notation */
  readonly type: string
  /** objects per class, in class order */
  readonly counts: readonly number[]
  readonly files: readonly FileReport[]
}

/** One data set in the JSON of `npm run data`. */
export interface DatasetSummary
  extends Pick<DatasetReport, 'id' | 'name' | 'target' | 'balance' | 'classes' | 'width' | 'fingerprint'> {
  readonly splits: Readonly<Record<SplitName, SplitSummary>>
}

/** The JSON of `npm run data`. */
export interface FolderSummary {
  readonly layout: Discovery['layout']
  readonly datasets: readonly DatasetSummary[]
  /** of the first data set that has one */
  readonly zgrid?: ZgridReport
  /** `dataset` is the id of the data set that a finding belongs to; it is absent where none was found */
  readonly findings: readonly (Finding & { readonly dataset?: string })[]
  readonly ignored: readonly string[]
}

/** What the arguments say about the data. */
export interface SummaryOptions {
  readonly target?: TargetId | undefined
  readonly columns?: ColumnMapping | undefined
}

/** Reads every data set among the files. A data set that cannot be read is an error and a finding; the others go on. */
export async function summariseFolder(
  sources: readonly ByteSource[],
  { target, columns }: SummaryOptions,
  showStatus: (line: string) => void,
): Promise<{ summary: FolderSummary; errors: readonly ErrorReport[] }> {
  const found = await findDatasets(sources, columns)
  const { discovery } = found
  const errors: ErrorReport[] = []
  const findings: FolderSummary['findings'][number][] = [...discovery.findings]
  if (discovery.candidates.length === 0) {
    const message = discovery.findings.map((each) => each.message).join(' ')
    errors.push({ code: 'bad-input', message, hint: 'docs/data.md describes what can be read.' })
  }
  const reports: DatasetReport[] = []
  for (const candidate of discovery.candidates) {
    try {
      const report = await read(found, candidate.id, target, showStatus)
      reports.push(report)
      findings.push(...report.findings.map((each) => ({ ...each, dataset: report.id })))
    } catch (thrown) {
      const error = describeError(thrown)
      errors.push(error)
      findings.push(unreadable(candidate, error))
    }
  }
  const zgrid = reports.find((report) => report.zgrid !== null)?.zgrid
  const summary: FolderSummary = {
    layout: discovery.layout,
    datasets: reports.map(summariseDataset),
    ...(zgrid ? { zgrid } : {}),
    findings,
    ignored: discovery.ignored,
  }
  return { summary, errors }
}

async function read(
  { assignments, files }: FoundDatasets,
  id: string,
  target: TargetId | undefined,
  showStatus: (line: string) => void,
): Promise<DatasetReport> {
  const assignment = assignments.get(id)!
  const onProgress = ({ file, done, total }: ReadProgress) =>
    showStatus(`reading ${file}, ${formatShare(done / Math.max(1, total))}`)
  const opened = await openDataset(assignment, files, {
    target: assignment.candidate.target ?? target,
    onProgress,
  })
  return (await opened.scan({ reportOnly: true, onProgress })).report
}

function unreadable(
  { id, path }: DatasetCandidate,
  { message, hint }: ErrorReport,
): Finding & { dataset: string } {
  return { ...finding('block', 'unreadable', `${message} ${hint}`.trim(), { file: path }), dataset: id }
}

function summariseDataset(report: DatasetReport): DatasetSummary {
  const { id, name, target, balance, classes, width, fingerprint, splits } = report
  const split = (which: SplitName): SplitSummary => {
    const { rows, width, type, counts, files } = splits[which]
    return { rows, width, type, counts, files }
  }
  return {
    id,
    name,
    target,
    balance,
    classes,
    width,
    fingerprint,
    splits: { train: split('train'), validation: split('validation'), test: split('test') },
  }
}
