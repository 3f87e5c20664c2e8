// What can play a part in a data set: a file of its own, or a column of a table. Names tell the part; where they do not,
// the visitor does.

import type { ColumnMapping, ColumnRoleName } from '../core/column-roles.ts'
import type { TableReport } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import { type Column, columnWidth, type Table } from '../formats/table.ts'
import { type ColumnRole, type NamedFile, nameColumn, nameFile, splitOfFolder } from './file-names.ts'

/** What is known of a column before it is read. */
export type ColumnOutline = Pick<Column, 'name' | 'title' | 'kind' | 'type' | 'shape' | 'byteLength'>

/** What is known of a table before it is read. */
export interface TableOutline extends Pick<Table, 'format' | 'metadata'> {
  readonly columns: readonly ColumnOutline[]
}

/** A chosen file; a table with its columns. */
export interface FoundFile {
  readonly path: string
  readonly byteLength: number
  readonly table?: TableOutline
}

/** What a visitor's words for roles mean. */
const MAPPED_ROLES: Readonly<Record<ColumnRoleName, ColumnRole>> = {
  X: 'x',
  label: 'y',
  redshift: 'redshift',
  deltaZ: 'deltaZ',
  status: 'status',
  logEvidence: 'logEvidence',
  flag: 'flag',
  id: 'id',
  split: 'split',
  attributes: 'attributes',
  zgrid: 'zgrid',
}

/** A file or a column, and what it is taken for. */
export interface Member {
  /** the path of a file, the title of a column: `TRAIN.arrow, column X` */
  readonly id: string
  /** path of the file */
  readonly path: string
  readonly byteLength: number
  /** names of the folders above the file */
  readonly folders: readonly string[]
  /** of the file inside its folder */
  readonly name: string
  readonly role: ColumnRole | null
  readonly split: SplitName | null
  readonly raw: boolean
  /** whether it is a column */
  readonly isColumn: boolean
  /** takes its role only where nothing else does: a document by its name, a vector that is not called X */
  readonly weak: boolean
}

/** More values than this per row are no one-hot label: they may be a posterior. */
const FEWEST_POINTS = 6

/** The members of files. Of a role that the visitor gave to a file, other files of that name are no longer taken for it. */
export function membersOfAll(files: readonly FoundFile[], mapping: ColumnMapping): readonly Member[] {
  const given = new Set(
    files.flatMap(({ path, table }) =>
      Object.entries(mapping)
        .filter(([, name]) => table === undefined && name === nameFile({ path, byteLength: 0 }).name)
        .map(([role]) => MAPPED_ROLES[role as ColumnRoleName]),
    ),
  )
  const names = new Set(Object.values(mapping))
  return files
    .flatMap((file) => membersOf(file, mapping))
    .map((member) => {
      const { role, isColumn, name } = member
      const isBeaten = !isColumn && role !== null && given.has(role) && !names.has(name)
      return isBeaten ? { ...member, role: null, raw: false } : member
    })
}

/** The members that a file is or holds. */
export function membersOf(file: FoundFile, mapping: ColumnMapping = {}): readonly Member[] {
  const named = nameFile(file)
  return file.table === undefined ? [fileMember(named, mapping)] : columnMembers(named, file.table, mapping)
}

/** A file that was given a role is no part of a split unless its folder is one: it stands with the raw arrays. */
function fileMember(named: NamedFile, mapping: ColumnMapping): Member {
  const { path, byteLength, folders, name, role, split, raw, document } = named
  const common = { id: path, path, byteLength, folders, name, isColumn: false }
  const [given] = Object.entries(mapping).find(([, file]) => file === name) ?? []
  if (given !== undefined) {
    const role = MAPPED_ROLES[given as ColumnRoleName]
    return { ...common, role, split, raw: split === null, weak: false }
  }
  return { ...common, role, split, raw, weak: document }
}

function columnMembers(file: NamedFile, table: TableOutline, mapping: ColumnMapping): readonly Member[] {
  const given = new Map<string, ColumnRole>()
  for (const [role, column] of Object.entries(mapping)) {
    if (table.columns.some(({ name }) => name === column)) {
      given.set(column, MAPPED_ROLES[role as ColumnRoleName])
    }
  }
  const mapped = new Set(given.values())
  const named = table.columns.map((column) => {
    const { role, split, own, raw } = nameColumn(column.name)
    const usual = role !== null && !mapped.has(role) && mayBe(role, column, table) ? role : null
    return { column, role: given.get(column.name) ?? usual, split, raw, own, given: given.has(column.name) }
  })
  const fileSplit = file.split ?? splitOfFolder(file.name.replace(/\.[^.]*$/, ''))
  const vectors = table.columns.filter((column) => mayBe('x', column, table))
  const lacksX = named.every(({ role }) => role !== 'x')
  return named.map(({ column, role, split, raw, own, given: isGiven }) => {
    const sole = lacksX && vectors.length === 1 && vectors[0] === column && role === null
    // a role's own name beats its other names: `redshift` beats `z`
    const beaten =
      !own &&
      !isGiven &&
      named.some(
        (other) => other.own && other.role === role && other.split === split && other.column !== column,
      )
    return {
      id: column.title,
      path: file.path,
      byteLength: column.byteLength,
      folders: file.folders,
      name: file.name,
      role: sole ? 'x' : beaten ? null : role,
      split: split ?? fileSplit,
      raw,
      isColumn: true,
      weak: sole,
    }
  })
}

/** Whether a column's shape allows a role that its name suggests. */
function mayBe(role: ColumnRole, column: ColumnOutline, { format }: TableOutline): boolean {
  const width = columnWidth(column)
  switch (role) {
    case 'x':
      return column.kind === 'number' && column.shape.length > 1 && width >= FEWEST_POINTS
    case 'attributes':
      return true
    case 'zgrid':
      // only an archive's arrays may differ in length
      return format === 'NPZ' && column.kind === 'number'
    case 'y':
      return width < FEWEST_POINTS
    case 'redshift':
    case 'deltaZ':
    case 'status':
    case 'logEvidence':
    case 'flag':
    case 'id':
    case 'split':
      return width === 1
    default:
      return role satisfies never
  }
}

/** What a visitor may choose from: the columns of a table and the roles that they have so far. */
export function outlineTable(
  { path }: FoundFile,
  { format, columns }: TableOutline,
  members: readonly Member[],
): TableReport {
  const roles = new Map(members.map(({ id, role }) => [id, role]))
  const names = Object.entries(MAPPED_ROLES) as [ColumnRoleName, ColumnRole][]
  return {
    path,
    format,
    columns: columns.map(({ name, title, type, shape }) => ({
      name,
      type,
      shape,
      role: names.find(([, role]) => role === roles.get(title))?.[0] ?? null,
    })),
  }
}
