// Opens a data set that was found: headers and shapes first, then labels and attributes, then every posterior once.
// Files that cannot be read or do not fit together throw; values that block training are findings in the report.

import {
  type FileReport,
  type Finding,
  type ReadProgress,
  SPLIT_NAMES,
  type SplitName,
} from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { type Attributes, TARGETS, type TargetId } from '../core/targets.ts'
import { type NpyFile, openNpy, readFloatRows, rowCount, rowWidth } from '../formats/npy.ts'
import { formatShape, isNumeric } from '../formats/numpy-dtype.ts'
import type { ByteSource } from '../formats/source.ts'
import { assembleDataset, type SplitParts } from './assemble.ts'
import { readAttributes } from './attributes.ts'
import { stopIfAborted } from './cancel.ts'
import { readZgrid } from './check-zgrid.ts'
import type { Dataset } from './dataset.ts'
import type { DatasetAssignment } from './discover.ts'
import { finding, formatList, SPLIT_LABELS } from './finding.ts'
import { inferTarget } from './infer-target.ts'
import { encodeLabels, readLabels, type StoredLabels } from './labels.ts'
import { npyRows } from './row-reader.ts'

/** How a data set is opened. */
export interface OpenOptions {
  /** the target of the labels; without it, the folder's name or the labels tell it */
  readonly target?: TargetId | undefined
  /** memory for rows that are kept after their first use; none unless given */
  readonly cacheBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined
}

type BySplit<T> = Readonly<Record<SplitName, T>>

/** A file and what its header says. */
interface OpenFile {
  readonly source: ByteSource
  readonly npy: NpyFile
}

interface OpenSplit {
  readonly x: OpenFile
  readonly y: OpenFile
  readonly attributes: OpenFile | null
}

/**
 * Opens and scans a data set.
 * @param sourceOf the bytes of a chosen path
 * @throws StudioError `bad-input` for unreadable or inconsistent files and for labels whose target stays unknown,
 *   `cancelled` on abort; whatever a source throws
 */
export async function openDataset(
  { candidate, layout, splits: paths, zgrid: zgridPath }: DatasetAssignment,
  sourceOf: (path: string) => ByteSource,
  options: OpenOptions = {},
): Promise<Dataset> {
  const { signal } = options
  const splits = {} as Record<SplitName, OpenSplit>
  for (const split of SPLIT_NAMES) splits[split] = await openSplit(paths[split], sourceOf, signal)
  for (const split of SPLIT_NAMES) await requireShapes(split, splits[split])
  const width = requireWidth(splits)
  const zgridSource = zgridPath === null ? null : sourceOf(zgridPath)
  const zgrid = zgridSource === null ? null : await readZgrid(zgridSource, width)

  const advance = progressOf(splits, zgridSource, options.onProgress)
  if (zgridSource !== null) advance('open', zgridSource.name, zgridSource.byteLength)
  const stored = {} as Record<SplitName, StoredLabels>
  const attributes = {} as Record<SplitName, readonly Attributes[] | null>
  const findings: Finding[] = []
  for (const split of SPLIT_NAMES) {
    const { y, attributes: table } = splits[split]
    stopIfAborted(signal)
    stored[split] = await readLabels(y.npy, y.source)
    advance('open', y.npy.name, y.npy.byteLength)
    attributes[split] = null
    if (table === null) continue
    stopIfAborted(signal)
    const result = await readAttributes(table.npy, table.source)
    attributes[split] = result.attributes
    if (result.finding !== null) findings.push(result.finding)
    advance('open', table.npy.name, table.npy.byteLength)
  }
  let target = options.target ?? candidate.target
  if (target === null) {
    const inferred = inferTarget(stored, attributes)
    target = inferred.target
    const message = `No folder names the target. ${target} is assumed: ${inferred.reason}.`
    findings.push(finding('info', 'target-inferred', message))
  }
  const parts = {} as Record<SplitName, SplitParts>
  for (const split of SPLIT_NAMES) {
    const { labels, finding: problem } = encodeLabels(stored[split], TARGETS[target])
    if (problem !== null) findings.push(problem)
    parts[split] = splitParts(splits[split], labels, stored[split].form === 'name', attributes[split])
  }
  return assembleDataset(
    {
      id: candidate.id,
      name: nameOf(target, candidate.balance, candidate.path),
      layout,
      target,
      balance: candidate.balance,
      splits: parts,
      zgrid,
      findings,
      inMemory: false,
    },
    { cacheBytes: options.cacheBytes, signal, onBytes: (file, bytes) => advance('scan', file, bytes) },
  )
}

