// What is said about chosen files that make no data set.

import type { ColumnMapping } from '../core/column-roles.ts'
import type { Discovery, Finding } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import { formatShape } from '../formats/numpy-dtype.ts'
import { finding, formatList, SPLIT_LABELS } from './finding.ts'
import type { ColumnOutline, FoundFile, Member, TableOutline } from './members.ts'

const HOW_TO_NAME =
  'Choose the folder that holds TRAIN, VALID and TEST, or name the files X_train.npy, Y_train.npy and so on.'
const NO_X = 'no column is called X (or posterior, pdf, logpdf, pz), and none is the only vector of numbers'
const NO_Y =
  'no column is called label (or labels, Y, target, class), and none is an attribute that gives classes (deltaZ, status or flag)'
const HOW_TO_MAP = 'Choose it under "Columns" in the page, or with --columns X=NAME,label=NAME.'

/** Several files or columns for one role. */
export function conflict(members: readonly Member[], role: string): Finding {
  const ids = members.map(({ id }) => id)
  const canMap = members.every(({ isColumn }) => isColumn) && new Set(ids).size === ids.length
  const advice = canMap ? HOW_TO_MAP : 'Remove all but one.'
  return finding(
    'block',
    'ambiguous-files',
    `${formatList(ids)} ${ids.length === 2 ? 'both' : 'all'} claim to be the ${role}. ${advice}`,
    { file: members[0]!.path, counts: { files: ids.length } },
  )
}

/** A table whose posteriors have neither labels nor attributes. */
export function lacksClasses(x: Member): Finding {
  const advice = x.isColumn ? HOW_TO_MAP : 'Add attributes*.npy or labels.'
  const message = `${x.id}: the posteriors have no labels, and no attributes (deltaZ, status or flag) that give them. ${advice}`
  return finding('block', 'no-labels', message, { file: x.path })
}

/** Tables without a column for the posteriors. */
export function lacksPosteriors(tables: readonly FoundFile[]): Finding[] {
  return tables.map(({ path, table }) => {
    const message = `${path}: ${NO_X}; it has ${describeColumns(table)}. ${HOW_TO_MAP}`
    return finding('block', 'columns-unclear', message, {
      file: path,
      counts: { columns: table?.columns.length ?? 0 },
    })
  })
}

function describeColumns(table: TableOutline | undefined): string {
  return formatList((table?.columns ?? []).map(describeColumn)) || 'no columns'
}

function describeColumn({ name, type, shape }: ColumnOutline): string {
  return `${name} (${type}, ${formatShape(shape)})`
}

/** Tables that would be data sets of their own, beside one in splits. */
export function notUsed(tables: readonly FoundFile[]): Finding[] {
  return tables.map(({ path }) => {
    const message = `${path} holds posteriors as well; the data set in splits is used. Choose the file alone to use it.`
    return finding('info', 'table-not-used', message, { file: path })
  })
}

/** Columns that a visitor named and no table has. */
export function unknownColumns(mapping: ColumnMapping, files: readonly FoundFile[]): Finding[] {
  const names = [...new Set(files.flatMap(({ table }) => table?.columns.map(({ name }) => name) ?? []))]
  const arrays = files.filter(({ table }) => table === undefined).map(({ path }) => path.split('/').at(-1))
  return Object.entries(mapping)
    .filter(([, column]) => !names.includes(column) && !arrays.includes(column))
    .map(([role, column]) => {
      const known = names.length === 0 ? 'there is no table' : `the columns are ${formatList(names)}`
      return finding(
        'block',
        'unknown-column',
        `${role}=${column}: no table has a column ${column}; ${known}.`,
      )
    })
}

/** What a split lacks. */
export interface Lack {
  readonly split: SplitName
  /** none where nothing belongs to the split */
  readonly roles: readonly ('X' | 'Y')[]
  /** the first table of the split, where another choice of columns may mend it */
  readonly table: FoundFile | undefined
}

/** Splits, files or columns that a folder lacks, and what it has. */
export function incomplete(
  folders: readonly string[],
  lacks: readonly Lack[],
  found: readonly Member[],
): Finding {
  const path = folders.join('/')
  const where = path === '' ? 'The chosen files' : path
  const lack = path === '' ? 'lack' : 'lacks'
  const missing = formatList(
    lacks.map(({ split, roles }) => [formatList(roles), SPLIT_LABELS[split]].filter(Boolean).join(' of ')),
  )
  const lostSplit = lacks.some(({ roles }) => roles.length === 0)
  const counts = { missing: lacks.length, found: found.length }
  const unclear = lacks.find(({ table }) => table !== undefined)
  if (unclear?.table !== undefined) {
    const lacksX = unclear.roles.includes('X')
    const why = [...(lacksX ? [NO_X] : []), ...(unclear.roles.includes('Y') ? [NO_Y] : [])].join('; ')
    const message = `${where} ${lack} ${missing}: ${why}; ${unclear.table.path} has ${describeColumns(unclear.table.table)}. ${HOW_TO_MAP}`
    return finding('block', lacksX ? 'columns-unclear' : 'no-labels', message, { file: path, counts })
  }
  const names = [
    ...new Set(found.map((member) => [...member.folders.slice(folders.length), member.name].join('/'))),
  ]
  return finding(
    'block',
    lostSplit ? 'missing-split' : 'missing-files',
    `${where} ${lack} ${missing}; found ${formatList(names)}. A data set is TRAIN, VALID and TEST with X and Y each.`,
    { file: path, counts },
  )
}

/** Why files without a split, or no usable files at all, are not a data set. */
export function describeLoose(
  loose: readonly Member[],
  all: readonly FoundFile[],
  explained: boolean,
): { layout: Discovery['layout']; findings: readonly Finding[] } {
  const raw = loose.length > 0 && loose.every((file) => file.raw)
  if (raw) {
    const names = formatList(loose.map(({ id }) => id))
    const lack = loose.some(({ role }) => role === 'x')
      ? 'The attributes (attributes*.npy), which give the classes, are not among them.'
      : 'The posteriors (pdfs*.npy) are not among them.'
    const message = `${names}: raw files. ${lack}`
    const found = finding('block', 'raw-files', message, { file: loose[0]!.path })
    return { layout: 'raw', findings: explained ? [] : [found] }
  }
  const tables = all.filter(({ table }) => table !== undefined)
  if (tables.length > 0 && !explained) return { layout: 'table', findings: lacksPosteriors(tables) }
  if (loose.length > 0 && !explained) {
    const message = `${timesNamed(loose)}: neither a folder nor a name says which belongs to TRAIN, VALID or TEST. ${HOW_TO_NAME}`
    return {
      layout: 'files',
      findings: [finding('block', 'no-split-names', message, { counts: { files: loose.length } })],
    }
  }
  if (explained) return { layout: 'nothing', findings: [] }
  const first = formatList(all.slice(0, 3).map(({ path }) => path))
  const found =
    all.length === 0
      ? 'No data files were chosen.'
      : `No data set among ${all.length} files (${first}${all.length > 3 ? ' ...' : ''}).`
  return {
    layout: 'nothing',
    findings: [finding('block', 'no-data-set', `${found} ${HOW_TO_NAME}`, { counts: { files: all.length } })],
  }
}

function timesNamed(files: readonly Member[]): string {
  const times = new Map<string, number>()
  for (const { id } of files) times.set(id, (times.get(id) ?? 0) + 1)
  return formatList([...times].map(([id, count]) => (count === 1 ? id : `${id} (${count} times)`)))
}
