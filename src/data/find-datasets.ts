// Looks into the chosen files before anyone asks what they are for: tables are recognised by their first bytes and opened
// to their columns. Files of a single array stay closed until a data set needs them.

import type { ColumnMapping, ColumnRoleName } from '../core/column-roles.ts'
import type { Finding, TableReport } from '../core/dataset-report.ts'
import { describeError, StudioError } from '../core/errors.ts'
import { openNpy } from '../formats/npy.ts'
import { npyColumn } from '../formats/npy-column.ts'
import { formatShape } from '../formats/numpy-dtype.ts'
import { openTable } from '../formats/open-table.ts'
import { RECOGNISE_BYTES, recogniseFormat } from '../formats/recognise.ts'
import type { ByteSource } from '../formats/source.ts'
import type { Column, Table } from '../formats/table.ts'
import { discover } from './discover.ts'
import { isLitter, nameFile } from './file-names.ts'
import { finding, ROWS_SHOWN } from './finding.ts'
import type { FoundFile } from './members.ts'

/** Data sets among the chosen files, and the way to their columns. */
export interface FoundDatasets extends Pick<ReturnType<typeof discover>, 'discovery' | 'assignments'> {
  readonly files: OpenFiles
}

/** Columns by id: a path for a file of its own, a title for a table's column. */
export interface OpenFiles {
  /** @throws StudioError `bad-input` for what cannot be read */
  column(id: string): Promise<Column>
  /** the zgrid in a table's metadata */
  zgridText(path: string): string
}

/** Files that are looked into at a time. */
const AT_A_TIME = 8

/**
 * Finds data sets. A table that cannot be opened is a finding, which blocks where nothing else is found.
 * @param mapping roles that the visitor gave to columns
 */
export async function findDatasets(
  sources: readonly ByteSource[],
  mapping: ColumnMapping = {},
): Promise<FoundDatasets> {
  const tables = new Map<string, Table>()
  const broken = new Map<string, Finding>()
  const waiting = sources.filter(({ name }) => !isLitter(name) && !isDocument(name))
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (let source = waiting.shift(); source !== undefined; source = waiting.shift()) {
        try {
          const table = await openTable(source)
          if (table !== null) tables.set(source.name, table)
          else if (isTableByName(source.name)) broken.set(source.name, await noTable(source))
        } catch (thrown) {
          // what became of a file after it was chosen is said when it is read, or here where its name gives it no part
          if (thrown instanceof StudioError && thrown.code === 'bad-input') {
            broken.set(source.name, unreadable(source.name, thrown))
          } else if (isTableByName(source.name)) broken.set(source.name, unopened(source.name, thrown))
        }
      }
    }),
  )
  const files = sources
    .filter(({ name }) => !broken.has(name))
    .map(({ name: path, byteLength }): FoundFile => {
      const table = tables.get(path)
      return table === undefined ? { path, byteLength } : { path, byteLength, table }
    })
  const { discovery, assignments } = discover(files, mapping)
  const severity = assignments.size > 0 ? 'warning' : 'block'
  const findings = [
    ...[...broken.values()].map((each): Finding => ({ ...each, severity })),
    ...discovery.findings.filter(({ code }) => broken.size === 0 || code !== 'no-data-set'),
    ...[...tables.values()].flatMap(leftOut),
  ]
  const isUnclear =
    Object.keys(mapping).length > 0 ||
    (assignments.size === 0 && sources.some(({ name }) => isUnclearArray(name)))
  const arrays = isUnclear ? await outlineArrays(sources, tables, mapping) : []
  return {
    discovery: {
      ...discovery,
      findings: assignments.size === 0 ? [...findings, ...askForParts(arrays)] : findings,
      ignored: [...discovery.ignored, ...broken.keys()],
      tables: [...discovery.tables, ...arrays],
    },
    assignments,
    files: openFiles(sources, tables),
  }
}

/** Whether a name promises an array and says nothing of its part. */
function isUnclearArray(path: string): boolean {
  const { name, role } = nameFile({ path, byteLength: 0 })
  return role === null && !isLitter(path) && /\.npy$/i.test(name)
}

