// Makes a data set of its parts, wherever they come from: checks labels and attributes, scans the posteriors, audits the
// splits, and writes the report.

import {
  type AttributeName,
  type Balance,
  type DatasetReport,
  type FileReport,
  type Finding,
  SPLIT_NAMES,
  type SplitName,
} from '../core/dataset-report.ts'
import { type Attributes, TARGETS, type TargetId } from '../core/targets.ts'
import { checkAttributes } from './attributes.ts'
import { auditClasses, auditDuplicates, auditObjects, auditValues } from './audit.ts'
import { type BySplit, bySplit, mapSplits } from './by-split.ts'
import { checkLabels, type LabelCheck } from './check-labels.ts'
import { checkLogEvidence, checkRedshifts, checkSpacing, reportZgrid, type Zgrid } from './check-zgrid.ts'
import { chosenRows } from './chosen-rows.ts'
import type { Dataset, SplitData } from './dataset.ts'
import { finding, formatList, SPLIT_LABELS } from './finding.ts'
import { chooseFloor } from './floor.ts'
import { hashText, type RowHashes, takeHashes } from './hash.ts'
import { knownAttributes } from './known-attributes.ts'
import { INVALID_LABEL } from './labels.ts'
import { shuffleBlocks } from './order.ts'
import { cachedReader, flooredReader, readerBytes } from './row-reader.ts'
import { type RawRows, type ScanOptions, type ShareOfScan, scanRows, type XScan } from './scan.ts'
import type { Scratch } from './scratch.ts'
import { type KeptRows, keepRows } from './unpack.ts'

/** Objects whose columns lie together, one row each: those of one split, or all. */
export interface Part {
  /** `null` where the part holds all objects */
  readonly split: SplitName | null
  readonly x: RawRows
  /** of X, in NumPy's notation */
  readonly type: string
  readonly labels: Uint8Array
  readonly labelFile: string
  /** whether the labels are class names */
  readonly namedLabels: boolean
  readonly attributes: readonly Attributes[] | null
  /** empty where there is none */
  readonly attributeFile: string
  readonly files: readonly FileReport[]
}

/** The rows of a split: all of a part, or some. */
export interface SplitRowsOf {
  readonly part: Part
  /** ascending */
  readonly rows: Uint32Array | null
}

/** A data set before its posteriors are scanned. */
export interface DatasetParts {
  readonly id: string
  readonly name: string
  readonly layout: DatasetReport['layout']
  readonly target: TargetId
  readonly balance: Balance | null
  readonly splits: BySplit<SplitRowsOf>
  readonly zgrid: Zgrid | null
  /** what was noticed so far */
  readonly findings: readonly Finding[]
}

/** How posteriors are scanned and kept. */
export interface AssembleOptions extends Pick<ScanOptions, 'signal'> {
  /** memory for rows that are kept after their first use, TRAIN first, then VALID and TEST; less where not all fit */
  readonly cacheBytes?: number | undefined
  readonly onBytes?: ((file: string, bytes: number) => void) | undefined
  /** for compressed posteriors that do not fit into that memory; without it they are refused */
  readonly scratch?: Scratch | null | undefined
  /** the report is all that is wanted: nothing is kept for reading again */
  readonly reportOnly?: boolean | undefined
}

/** A data set whose labels and attributes are known; its posteriors have not been read. */
export interface OpenedDataset {
  /** without non-finite values, leaks and fingerprint */
  readonly report: DatasetReport
  /**
   * Reads every posterior once. What blocks training is in the report's findings; only unreadable bytes throw.
   * @throws StudioError `cancelled` when `signal` aborts
   */
  scan(options?: AssembleOptions): Promise<Dataset>
}

/** Checks all that can be checked without posteriors. */
export function prepareDataset(parts: DatasetParts): OpenedDataset {
  const { splits, zgrid, target } = parts
  const whole = wholeParts(splits)
  const check = checkLabels(
    target,
    whole.map(({ split, labels, labelFile, namedLabels, attributes }) => ({
      split,
      file: labelFile,
      labels,
      named: namedLabels,
      attributes,
    })),
  )
  const labels = mapSplits(splits, ({ part, rows }) => take(part.labels, rows))
  const counts = mapSplits(labels, (of) => countLabels(of, check.classes.length))
  const zgridReport = zgrid === null ? null : reportZgrid(zgrid)
  const findings: Finding[] = [
    ...auditClasses(
      check.labels,
      counts,
      mapSplits(labels, (of) => of.length),
      mapSplits(splits, ({ part }) => part.labelFile),
    ),
    ...check.findings,
    ...whole.flatMap((part) => checkColumns(part, target, zgrid)),
    ...checkPresence(splits),
    ...checkSpacing(zgridReport),
  ]
  const report: DatasetReport = {
    id: parts.id,
    name: parts.name,
    layout: parts.layout,
    target,
    balance: parts.balance,
    classes: check.classes,
    labels: check.labels,
    width: splits.train.part.x.width,
    splits: bySplit((split) => ({
      rows: labels[split].length,
      width: splits[split].part.x.width,
      type: splits[split].part.type,
      counts: counts[split],
      files: splits[split].part.files,
      hasAttributes: knownIn(splits[split]).length > 0,
      attributes: knownIn(splits[split]),
      nonFinite: null,
    })),
    zgrid: zgridReport,
    findings: bySeverity([...parts.findings, ...findings]),
    shuffle: null,
    fingerprint: '',
  }
  return { report, scan: (options = {}) => scanDataset(parts, { report, findings, labels, check }, options) }
}

