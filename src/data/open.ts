// Opens a data set that was found: headers and shapes first, then labels and attributes. Files that cannot be read or do
// not fit together throw; what blocks training is a finding in the report. The posteriors are scanned afterwards.

import { type Finding, type ReadProgress, SPLIT_NAMES } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { planSplit, REFERENCE_SPLIT, type SplitRows } from '../core/split.ts'
import { TARGETS, type TargetId } from '../core/targets.ts'
import { type Column, columnRows, columnWidth } from '../formats/table.ts'
import {
  type AssembleOptions,
  type OpenedDataset,
  type Part,
  prepareDataset,
  type SplitRowsOf,
} from './assemble.ts'
import type { DatasetAssignment } from './assignment.ts'
import { bySplit } from './by-split.ts'
import { stopIfAborted } from './cancel.ts'
import { parseZgrid, readZgrid, type Zgrid } from './check-zgrid.ts'
import { chooseTarget, labelsFromAttributes } from './choose-target.ts'
import type { Dataset } from './dataset.ts'
import { divideByColumn } from './divide.ts'
import type { OpenFiles } from './find-datasets.ts'
import { finding, formatList, plural } from './finding.ts'
import { encodeLabels, takeLabels } from './labels.ts'
import {
  attributeFile,
  columnsOf,
  type OpenPart,
  openPart,
  type PartContents,
  readPart,
  reportFiles,
  requireScalar,
} from './open-part.ts'
import { rowsOfColumn } from './row-reader.ts'

/** How a data set is opened. */
export interface OpenOptions {
  /** the target of the labels; without it, the folder's name or the labels tell it */
  readonly target?: TargetId | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined
}

/** How its posteriors are scanned. */
export interface ScanDatasetOptions extends Omit<AssembleOptions, 'onBytes'> {
  readonly onProgress?: OpenOptions['onProgress']
}

/** An opened data set that reports its progress. */
export interface ReadableDataset extends Omit<OpenedDataset, 'scan'> {
  scan(options?: ScanDatasetOptions): Promise<Dataset>
}

/**
 * Opens a data set.
 * @throws StudioError `bad-input` for unreadable or inconsistent files and for labels whose target stays unknown,
 *   `cancelled` on abort; whatever a source throws
 */
export async function openDataset(
  assignment: DatasetAssignment,
  files: OpenFiles,
  options: OpenOptions = {},
): Promise<ReadableDataset> {
  const { candidate, layout, parts } = assignment
  const { signal } = options
  const opened: OpenPart[] = []
  if (parts.kind === 'whole') opened.push(await openPart(null, parts.whole, files))
  else {
    for (const split of SPLIT_NAMES) {
      stopIfAborted(signal)
      opened.push(await openPart(split, parts.splits[split], files))
    }
  }
  const width = requireWidth(opened)
  const advance = openProgress(opened, options)
  const zgrid = await openZgrid(assignment, files, width)
  const contents = new Map<OpenPart, PartContents>()
  for (const part of opened) contents.set(part, await readPart(part, advance))
  const { rows, finding: division } = await divide(opened, parts, files)

  const partOf = bySplit((split) => opened.find((part) => part.split === split) ?? opened[0]!)
  const chosen = chooseTarget(
    options.target ?? candidate.target,
    bySplit((split) => {
      const { stored } = contents.get(partOf[split])!
      return stored === null || rows === null ? stored : takeLabels(stored, rows[split])
    }),
    bySplit((split) => {
      const { attributes } = contents.get(partOf[split])!
      return attributes === null || rows === null
        ? attributes
        : Array.from(rows[split], (row) => attributes[row]!)
    }),
    opened[0]!.x.title,
  )
  const found = [...contents.values()].flatMap((each) => each.findings)
  const finished = new Map(opened.map((part) => [part, finishPart(part, contents.get(part)!, chosen.target)]))
  const problems = [...finished.values()].map((each) => each.problem)
  const prepared = prepareDataset({
    id: candidate.id,
    name: nameOf(chosen.target, candidate.balance, candidate.path),
    layout,
    target: chosen.target,
    balance: candidate.balance,
    splits: bySplit(
      (split): SplitRowsOf => ({ part: finished.get(partOf[split])!.part, rows: rows?.[split] ?? null }),
    ),
    zgrid,
    findings: [...found, chosen.finding, division, ...problems].filter((each) => each !== null),
  })
  return { report: prepared.report, scan: (given = {}) => prepared.scan(scanOptions(opened, given)) }
}

