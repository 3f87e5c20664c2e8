// Opens a data set that was found: headers and shapes first, then labels and attributes. Files that cannot be read or do
// not fit together throw; what blocks training is a finding in the report. The posteriors are scanned afterwards.

import type { Finding, ReadProgress } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { TARGETS, type TargetId } from '../core/targets.ts'
import { type Column, columnRows, columnWidth } from '../formats/table.ts'
import { type DatasetSource, givenByParts } from './arrange.ts'
import { type AssembleOptions, type OpenedDataset, prepareDataset, type ScannedDataset } from './assemble.ts'
import type { DatasetAssignment } from './assignment.ts'
import { FEWEST_ATTRIBUTE_COLUMNS } from './attributes.ts'
import { bySplit } from './by-split.ts'
import { stopIfAborted } from './cancel.ts'
import { parseZgrid, readZgrid, type Zgrid } from './check-zgrid.ts'
import { chooseTarget } from './choose-target.ts'
import { divideByColumn } from './divide.ts'
import type { OpenFiles } from './find-datasets.ts'
import { formatList } from './finding.ts'
import { encodeLabels } from './labels.ts'
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
import type { Part } from './part.ts'
import { poolOf } from './pool.ts'
import { noNaturalTest, sentencesOf } from './prepared-findings.ts'
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
  scan(options?: ScanDatasetOptions): Promise<ScannedDataset>
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
  const { candidate, layout, parts, natural } = assignment
  const { signal } = options
  const opened: OpenPart[] = []
  if (parts.kind === 'whole') opened.push(await openPart('all', parts.whole, files))
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
  const column = parts.kind === 'whole' && parts.split !== null ? await files.column(parts.split) : null
  if (column !== null) requireScalar(column, 'split')
  const divided = column === null ? null : await divideByColumn(column)

  const contentOf = (split: SplitName) =>
    contents.get(opened.find(({ holds }) => holds === split) ?? opened[0]!)!
  const choose = (target: TargetId | null) =>
    chooseTarget(
      target,
      bySplit((split) => contentOf(split).stored),
      bySplit((split) => contentOf(split).attributes),
      opened[0]!.x.title,
    )
  const chosen = choose(options.target ?? candidate.target)
  const beside = await openNatural(natural, width, chosen.target, files)
  if (beside.part !== null) contents.set(beside.part, beside.contents)
  const found = [...contents.values()].flatMap((each) => each.findings)
  const pool = poolOf([...contents].map(([part, content]) => finishPart(part, content)))
  const source: DatasetSource = {
    id: candidate.id,
    layout,
    nameFor: (target) => nameOf(target, candidate.balance, candidate.path),
    balance: candidate.balance,
    pool,
    given: parts.kind === 'splits' ? givenByParts(pool) : divided,
    zgrid,
    findings: [...found, beside.finding].filter((each) => each !== null),
    aboutTarget: (target) => (target === chosen.target ? chosen : choose(target)).finding,
  }
  const prepared = prepareDataset(source, chosen.target)
  return { ...prepared, scan: (given = {}) => prepared.scan(scanOptions([...contents.keys()], given)) }
}

/** What the columns of a part hold. */
function finishPart(open: OpenPart, { stored, attributes }: PartContents): Part {
  const { holds, x, y } = open
  return {
    holds,
    x: rowsOfColumn(x),
    type: x.type,
    stored,
    labelFile: y?.title ?? attributeFile(open),
    attributes,
    attributeFile: attributeFile(open),
    files: reportFiles(open),
  }
}

type Natural =
  | { readonly part: OpenPart; readonly contents: PartContents; readonly finding: null }
  | { readonly part: null; readonly finding: Finding | null }

/** Rows at natural prevalence beside balanced ones. What is wrong with them stops nobody. */
async function openNatural(
  natural: DatasetAssignment['natural'],
  width: number,
  target: TargetId,
  files: OpenFiles,
): Promise<Natural> {
  if (natural === null) return { part: null, finding: null }
  const without = (why: string, file: string): Natural => ({
    part: null,
    finding: noNaturalTest(why, file),
  })
  try {
    const part = await openPart('natural', natural.members, files)
    const own = columnWidth(part.x)
    if (own !== width) {
      const why = `${part.x.title} has ${formatInteger(own)} redshift points per row, the data set ${formatInteger(width)}.`
      return without(why, part.x.file)
    }
    const contents = await readPart(part, () => {})
    if (contents.stored === null && contents.attributes === null) {
      const why = `${part.x.title} has no labels, and ${attributeFile(part)} no attributes that can be read: at least ${FEWEST_ATTRIBUTE_COLUMNS} columns of Python objects.`
      return without(why, part.x.file)
    }
    // refuses labels that cannot be those of the target
    if (contents.stored !== null) encodeLabels(contents.stored, TARGETS[target])
    // the rest of what was found says something of data that are trained on
    return { part, contents: { ...contents, findings: [] }, finding: null }
  } catch (thrown) {
    if (!(thrown instanceof StudioError) || thrown.code !== 'bad-input') throw thrown
    return without(sentencesOf(thrown), natural.path)
  }
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
