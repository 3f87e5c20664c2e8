// What a folder holds, as one plain object: the JSON of `npm run data`, from which its text is made as well.

import type { ColumnMapping } from '../core/column-roles.ts'
import type {
  DatasetCandidate,
  DatasetReport,
  Discovery,
  FileReport,
  Finding,
  ReadProgress,
  ZgridReport,
} from '../core/dataset-report.ts'
import { describeError, type ErrorReport } from '../core/errors.ts'
import { formatShare } from '../core/format.ts'
import type { PreparationPatch } from '../core/preparation.ts'
import type { SplitName } from '../core/split-names.ts'
import type { TargetId } from '../core/targets.ts'
import type { Dataset } from '../data/dataset.ts'
import { type FoundDatasets, findDatasets } from '../data/find-datasets.ts'
import { finding } from '../data/finding.ts'
import { openDataset } from '../data/open.ts'
import { sentencesOf } from '../data/prepared-findings.ts'
import type { ByteSource } from '../formats/source.ts'
import { wantedPreparation } from './preparation-flags.ts'

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
  extends Pick<
    DatasetReport,
    'id' | 'name' | 'target' | 'balance' | 'classes' | 'width' | 'fingerprint' | 'preparation' | 'planned'
  > {
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
  /** how the objects are to become splits, where it is not to be as the files say */
  readonly preparation?: PreparationPatch | undefined
  /** is given each data set that could be read, before the next one is */
  readonly onDataset?: ((dataset: Dataset) => Promise<void>) | undefined
}

/** Reads every data set among the files. A data set that cannot be read is an error and a finding; the others go on. */
export async function summariseFolder(
  sources: readonly ByteSource[],
  options: SummaryOptions,
  showStatus: (line: string) => void,
): Promise<{ summary: FolderSummary; errors: readonly ErrorReport[] }> {
  const found = await findDatasets(sources, options.columns)
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
      const report = await read(found, candidate.id, options, showStatus)
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
  { target, preparation = {}, onDataset }: SummaryOptions,
  showStatus: (line: string) => void,
): Promise<DatasetReport> {
  const assignment = assignments.get(id)!
  const onProgress = ({ file, done, total }: ReadProgress) =>
    showStatus(`reading ${file}, ${formatShare(done / Math.max(1, total))}`)
  const opened = await openDataset(assignment, files, {
    target: assignment.candidate.target ?? target,
    onProgress,
  })
  const scanned = await opened.scan({ reportOnly: onDataset === undefined, onProgress })
  const wanted = wantedPreparation(scanned.dataset.report, preparation, false)
  const dataset = wanted === null ? scanned.dataset : scanned.prepare(wanted)
  await onDataset?.(dataset)
  return dataset.report
}

function unreadable({ id, path }: DatasetCandidate, error: ErrorReport): Finding & { dataset: string } {
  return { ...finding('block', 'unreadable', sentencesOf(error), { file: path }), dataset: id }
}

function summariseDataset(report: DatasetReport): DatasetSummary {
  const { id, name, target, balance, classes, width, fingerprint, preparation, planned, splits } = report
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
    preparation,
    planned,
    splits: { train: split('train'), validation: split('validation'), test: split('test') },
  }
}