/** The rows of each split where all objects lie together. */
async function divide(
  [whole]: readonly OpenPart[],
  parts: DatasetAssignment['parts'],
  files: OpenFiles,
): Promise<{ rows: SplitRows | null; finding: Finding | null }> {
  if (parts.kind === 'splits') return { rows: null, finding: null }
  if (parts.split !== null) {
    const column = await files.column(parts.split)
    requireScalar(column, 'split')
    return { rows: await divideByColumn(column), finding: null }
  }
  const { testFraction, validationFraction, seed } = REFERENCE_SPLIT
  const rows = planSplit(columnRows(whole!.x), REFERENCE_SPLIT)
  const [train, validation, test] = SPLIT_NAMES.map((split) => rows[split].length)
  const message = `No split is given: ${plural(train!, 'row')} train, ${formatInteger(validation!)} validate and ${formatInteger(test!)} test, drawn by seed ${seed} (test ${100 * testFraction} % of all, validation ${100 * validationFraction} % of the rest).`
  return { rows, finding: finding('info', 'split-here', message, { file: whole!.x.file }) }
}

/** Gives labels their classes. */
function finishPart(
  open: OpenPart,
  { stored, attributes }: PartContents,
  target: TargetId,
): { part: Part; problem: Finding | null } {
  const { split, x, y } = open
  const encoded =
    stored === null
      ? { labels: labelsFromAttributes(TARGETS[target], attributes ?? []), finding: null }
      : encodeLabels(stored, TARGETS[target])
  const part: Part = {
    split,
    x: rowsOfColumn(x),
    type: x.type,
    labels: encoded.labels,
    labelFile: y?.title ?? attributeFile(open),
    namedLabels: stored?.form === 'name',
    attributes,
    attributeFile: attributeFile(open),
    files: reportFiles(open),
  }
  return { part, problem: encoded.finding }
}

async function openZgrid(
  { zgrid, zgridText }: DatasetAssignment,
  files: OpenFiles,
  width: number,
): Promise<Zgrid | null> {
  if (zgrid !== null) return readZgrid(await files.column(zgrid), width)
  return zgridText === null ? null : parseZgrid(files.zgridText(zgridText), zgridText, width)
}

function requireWidth(parts: readonly OpenPart[]): number {
  const widths = parts.map(({ x }) => columnWidth(x))
  if (widths.every((width) => width === widths[0])) return widths[0]!
  const counts = parts.map(({ x }, i) => `${x.title} has ${formatInteger(widths[i]!)}`)
  throw new StudioError(
    'bad-input',
    `The splits differ in redshift points per row: ${formatList(counts)}.`,
    'All posteriors of a data set must lie on one grid.',
  )
}

/** Bytes of labels and attributes that were read. */
function openProgress(
  parts: readonly OpenPart[],
  { signal, onProgress }: OpenOptions,
): (column: Column) => void {
  const small = parts.flatMap((part) => columnsOf(part).filter((column) => column !== part.x))
  const total = small.reduce((sum, { byteLength }) => sum + byteLength, 0)
  let done = 0
  return ({ title, byteLength }) => {
    stopIfAborted(signal)
    done += byteLength
    onProgress?.({ phase: 'open', file: title, done, total })
  }
}

/** Bytes of posteriors that were scanned. */
function scanOptions(
  parts: readonly OpenPart[],
  { onProgress, ...options }: ScanDatasetOptions,
): AssembleOptions {
  const total = parts.reduce((sum, { x }) => sum + columnRows(x) * rowsOfColumn(x).rowBytes, 0)
  let done = 0
  return {
    ...options,
    onBytes: (file, bytes) => {
      done += bytes
      onProgress?.({ phase: 'scan', file, done, total })
    },
  }
}

function nameOf(target: TargetId, balance: string | null, path: string): string {
  if (balance !== null) return `${target} ${balance}`
  const folder = path.split('/').at(-1) ?? ''
  return folder === '' || folder.toLowerCase() === target.toLowerCase() ? target : `${target} (${folder})`
}