interface Prepared {
  readonly report: DatasetReport
  /** besides those that the parts came with */
  readonly findings: readonly Finding[]
  readonly labels: BySplit<Uint8Array>
  readonly check: LabelCheck
}

async function scanDataset(
  parts: DatasetParts,
  { report, findings, labels }: Prepared,
  options: AssembleOptions,
): Promise<Dataset> {
  const { splits, zgrid } = parts
  let budget = budgetFor(wholeParts(splits), options.cacheBytes ?? 0)
  const scans = new Map<Part, XScan>()
  const rows = new Map<Part, RawRows>()
  const kept: KeptRows[] = []
  const release = async () => {
    await Promise.allSettled(kept.map((each) => each.discard()))
  }
  try {
    for (const part of wholeParts(splits)) {
      const { x } = part
      const keeping =
        x.forward && !options.reportOnly
          ? await keepRows(x, { memoryBytes: budget, scratch: options.scratch ?? null })
          : null
      if (keeping !== null) kept.push(keeping)
      if (keeping?.inMemory) budget -= 4 * x.rows * x.width
      const onBytes = (bytes: number) => options.onBytes?.(x.name, bytes)
      const owners = part.split === null ? ownersOf(x.rows, splits) : {}
      scans.set(part, await scanRows(keeping ?? x, { onBytes, signal: options.signal, ...owners }))
      rows.set(part, (await keeping?.finish()) ?? x)
    }
  } catch (thrown) {
    await release()
    throw thrown
  }
  const shares = bySplit((split): ShareOfScan => {
    const { part } = splits[split]
    const scan = scans.get(part)!
    return part.split === null ? scan.shares[SPLIT_NAMES.indexOf(split)]! : scan
  })
  const hashes = mapSplits(splits, ({ part, rows }) => takeHashes(scans.get(part)!.hashes, rows))
  const files = mapSplits(splits, ({ part }) => part.x.name)
  const inFile = mapSplits(splits, ({ rows }) => rows)
  const floor = chooseFloor(shares)
  const attributes = mapSplits(splits, ({ part, rows }) =>
    part.attributes === null ? null : takeItems(part.attributes, rows),
  )
  const ids = mapSplits(attributes, (of) => of?.map(({ id }) => id ?? null) ?? [])
  const all: Finding[] = [
    ...parts.findings,
    ...[...scans].flatMap(([{ x, type }, scan]) => auditValues(x.name, type, scan)),
    ...auditDuplicates(hashes, files, inFile),
    ...auditObjects(ids, hashes, files, inFile),
    ...findings,
    ...(floor.finding === null ? [] : [floor.finding]),
  ]
  const data = bySplit((split): SplitData => {
    const { part, rows: chosen } = splits[split]
    const raw = rows.get(part)!
    const reader = flooredReader(chosen === null ? raw : chosenRows(raw, chosen), floor.value, raw.quick)
    const x = cachedReader(reader, budget)
    if (x !== reader) budget -= Math.min(budget, readerBytes(x))
    return { name: part.x.name, x, labels: labels[split], attributes: attributes[split] }
  })
  return {
    report: {
      ...report,
      splits: bySplit((split) => ({ ...report.splits[split], nonFinite: shares[split].nonFinite })),
      findings: bySeverity(all),
      shuffle: data.train.x.blockRows === undefined ? null : shuffleBlocks(data.train.x),
      fingerprint: fingerprint(report, labels, hashes),
    },
    splits: data,
    zgrid: zgrid?.values ?? null,
    ...(kept.some(({ inMemory }) => !inMemory) && { release }),
  }
}

/**
 * Memory that data larger than their budget leave to the network and to what is read ahead: with the reference's grid, page
 * and worker then stay below 1.5 GB.
 */
const ROOM_BESIDE_LARGE_DATA = 600e6

