// The columns of one part of a data set (a split, or all objects): opened, held against each other, and read but for the
// posteriors.

import type { FileReport, Finding } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import type { Attributes } from '../core/targets.ts'
import { formatShape } from '../formats/numpy-dtype.ts'
import { type Column, columnRows, columnWidth } from '../formats/table.ts'
import { readAttributeColumns, readAttributes } from './attributes.ts'
import type { AttributeRole } from './file-names.ts'
import type { OpenFiles } from './find-datasets.ts'
import { formatList, SPLIT_LABELS } from './finding.ts'
import { readLabels, type StoredLabels } from './labels.ts'
import type { Part } from './part.ts'
import type { PartMembers } from './part-members.ts'

/** Columns whose headers were read and whose rows are equally many. */
export interface OpenPart {
  readonly holds: Part['holds']
  readonly x: Column
  readonly y: Column | null
  readonly attributes: Column | null
  readonly columns: Partial<Readonly<Record<AttributeRole, Column>>>
}

/** What the columns beside the posteriors hold. */
export interface PartContents {
  /** `null` where the attributes give the classes */
  readonly stored: StoredLabels | null
  readonly attributes: readonly Attributes[] | null
  readonly findings: readonly Finding[]
}

/**
 * Opens the columns of a part.
 * @throws StudioError `bad-input` for posteriors that cannot be read by rows, and for columns that differ in rows
 */
export async function openPart(
  holds: Part['holds'],
  { x, y, attributes, columns }: PartMembers,
  files: OpenFiles,
): Promise<OpenPart> {
  const opened: Partial<Record<AttributeRole, Column>> = {}
  const part = {
    holds,
    x: await files.column(x),
    y: y === null ? null : await files.column(y),
    attributes: attributes === null ? null : await files.column(attributes),
    columns: opened,
  }
  for (const [role, id] of Object.entries(columns)) opened[role as AttributeRole] = await files.column(id)
  await requireShapes(part)
  return part
}

/** Every column, the posteriors first. */
export function columnsOf({ x, y, attributes, columns }: OpenPart): Column[] {
  return [x, y, attributes, ...Object.values(columns)].filter((column) => column !== null)
}

async function requireShapes(part: OpenPart): Promise<void> {
  const { x, holds } = part
  const long = x.shape.slice(1).filter((size) => size !== 1)
  if (x.shape.length < 2 || long.length > 1 || columnWidth(x) === 0 || x.kind !== 'number') {
    throw new StudioError(
      'bad-input',
      `${x.title}: type ${x.type}, shape ${formatShape(x.shape)}; expected numbers in rows (objects, redshifts).`,
      'X holds one log posterior per row.',
    )
  }
  for (const [role, column] of Object.entries(part.columns)) requireScalar(column, role)
  // Reads nothing, but refuses an order of bytes in which rows cannot be read.
  await x.readFloat32(0, 0, new Float32Array(0))
  const columns = columnsOf(part)
  if (columns.every((column) => columnRows(column) === columnRows(x))) return
  const counts = columns.map((column) => `${column.title} has ${formatInteger(columnRows(column))}`)
  const whose = holds === 'all' || holds === 'natural' ? 'this data set' : SPLIT_LABELS[holds]
  throw new StudioError(
    'bad-input',
    `The files of ${whose} differ in rows: ${formatList(counts)}.`,
    'X, Y and attributes describe the same objects, one per row. Write them again together.',
  )
}

/**
 * Refuses a column with several values per row where one is meant.
 * @param role what it was taken for
 */
export function requireScalar(column: Column, role: string): void {
  if (columnWidth(column) === 1) return
  throw new StudioError(
    'bad-input',
    `${column.title}: shape ${formatShape(column.shape)}; ${role} is one value per row.`,
    'Choose another column for it.',
  )
}

/**
 * Reads labels and attributes.
 * @param onRead called with each column that was read
 */
export async function readPart(part: OpenPart, onRead: (column: Column) => void): Promise<PartContents> {
  const { x, y, attributes: table, columns } = part
  const stored = y === null ? null : await readLabels(y)
  if (y !== null) onRead(y)
  const result = table === null ? null : await readAttributes(table)
  if (table !== null) onRead(table)
  let attributes = result?.attributes ?? null
  const findings = result?.finding ? [result.finding] : []
  const single = Object.values(columns)
  if (single.length > 0) {
    const read = await readAttributeColumns(columns, columnRows(x), attributes)
    attributes = read.attributes
    if (read.finding !== null) findings.push(read.finding)
    for (const column of single) onRead(column)
  }
  return { stored, attributes, findings }
}

/** Where the attributes of a part lie, for messages; empty where there are none. */
export function attributeFile({ attributes, columns }: OpenPart): string {
  return attributes?.title ?? Object.values(columns)[0]?.file ?? ''
}

/** What a report says about the columns of a part. */
export function reportFiles(part: OpenPart): FileReport[] {
  return columnsOf(part).map((column) => ({
    path: column.file,
    ...(column.name !== '' && { column: column.name }),
    bytes: column.byteLength,
    rows: columnRows(column),
    width: columnWidth(column),
    type: column.type,
  }))
}