/** Arrays that may be what nothing is called. */
function askForParts(arrays: readonly TableReport[]): Finding[] {
  if (arrays.length === 0) return []
  const named = arrays
    .slice(0, ROWS_SHOWN)
    .map(({ path, columns }) => `${path} (${columns[0]!.type}, ${formatShape(columns[0]!.shape)})`)
  const more = arrays.length > named.length ? ' ...' : ''
  const message = `Arrays: ${named.join(', ')}${more}. Say what each of them is under "Columns" in the page, or with --columns X=NAME,attributes=NAME,zgrid=NAME.`
  return [finding('info', 'arrays-unclear', message, { counts: { arrays: arrays.length } })]
}

/** Files of one array, from which the visitor may choose where names do not tell what they are. */
async function outlineArrays(
  sources: readonly ByteSource[],
  tables: ReadonlyMap<string, Table>,
  mapping: ColumnMapping,
): Promise<readonly TableReport[]> {
  const found: TableReport[] = []
  for (const source of sources) {
    if (tables.has(source.name) || isLitter(source.name) || isDocument(source.name)) continue
    try {
      const { type, shape } = await openArray(source)
      const { name } = nameFile({ path: source.name, byteLength: 0 })
      const [role] = Object.entries(mapping).find(([, file]) => file === name) ?? []
      const column = { name, type, shape, role: (role as ColumnRoleName | undefined) ?? null }
      found.push({ path: source.name, format: 'NPY', columns: [column] })
    } catch {
      // what is no array cannot be chosen as one
    }
  }
  return found
}

function openFiles(sources: readonly ByteSource[], tables: ReadonlyMap<string, Table>): OpenFiles {
  const byName = new Map(sources.map((source) => [source.name, source]))
  const columns = new Map(
    [...tables.values()].flatMap((table) => table.columns.map((column) => [column.title, column] as const)),
  )
  return {
    column: async (id) => columns.get(id) ?? (await openArray(byName.get(id)!)),
    zgridText: (path) => tables.get(path)?.metadata.get('zgrid') ?? '',
  }
}

async function openArray(source: ByteSource): Promise<Column> {
  const { name: file, byteLength } = source
  return npyColumn(await openNpy(source), source, { name: '', file, byteLength, access: 'rows' })
}

/** Endings of tables and of archives, which promise more than an array. */
const TABLE_NAMES = /\.(arrow|arrows|feather|ipc|npz|zip|parquet|pq|fits?|h5|hdf5|gz|bz2|xz|zst|tar)$/i

/** Whether a name promises a table, and not one array of a known part. */
function isTableByName(path: string): boolean {
  return TABLE_NAMES.test(path) && nameFile({ path, byteLength: 0 }).role === null
}

const NAME_ARRAYS = 'Call it by what it holds: X.npy, Y.npy, attributes.npy or zgrid.npy.'

async function noTable(source: ByteSource): Promise<Finding> {
  const { name, byteLength } = source
  const found = recogniseFormat(await source.slice(0, Math.min(RECOGNISE_BYTES, byteLength)))
  const message =
    found === undefined
      ? `${name} is no table: its first bytes are not those of Arrow, NPZ, Parquet or FITS. Copy or write it again.`
      : `${name} is ${found.what}. ${found.hint || NAME_ARRAYS}`
  return finding('block', 'unreadable', message, { file: name })
}

/** Whether only a picture, a text or a program by its name, which plays no part unless its name says so. */
function isDocument(path: string): boolean {
  const { document, role } = nameFile({ path, byteLength: 0 })
  return document && role === null
}

function unreadable(path: string, { message, hint }: StudioError): Finding {
  return finding('block', 'unreadable', `${message}. ${hint}`.replace('.. ', '. ').trim(), { file: path })
}

function unopened(path: string, thrown: unknown): Finding {
  const { message, hint } = describeError(thrown)
  const sentence = message.endsWith('.') ? message : `${message}.`
  return finding('block', 'unreadable', `${path} cannot be read: ${sentence} ${hint}`.trim(), { file: path })
}

function leftOut({ file, notes }: Table): Finding[] {
  return notes.map((note) => finding('info', 'left-out', note, { file }))
}
