// Looks into chosen files for posteriors without asking for labels or splits: tables to their columns, arrays to their
// headers.

import type { ColumnMapping } from '../../core/column-roles.ts'
import { StudioError } from '../../core/errors.ts'
import { openNpy } from '../../formats/npy.ts'
import { npyColumn } from '../../formats/npy-column.ts'
import { formatShape } from '../../formats/numpy-dtype.ts'
import { openTable } from '../../formats/open-table.ts'
import type { ByteSource } from '../../formats/source.ts'
import { type Column, columnWidth, type Table } from '../../formats/table.ts'
import { stopIfAborted } from '../cancel.ts'
import { isLitter, nameFile } from '../file-names.ts'
import type { OpenFiles } from '../find-datasets.ts'
import { formatList, ROWS_SHOWN } from '../finding.ts'
import { type Member, membersOfAll } from '../members.ts'

/** What the chosen files may be, and the way to their columns. */
export interface ChosenMembers {
  readonly members: readonly Member[]
  readonly files: OpenFiles
  /** arrays that may hold posteriors by their shape, and whose names do not say so */
  readonly unnamed: readonly Member[]
  /** tables whose metadata hold a zgrid */
  readonly gridTexts: readonly string[]
  /** what each file is, for messages, by path */
  readonly contents: ReadonlyMap<string, string>
  /** columns of numbers that hold no rows, so that no shape tells what they are; by title */
  readonly rowless: readonly string[]
  /** why a file that should hold data cannot be read, as sentences, by path */
  readonly broken: ReadonlyMap<string, string>
}

/** Files that are looked into at a time. */
const AT_A_TIME = 8
/** More values than this per row may be a posterior. */
const FEWEST_POINTS = 6
/** Endings of files that should hold data. */
const DATA_NAMES = /\.(npy|npz|arrow|arrows|feather|ipc|parquet|pq|fits?|h5|hdf5|gz|bz2|xz|zst|zip|tar)$/i

/**
 * Looks into files. Litter, and pictures and texts whose names claim no part, are passed over.
 * @param mapping roles that the visitor gave to columns
 * @throws StudioError `cancelled` on abort; whatever a source throws that is no matter of its contents
 */
export async function lookInto(
  sources: readonly ByteSource[],
  mapping: ColumnMapping,
  signal: AbortSignal | undefined,
): Promise<ChosenMembers> {
  const byName = new Map(sources.map((source) => [source.name, source]))
  const chosen = [...byName.values()].filter(({ name }) => !isLitter(name) && !isDocument(name))
  const tables = new Map<string, Table>()
  const broken = new Map<string, string>()
  await forEach(chosen, async (source) => {
    stopIfAborted(signal)
    const table = await unlessBroken(source.name, broken, () => openTable(source))
    if (table !== null) tables.set(source.name, table)
  })
  const found = chosen
    .filter(({ name }) => !broken.has(name))
    .map(({ name: path, byteLength }) => {
      const table = tables.get(path)
      return table === undefined ? { path, byteLength } : { path, byteLength, table }
    })
  const members = membersOfAll(found, mapping)

  const unnamed: Member[] = []
  const contents = new Map([...tables].map(([path, table]) => [path, tableText(table)]))
  await forEach(
    members.filter(({ role, isColumn }) => !isColumn && role === null),
    async (member) => {
      stopIfAborted(signal)
      const column = await unlessBroken(member.path, broken, () => openArray(byName.get(member.path)!))
      if (column === null) return
      contents.set(member.path, `${column.type}, ${formatShape(column.shape)}`)
      if (mayBePosteriors(column)) unnamed.push(member)
    },
  )
  const columns = new Map(
    [...tables.values()].flatMap((table) => table.columns.map((column) => [column.title, column] as const)),
  )
  return {
    members,
    files: {
      column: async (id) => columns.get(id) ?? (await openArray(byName.get(id)!)),
      zgridText: (path) => tables.get(path)?.metadata.get('zgrid') ?? '',
    },
    unnamed,
    gridTexts: [...tables].filter(([, { metadata }]) => metadata.has('zgrid')).map(([path]) => path),
    contents,
    rowless: [...columns.values()].filter(isRowless).map(({ title }) => title),
    broken,
  }
}

async function openArray(source: ByteSource): Promise<Column> {
  const { name: file, byteLength } = source
  return npyColumn(await openNpy(source), source, { name: '', file, byteLength, access: 'rows' })
}

/** What `open` gives; `null` for contents that cannot be read, which is remembered where the name promises data. */
async function unlessBroken<T>(
  path: string,
  broken: Map<string, string>,
  open: () => Promise<T | null>,
): Promise<T | null> {
  try {
    return await open()
  } catch (thrown) {
    if (!(thrown instanceof StudioError) || thrown.code !== 'bad-input') throw thrown
    const { message, hint } = thrown
    if (DATA_NAMES.test(path)) broken.set(path, `${message}. ${hint}`.replace('.. ', '. ').trim())
    return null
  }
}

/** Whether only a picture, a text or a program by its name, which plays no part unless its name says so. */
function isDocument(path: string): boolean {
  const { document, role } = nameFile({ path, byteLength: 0 })
  return document && role === null
}

function mayBePosteriors(column: Column): boolean {
  return column.kind === 'number' && column.shape.length > 1 && columnWidth(column) >= FEWEST_POINTS
}

/** The columns of a table, and why others were left out. */
function tableText({ columns, notes }: Table): string {
  const texts = columns.map(({ name, type, shape }) => `${name} (${type}, ${formatShape(shape)})`)
  const reasons = notes.slice(0, ROWS_SHOWN).map((note) => note.replace(/\.$/, ''))
  const more = notes.length > ROWS_SHOWN ? ['...'] : []
  return [`with ${formatList(texts) || 'no columns'}`, ...reasons, ...more].join('. ')
}

/** Lists without rows have no length. */
function isRowless({ kind, shape }: Column): boolean {
  return kind === 'number' && shape.length > 1 && shape[0] === 0
}

async function forEach<T>(items: readonly T[], use: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await use(item)
    }),
  )
}
