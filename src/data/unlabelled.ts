// Posteriors of which nobody has said what they are: every array and column of them in the chosen files, read as a data
// set is, without labels and splits. Labels that are there are passed over.

import type { ColumnMapping } from '../core/column-roles.ts'
import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import type { Attributes } from '../core/targets.ts'
import { columnWidth } from '../formats/table.ts'
import { stopIfAborted } from './cancel.ts'
import { parseZgrid, readZgrid, type Zgrid } from './check-zgrid.ts'
import type { Source } from './chosen-files.ts'
import type { OpenFiles } from './find-datasets.ts'
import { formatList, ROWS_SHOWN } from './finding.ts'
import { type OpenPart, openPart, readPart } from './open-part.ts'
import { rowsOfColumn } from './row-reader.ts'
import type { RawRows } from './scan.ts'
import { lookInto } from './unlabelled/look.ts'
import { noRows, type PlannedPart, planParts } from './unlabelled/parts.ts'

/** One array or column of posteriors. */
export interface UnlabelledPart {
  /** the file, or the column where the file has several */
  readonly name: string
  /** ln p as the file holds it: -inf, NaN and +inf stay. Those out of compressed files can be read in order only. */
  readonly x: RawRows
  /** names of the objects; `null` where there are none */
  readonly ids: readonly (string | null)[] | null
  /** z_est, NaN where it is not known; `null` where it is known of no row */
  readonly redshift: Float64Array<ArrayBuffer> | null
  /** NaN where it is not known; `null` where it is known of no row */
  readonly logEvidence: Float64Array<ArrayBuffer> | null
  readonly zgrid: Zgrid | null
}

/** Posteriors of one width, part after part. */
export interface Unlabelled {
  /** files in the natural order of their names */
  readonly parts: readonly UnlabelledPart[]
  /** of all parts */
  readonly rows: number
  /** points per row */
  readonly width: number
  /** what was left out and why, as sentences */
  readonly notes: readonly string[]
}

/** How files are opened. */
export interface UnlabelledOptions {
  /** roles of columns that names do not tell */
  readonly columns?: ColumnMapping | undefined
  readonly signal?: AbortSignal | undefined
}

/** Parts that an answer can tell apart. */
const MOST_PARTS = 65_536

/**
 * Opens files and reads all but the posteriors. These are read once, from the first row to the last, when a network asks for
 * them: so compressed ones need not be unpacked first, and take no storage.
 * @throws StudioError `bad-input` where nothing holds posteriors, parts differ in width, or columns of one part in rows;
 *   `cancelled` on abort; whatever a source throws
 */
export async function openUnlabelled(
  sources: readonly Source[],
  { columns = {}, signal }: UnlabelledOptions = {},
): Promise<Unlabelled> {
  const chosen = await lookInto(sources, columns, signal)
  const { parts: planned, notes } = planParts(chosen, columns.X !== undefined)
  if (planned.length > MOST_PARTS) throw tooMany(planned.length)
  const opened: OpenPart[] = []
  for (const { members } of planned) {
    stopIfAborted(signal)
    opened.push(await openPart('all', members, chosen.files))
  }
  const width = requireWidth(opened)
  const readGrid = zgridReader(chosen.files, width)
  const found: string[] = [...twiceNamed(sources), ...notes]
  const parts: UnlabelledPart[] = []
  for (const [i, part] of planned.entries()) {
    stopIfAborted(signal)
    const open = opened[i]!
    const { attributes, findings } = await readPart(open, () => stopIfAborted(signal))
    found.push(...findings.map(({ message }) => message))
    parts.push({
      name: part.name,
      x: rowsOfColumn(open.x),
      ids: idsOf(attributes),
      redshift: numbersOf(attributes, 'redshift'),
      logEvidence: numbersOf(attributes, 'logEvidence'),
      zgrid: await readGrid(part),
    })
  }
  const rows = parts.reduce((sum, { x }) => sum + x.rows, 0)
  if (rows === 0) throw noRows(parts.map(({ name }) => name))
  return { parts, rows, width, notes: found }
}

/** Reads each grid once. */
function zgridReader(files: OpenFiles, width: number): (part: PlannedPart) => Promise<Zgrid | null> {
  const known = new Map<string, Promise<Zgrid>>()
  return async ({ zgrid }) => {
    if (zgrid === null) return null
    if ('table' in zgrid) return parseZgrid(files.zgridText(zgrid.table), zgrid.table, width)
    const reading = known.get(zgrid.id) ?? files.column(zgrid.id).then((column) => readZgrid(column, width))
    known.set(zgrid.id, reading)
    return reading
  }
}

function idsOf(attributes: readonly Attributes[] | null): UnlabelledPart['ids'] {
  const ids = attributes?.map(({ id }) => id ?? null) ?? null
  return ids?.some((id) => id !== null) ? ids : null
}

function numbersOf(
  attributes: readonly Attributes[] | null,
  name: 'redshift' | 'logEvidence',
): Float64Array<ArrayBuffer> | null {
  if (attributes === null) return null
  const values = Float64Array.from(attributes, (of) => of[name] ?? Number.NaN)
  return values.every(Number.isNaN) ? null : values
}

function requireWidth(parts: readonly OpenPart[]): number {
  const firsts = new Map<number, string>()
  for (const { x } of parts) if (!firsts.has(columnWidth(x))) firsts.set(columnWidth(x), x.title)
  const [[width]] = firsts as unknown as readonly [readonly [number, string]]
  if (firsts.size === 1) return width
  const texts = [...firsts].slice(0, ROWS_SHOWN).map(([each, title]) => `${title} has ${formatInteger(each)}`)
  throw new StudioError(
    'bad-input',
    `The chosen files differ in redshift points per row: ${formatList(texts)}.`,
    'A network takes posteriors on one grid: choose the files of one grid, or say what holds the posteriors, under "Columns" in the page or with --columns X=NAME.',
  )
}

function twiceNamed(sources: readonly Source[]): string[] {
  const times = new Map<string, number>()
  for (const { name } of sources) times.set(name, (times.get(name) ?? 0) + 1)
  return [...times]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => `${formatInteger(count)} files are called ${name}: only the last one is read.`)
}

function tooMany(count: number): StudioError {
  return new StudioError(
    'bad-input',
    `${formatInteger(count)} arrays of posteriors were chosen; expected at most ${formatInteger(MOST_PARTS)}.`,
    'Choose fewer at a time.',
  )
}
