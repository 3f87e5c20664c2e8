// Makes a data set of its parts, wherever they come from: scans the posteriors, checks labels and attributes, audits
// the splits, and writes the report.

import {
  type Balance,
  type DatasetReport,
  type FileReport,
  type Finding,
  SPLIT_NAMES,
  type SplitName,
  type SplitReport,
} from '../core/dataset-report.ts'
import { type Attributes, TARGETS, type TargetId } from '../core/targets.ts'
import { checkAttributes } from './attributes.ts'
import { auditClasses, auditDuplicates, auditValues } from './audit.ts'
import { checkLabels } from './check-labels.ts'
import { checkLogEvidence, checkRedshifts, checkSpacing, reportZgrid, type Zgrid } from './check-zgrid.ts'
import type { Dataset, SplitData } from './dataset.ts'
import { finding, formatList, SPLIT_LABELS } from './finding.ts'
import { chooseFloor } from './floor.ts'
import { hashText } from './hash.ts'
import { INVALID_LABEL } from './labels.ts'
import { cachedReader, flooredReader, readerBytes } from './row-reader.ts'
import { type RawRows, scanRows, type XScan } from './scan.ts'

/** One split before its posteriors are scanned. */
export interface SplitParts {
  readonly x: RawRows
  /** of X, in NumPy's notation */
  readonly type: string
  readonly labels: Uint8Array
  readonly labelFile: string
  /** whether the label file holds class names */
  readonly namedLabels: boolean
  readonly attributes: readonly Attributes[] | null
  readonly attributeFile: string
  readonly files: readonly FileReport[]
}

/** A data set before its posteriors are scanned. */
export interface DatasetParts {
  readonly id: string
  readonly name: string
  readonly layout: DatasetReport['layout']
  readonly target: TargetId
  readonly balance: Balance | null
  readonly splits: Readonly<Record<SplitName, SplitParts>>
  readonly zgrid: Zgrid | null
  /** what was noticed so far */
  readonly findings: readonly Finding[]
  /** whether any single row is read quickly */
  readonly inMemory: boolean
}

/** How a data set is assembled. */
export interface AssembleOptions {
  /** memory for rows that are kept after their first use: TRAIN first, then VALID and TEST */
  readonly cacheBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onBytes?: ((file: string, bytes: number) => void) | undefined
}

type BySplit<T> = Readonly<Record<SplitName, T>>

/**
 * Scans and checks a data set. What blocks training is in the report's findings; only unreadable bytes throw.
 * @throws StudioError `cancelled` when `signal` aborts
 */
export async function assembleDataset(parts: DatasetParts, options: AssembleOptions = {}): Promise<Dataset> {
  const { splits, zgrid, target } = parts
  const scans = {} as Record<SplitName, XScan>
  for (const split of SPLIT_NAMES) {
    const { x } = splits[split]
    scans[split] = await scanRows(x, (bytes) => options.onBytes?.(x.name, bytes), options.signal)
  }
  const floor = chooseFloor(scans)
  const check = checkLabels(
    target,
    bySplit(
      ({ labels, labelFile, namedLabels, attributes }) => ({
        file: labelFile,
        labels,
        named: namedLabels,
        attributes,
      }),
      splits,
    ),
  )
  const classCount = check.classes.length
  const counts = bySplit(({ labels }) => countLabels(labels, classCount), splits)
  const files = bySplit(({ x }) => x.name, splits)
  const zgridReport = zgrid === null ? null : reportZgrid(zgrid)
  const findings: Finding[] = [
    ...parts.findings,
    ...SPLIT_NAMES.flatMap((split) => auditValues(files[split], splits[split].type, scans[split])),
    ...auditDuplicates(
      bySplit(({ hashes }) => hashes, scans),
      files,
    ),
    ...auditClasses(
      check.labels,
      counts,
      bySplit(({ x }) => x.rows, splits),
      bySplit(({ labelFile }) => labelFile, splits),
    ),
    ...check.findings,
    ...SPLIT_NAMES.flatMap((split) => checkColumns(splits[split], target, zgrid)),
    ...checkPresence(splits),
    ...checkSpacing(zgridReport),
    ...(floor.finding === null ? [] : [floor.finding]),
  ]
  const order: readonly Finding['severity'][] = ['block', 'warning', 'info']
  findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))

  const report: DatasetReport = {
    id: parts.id,
    name: parts.name,
    layout: parts.layout,
    target,
    balance: parts.balance,
    classes: check.classes,
    labels: check.labels,
    width: splits.train.x.width,
    splits: {
      train: reportSplit(splits.train, scans.train, counts.train),
      validation: reportSplit(splits.validation, scans.validation, counts.validation),
      test: reportSplit(splits.test, scans.test, counts.test),
    },
    zgrid: zgridReport,
    findings,
    fingerprint: fingerprint(splits, scans),
  }
  let budget = options.cacheBytes ?? 0
  const data = bySplit((split): SplitData => {
    const reader = flooredReader(split.x, floor.value, parts.inMemory)
    const x = cachedReader(reader, budget)
    if (x !== reader) budget -= readerBytes(x)
    return { name: split.x.name, x, labels: split.labels, attributes: split.attributes }
  }, splits)
  return { report, splits: data, zgrid: zgrid?.values ?? null }
}

/** Attributes against what the target and the grid expect of them. */
function checkColumns(split: SplitParts, target: TargetId, zgrid: Zgrid | null): Finding[] {
  const { attributes, attributeFile: file } = split
  if (attributes === null) return []
  const used = TARGETS[target]
  const rules = (['DeltaZ', 'Success3', 'Flag'] as const).map((id) => {
    const decides = TARGETS[id].attribute === used.attribute
    return [decides ? used : TARGETS[id], decides] as const
  })
  return [
    ...checkAttributes(file, attributes, rules),
    ...(zgrid === null ? [] : checkRedshifts(file, attributes, zgrid.values)),
    ...checkLogEvidence(file, attributes),
  ]
}

function checkPresence(splits: BySplit<SplitParts>): Finding[] {
  const without = SPLIT_NAMES.filter(
    (split) => splits[split].attributes === null && splits[split].attributeFile === '',
  )
  if (without.length === 0) return []
  const names = formatList(without.map((split) => SPLIT_LABELS[split]))
  const message = `No attributes file for ${names}: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.`
  return [finding('warning', 'no-attributes', message, { counts: { splits: without.length } })]
}

function reportSplit(split: SplitParts, scan: XScan, counts: readonly number[]): SplitReport {
  return {
    rows: split.x.rows,
    width: split.x.width,
    type: split.type,
    counts,
    files: split.files,
    hasAttributes: split.attributes !== null,
    nonFinite: scan.nonFinite,
  }
}

function countLabels(labels: Uint8Array, classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) if (label !== INVALID_LABEL) counts[label]!++
  return counts
}

/** Equal shapes, labels and rows give equal fingerprints, whatever the files' types and names are. */
function fingerprint(splits: BySplit<SplitParts>, scans: BySplit<XScan>): string {
  const words: number[] = []
  for (const split of SPLIT_NAMES) {
    const { x, labels } = splits[split]
    words.push(x.rows, x.width)
    for (const label of labels) words.push(label)
    for (const word of scans[split].hashes) words.push(word)
  }
  return hashText(words)
}

function bySplit<T, U>(map: (value: T) => U, values: BySplit<T>): Record<SplitName, U> {
  return { train: map(values.train), validation: map(values.validation), test: map(values.test) }
}