/** Bytes of rows to keep. A part of data that are read again anyway gains little, so it comes after everything else. */
function budgetFor(parts: readonly Part[], cacheBytes: number): number {
  const bytes = parts.reduce((sum, { x }) => sum + 4 * x.rows * x.width, 0)
  return bytes <= cacheBytes ? cacheBytes : Math.max(0, cacheBytes - ROOM_BESIDE_LARGE_DATA)
}

/** Each part once. */
function wholeParts(splits: BySplit<SplitRowsOf>): Part[] {
  return [...new Set(SPLIT_NAMES.map((split) => splits[split].part))]
}

/** The split of each row of a part that holds all objects. */
function ownersOf(rows: number, splits: BySplit<SplitRowsOf>): Pick<ScanOptions, 'ownerOf' | 'owners'> {
  const ownerOf = new Uint8Array(rows)
  SPLIT_NAMES.forEach((split, owner) => {
    for (const row of splits[split].rows ?? []) ownerOf[row] = owner
  })
  return { ownerOf, owners: SPLIT_NAMES.length }
}

/** Attributes against what the target and the grid expect of them. */
function checkColumns(part: Part, target: TargetId, zgrid: Zgrid | null): Finding[] {
  const { attributes, attributeFile: file, labelFile } = part
  if (attributes === null) return []
  const givesClasses = labelFile === file
  const used = TARGETS[target]
  const rules = (['DeltaZ', 'Success3', 'Flag'] as const)
    .map((id) => {
      const decides = TARGETS[id].attribute === used.attribute
      return [decides ? used : TARGETS[id], decides] as const
    })
    // a column that the data do not have is not wrong in every row, unless it gives the classes
    .filter(
      ([spec, decides]) =>
        (decides && givesClasses) || attributes.some((row) => row[spec.attribute] !== null),
    )
  return [
    ...checkAttributes(file, attributes, rules),
    ...(zgrid === null || !knownAttributes(attributes).includes('redshift')
      ? []
      : checkRedshifts(file, attributes, zgrid.values)),
  ]
}

/** Attributes that are absent: all of a split, or the log-evidence. */
function checkPresence(splits: BySplit<SplitRowsOf>): Finding[] {
  const evidence = checkEvidence(wholeParts(splits))
  const without = SPLIT_NAMES.filter((split) => {
    const { attributes, attributeFile } = splits[split].part
    // attributes that could not be used were told already, and so is an empty split
    if (attributes === null) return attributeFile === ''
    return (splits[split].rows ?? attributes).length > 0 && knownIn(splits[split]).length === 0
  })
  if (without.length === 0) return evidence
  const names = formatList(without.map((split) => SPLIT_LABELS[split]))
  const message = `No attributes file for ${names}: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.`
  return [...evidence, finding('warning', 'no-attributes', message, { counts: { splits: without.length } })]
}

/** Rows without log-evidence, where others have one. */
function checkEvidence(parts: readonly Part[]): Finding[] {
  const known = parts.filter(({ attributes }) => knownAttributes(attributes).length > 0)
  if (known.length === 0) return []
  if (known.some(({ attributes }) => knownAttributes(attributes).includes('logEvidence'))) {
    return known.flatMap(({ attributes, attributeFile }) => checkLogEvidence(attributeFile, attributes ?? []))
  }
  const message = 'No log-evidence: the input logVraisemblance is not offered.'
  return [finding('info', 'no-log-evidence', message)]
}

function knownIn({ part, rows }: SplitRowsOf): readonly AttributeName[] {
  return knownAttributes(part.attributes === null ? null : takeItems(part.attributes, rows))
}

const SEVERITIES: readonly Finding['severity'][] = ['block', 'warning', 'info']

function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}

function countLabels(labels: Uint8Array, classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) if (label !== INVALID_LABEL) counts[label]!++
  return counts
}

/** Equal shapes, labels and rows give equal fingerprints, whatever the files' types and names are. */
function fingerprint(report: DatasetReport, labels: BySplit<Uint8Array>, hashes: BySplit<RowHashes>): string {
  const words: number[] = []
  for (const split of SPLIT_NAMES) {
    words.push(report.splits[split].rows, report.splits[split].width)
    for (const label of labels[split]) words.push(label)
    for (const word of hashes[split]) words.push(word)
  }
  return hashText(words)
}

function take(values: Uint8Array, rows: Uint32Array | null): Uint8Array {
  return rows === null ? values : Uint8Array.from(rows, (row) => values[row]!)
}

function takeItems<T>(values: readonly T[], rows: Uint32Array | null): readonly T[] {
  return rows === null ? values : Array.from(rows, (row) => values[row]!)
}