async function openSplit(
  paths: DatasetAssignment['splits'][SplitName],
  sourceOf: (path: string) => ByteSource,
  signal: AbortSignal | undefined,
): Promise<OpenSplit> {
  const open = async (path: string): Promise<OpenFile> => {
    stopIfAborted(signal)
    const source = sourceOf(path)
    return { source, npy: await openNpy(source) }
  }
  return {
    x: await open(paths.x),
    y: await open(paths.y),
    attributes: paths.attributes === null ? null : await open(paths.attributes),
  }
}

/** Refuses posteriors that cannot be read by rows, and files of one split that differ in rows. */
async function requireShapes(split: SplitName, { x, y, attributes }: OpenSplit): Promise<void> {
  const { npy } = x
  const long = npy.shape.slice(1).filter((size) => size !== 1)
  if (
    npy.shape.length < 2 ||
    long.length > 1 ||
    rowWidth(npy) === 0 ||
    !isNumeric(npy.dtype) ||
    npy.dtype.kind === 'b'
  ) {
    throw new StudioError(
      'bad-input',
      `${npy.name}: type ${npy.dtype.descr}, shape ${formatShape(npy.shape)}; expected numbers in rows (objects, redshifts).`,
      'X holds one log posterior per row.',
    )
  }
  // Reads nothing, but refuses an order of bytes in which rows cannot be read.
  await readFloatRows(npy, x.source, 0, 0, new Float32Array(0))
  const files = [x, y, ...(attributes === null ? [] : [attributes])].map((file) => file.npy)
  if (files.every((file) => rowCount(file) === rowCount(npy))) return
  const counts = files.map((file) => `${file.name} has ${formatInteger(rowCount(file))}`)
  throw new StudioError(
    'bad-input',
    `The files of ${SPLIT_LABELS[split]} differ in rows: ${formatList(counts)}.`,
    'X, Y and attributes describe the same objects, one per row. Write them again together.',
  )
}

function requireWidth(splits: BySplit<OpenSplit>): number {
  const widths = SPLIT_NAMES.map((split) => rowWidth(splits[split].x.npy))
  if (widths.every((width) => width === widths[0])) return widths[0]!
  const counts = SPLIT_NAMES.map((split, i) => `${splits[split].x.npy.name} has ${formatInteger(widths[i]!)}`)
  throw new StudioError(
    'bad-input',
    `The splits differ in redshift points per row: ${formatList(counts)}.`,
    'All posteriors of a data set must lie on one grid.',
  )
}

function splitParts(
  { x, y, attributes: table }: OpenSplit,
  labels: Uint8Array,
  namedLabels: boolean,
  attributes: readonly Attributes[] | null,
): SplitParts {
  const files = [x, y, ...(table === null ? [] : [table])]
  return {
    x: npyRows(x.npy, x.source),
    type: x.npy.dtype.descr,
    labels,
    labelFile: y.npy.name,
    namedLabels,
    attributes,
    attributeFile: table?.npy.name ?? '',
    files: files.map(
      ({ npy }): FileReport => ({
        path: npy.name,
        bytes: npy.byteLength,
        rows: rowCount(npy),
        width: rowWidth(npy),
        type: npy.dtype.descr,
      }),
    ),
  }
}

/** Bytes read so far, over all files. Headers are not counted apart: each file's bytes count once. */
function progressOf(
  splits: BySplit<OpenSplit>,
  zgrid: ByteSource | null,
  onProgress: ((progress: ReadProgress) => void) | undefined,
): (phase: 'open' | 'scan', file: string, bytes: number) => void {
  const files = SPLIT_NAMES.flatMap((split) => [splits[split].x, splits[split].y, splits[split].attributes])
  let total = zgrid?.byteLength ?? 0
  let done = 0
  for (const file of files) total += file?.npy.byteLength ?? 0
  for (const split of SPLIT_NAMES) done += splits[split].x.npy.dataOffset
  return (phase, file, bytes) => {
    done += bytes
    onProgress?.({ phase, file, done, total })
  }
}

function nameOf(target: TargetId, balance: string | null, path: string): string {
  if (balance !== null) return `${target} ${balance}`
  const folder = path.split('/').at(-1) ?? ''
  return folder === '' || folder.toLowerCase() === target.toLowerCase() ? target : `${target} (${folder})`
}
