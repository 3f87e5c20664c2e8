// Which objects a table shows, and in which order: pure, and quick enough to follow each key that is pressed.

import { NO_CLASS, type ObjectColumns, PLACES, type Place } from './objects.ts'
import { sortByNumber, sortByText } from './radix-sort.ts'

/** What the table shows of an object, in this order. */
export const OBJECT_COLUMNS = [
  'row',
  'file',
  'split',
  'class',
  'redshift',
  'deltaZ',
  'status',
  'flag',
  'logEvidence',
  'width',
  'id',
] as const
export type ObjectColumn = (typeof OBJECT_COLUMNS)[number]

/** The order of a table. */
export interface ObjectSort {
  readonly column: ObjectColumn
  readonly descending: boolean
}

/** Both ends belong to it; they may be infinite. An absent number (NaN) is in no range. */
export type NumberRange = readonly [least: number, most: number]

/** What an object must be to be shown; `null` asks for nothing. */
export interface ObjectFilter {
  readonly places: readonly Place[] | null
  /** class indices; `NO_CLASS` for objects without one */
  readonly labels: readonly number[] | null
  /** '' for objects without one */
  readonly statuses: readonly string[] | null
  /** whole flags: 3 for 3.5 as well; NaN for objects without one */
  readonly flags: readonly number[] | null
  readonly redshift: NumberRange | null
  /** of abs(DeltaZ) */
  readonly deltaZ: NumberRange | null
  readonly logEvidence: NumberRange | null
  /** in points */
  readonly width: NumberRange | null
  /** is in the id, whatever the case of its letters, or equals the row number; '' asks for nothing */
  readonly text: string
}

/** Shows all objects. */
export const NO_FILTER: ObjectFilter = {
  places: null,
  labels: null,
  statuses: null,
  flags: null,
  redshift: null,
  deltaZ: null,
  logEvidence: null,
  width: null,
  text: '',
}

/** Whether a filter shows all objects. */
export function showsAll({ text, ...asked }: ObjectFilter): boolean {
  return text.trim() === '' && Object.values(asked).every((value) => value === null)
}

/** The order of the objects in their files. */
export const FILE_ORDER: ObjectSort = { column: 'file', descending: false }

/**
 * Object numbers of those that `filter` shows, in the order of `sort`. Splits, classes and files stand in their usual
 * order, statuses and ids in that of the alphabet. What is not known comes last in both directions; where values are
 * equal, the object number decides.
 */
export function chooseObjects(
  columns: ObjectColumns,
  filter: ObjectFilter,
  sort: ObjectSort,
): Uint32Array<ArrayBuffer> {
  return sortObjects(columns, filterObjects(columns, filter), sort)
}

function sortObjects(
  columns: ObjectColumns,
  objects: Uint32Array<ArrayBuffer>,
  { column, descending }: ObjectSort,
): Uint32Array<ArrayBuffer> {
  if (column === 'id') return columns.ids === null ? objects : sortByText(objects, columns.ids, descending)
  return sortByNumber(objects, sortValues(columns, column), descending)
}

function sortValues(columns: ObjectColumns, column: Exclude<ObjectColumn, 'id'>): ArrayLike<number> {
  switch (column) {
    case 'split':
      return columns.place
    case 'class':
      return withNaN(columns.label, (label) => (label === NO_CLASS ? Number.NaN : label))
    case 'status': {
      const ranks = alphabeticalRanks(columns.statuses)
      return withNaN(columns.status, (status) => ranks[status]!)
    }
    case 'row':
    case 'file':
    case 'redshift':
    case 'deltaZ':
    case 'flag':
    case 'logEvidence':
    case 'width':
      return columns[column]
    default:
      return column satisfies never
  }
}

function withNaN(codes: Uint8Array, numberOf: (code: number) => number): Float64Array {
  const values = new Float64Array(codes.length)
  for (let i = 0; i < codes.length; i++) values[i] = numberOf(codes[i]!)
  return values
}

/** The place of each name in the alphabet; NaN for ''. */
function alphabeticalRanks(names: readonly string[]): readonly number[] {
  const sorted = [...names].sort()
  return names.map((name) => (name === '' ? Number.NaN : sorted.indexOf(name)))
}

function filterObjects(columns: ObjectColumns, filter: ObjectFilter): Uint32Array<ArrayBuffer> {
  const { place, label, status, flag, redshift, deltaZ, logEvidence, width } = columns
  const places = codesIn(filter.places?.map((name) => PLACES.indexOf(name)))
  const labels = codesIn(filter.labels)
  const statuses = codesIn(filter.statuses?.map((name) => columns.statuses.indexOf(name)))
  const flags = filter.flags && new Set(filter.flags)
  const hasText = textTest(columns, filter.text)
  const kept = new Uint32Array(columns.length)
  let count = 0
  for (let i = 0; i < columns.length; i++) {
    if (
      (places === null || places[place[i]!]) &&
      (labels === null || labels[label[i]!]) &&
      (statuses === null || statuses[status[i]!]) &&
      (flags === null || flags.has(Math.floor(flag[i]!))) &&
      isIn(redshift[i]!, filter.redshift) &&
      isIn(Math.abs(deltaZ[i]!), filter.deltaZ) &&
      isIn(logEvidence[i]!, filter.logEvidence) &&
      isIn(width[i]!, filter.width) &&
      (hasText === null || hasText(i))
    ) {
      kept[count++] = i
    }
  }
  return kept.slice(0, count)
}

/** For each code of a byte whether it is asked for. */
function codesIn(codes: readonly number[] | null | undefined): readonly boolean[] | null {
  if (!codes) return null
  const asked = new Set(codes)
  return Array.from({ length: 256 }, (_, code) => asked.has(code))
}

function isIn(value: number, range: NumberRange | null): boolean {
  return range === null || (value >= range[0] && value <= range[1])
}

function textTest({ ids, row }: ObjectColumns, text: string): ((object: number) => boolean) | null {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return null
  const wantedRow = /^\d+$/.test(wanted) ? Number(wanted) : -1
  return (object) => row[object] === wantedRow || (ids?.[object]?.toLowerCase().includes(wanted) ?? false)
}
