// Reads FITS binary tables, as astropy and TOPCAT write them: the headers first, then only what is asked for.
// Format: FITS standard 4.0, https://fits.gsfc.nasa.gov/fits_standard.html

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { elementCount } from '../numpy-dtype.ts'
import { firstOfEachName } from '../same-names.ts'
import type { ByteSource } from '../source.ts'
import type { Column, Table } from '../table.ts'
import { fitsColumn } from './column.ts'
import { type FitsField, parseFields } from './fields.ts'
import { type Hdu, readHdu } from './hdu.ts'
import { isTrue, sizeOf } from './header.ts'
import { heapElements } from './heap.ts'
import { narrowPlaces, type TableRows } from './narrow.ts'
import { type ElementPlace, rowElements } from './pieces.ts'
import { imageColumn, readZgrid, ZGRID } from './zgrid.ts'

/** The parts of a file, by what becomes of them. */
interface Parts {
  readonly table: Hdu | null
  readonly zgrid: Hdu | null
  /** of all other extensions */
  readonly others: readonly string[]
  /** of all parts, for a refusal */
  readonly labels: readonly string[]
  readonly compressed: string | null
}

const MOST_LABELS = 20

/**
 * Opens the first binary table with columns; an extension named ZGRID becomes `metadata.get('zgrid')`, the text of a
 * JSON array. Other extensions, bits, complex numbers, rows of differing length and columns with the name of another
 * before them are left out, which `notes` say.
 * Variable-length columns whose rows all have the same length are vectors.
 * @throws StudioError `bad-input` if this is no FITS file, has no table, or is damaged, truncated or compressed
 */
export async function openFits(source: ByteSource): Promise<Table> {
  const parts = await surveyParts(source)
  if (parts.table === null) throw withoutTable(source, parts)
  const notes: string[] = []
  const columns = await openColumns(source, parts.table, notes)
  const metadata = new Map<string, string>()
  if (parts.zgrid !== null) metadata.set('zgrid', await openZgrid(source, parts.zgrid, notes))
  notes.push(...otherNotes(parts, parts.table))
  return { file: source.name, format: 'FITS', byteLength: source.byteLength, columns, metadata, notes }
}

/** Reads all headers and keeps two: a file may have many. */
async function surveyParts(source: ByteSource): Promise<Parts> {
  let table: Hdu | null = null
  let zgrid: Hdu | null = null
  let compressed: string | null = null
  const others: string[] = []
  const labels: string[] = []
  let start = 0
  for (let index = 0; ; index++) {
    const hdu = await readHdu(source, index, start)
    if (hdu === null) break
    start = hdu.end
    labels.push(hdu.label)
    const packed = isTrue(hdu.header, 'ZIMAGE') || isTrue(hdu.header, 'ZTABLE')
    if (packed) compressed ??= hdu.label
    if (hdu.name === ZGRID && hdu.kind !== 'other' && zgrid === null) {
      if (packed) throw compressedPart(source, hdu.label)
      zgrid = hdu
    } else if (hdu.kind === 'table' && hdu.name !== ZGRID && table === null && hasColumns(hdu)) {
      // a compressed table is the table; a compressed image is an image
      if (isTrue(hdu.header, 'ZTABLE')) throw compressedPart(source, hdu.label)
      if (packed) others.push(hdu.label)
      else table = hdu
    } else if (index > 0) others.push(hdu.label)
  }
  return { table, zgrid, others, labels, compressed }
}

function hasColumns({ header }: Hdu): boolean {
  return (sizeOf(header, 'TFIELDS') ?? 0) > 0
}

async function openColumns(source: ByteSource, hdu: Hdu, notes: string[]): Promise<Column[]> {
  const { header, bitpix, axes } = hdu
  if (bitpix !== 8 || axes.length !== 2 || (sizeOf(header, 'GCOUNT') ?? 1) !== 1) {
    throw damaged(
      header.where,
      `a table has BITPIX 8, 2 axes and GCOUNT 1, this one BITPIX ${bitpix}, ${axes.length} axes and GCOUNT ${sizeOf(header, 'GCOUNT') ?? 1}`,
    )
  }
  const columns: Column[] = []
  const fields = parseFields(header, axes[0]!)
  const [rowBytes, rows] = axes as [number, number]
  const places = placeFields({ source, dataStart: hdu.dataStart, rowBytes, rows }, fields)
  const named = firstOfEachName(fields, source.name)
  for (const field of named.firsts) {
    const column = await openColumn(source, hdu, field, places)
    if (typeof column === 'string') notes.push(`Column ${field.name} was left out: ${column}.`)
    else columns.push(column)
  }
  notes.push(...named.notes)
  return columns
}

/** Where the elements of fields lie that are not in the heap. */
function placeFields(table: TableRows, fields: readonly FitsField[]): ReadonlyMap<FitsField, ElementPlace> {
  const inRows = fields.flatMap((field) => {
    const { content, descriptor, axes, offset } = field
    if (content.kind === 'none' || descriptor !== null) return []
    // fewer bytes than the field's where TDIM leaves some unused
    const width = elementCount(axes) * content.itemSize
    return [{ field, offset, width, itemSize: content.itemSize }]
  })
  const together = narrowPlaces(table, inRows)
  return new Map(inRows.map((each) => [each.field, together.get(each) ?? rowElements({ ...table, ...each })]))
}

/** A column, or why it is left out. */
async function openColumn(
  source: ByteSource,
  hdu: Hdu,
  field: FitsField,
  places: ReadonlyMap<FitsField, ElementPlace>,
): Promise<Column | string> {
  const { content, descriptor, name } = field
  if (content.kind === 'none') return content.reason
  const [rowBytes, rows] = hdu.axes as [number, number]
  const title = `${source.name}, column ${name}`
  const shared = { name, title, file: source.name, content }
  const row = { source, dataStart: hdu.dataStart, rowBytes, offset: field.offset }
  if (descriptor === null) {
    return fitsColumn({ ...shared, shape: [rows, ...field.axes], place: places.get(field)! })
  }
  const descriptors = { ...row, width: field.width, itemSize: field.width }
  const place = await heapElements(descriptors, rows, heapOf(source, hdu), content.itemSize, title)
  if (typeof place !== 'string') return fitsColumn({ ...shared, shape: [rows, place.length], place })
  return `${place} (TFORM ${field.form}); in Python, write it as an array of two axes`
}

function heapOf(source: ByteSource, { header, axes, dataStart, dataBytes }: Hdu) {
  const rowsEnd = elementCount(axes)
  const start = sizeOf(header, 'THEAP', rowsEnd, dataBytes) ?? rowsEnd
  return { source, start: dataStart + start, end: dataStart + dataBytes }
}

async function openZgrid(source: ByteSource, hdu: Hdu, notes: string[]): Promise<string> {
  const columns = hdu.kind === 'image' ? [imageColumn(source, hdu)] : await openColumns(source, hdu, notes)
  return readZgrid(source, hdu, columns)
}

function otherNotes({ others }: Parts, table: Hdu): string[] {
  const notes = others
    .slice(0, MOST_LABELS)
    .map((label) => `${capital(label)} was left out: the table is ${table.label}.`)
  if (others.length > MOST_LABELS) {
    notes.push(`${formatInteger(others.length - MOST_LABELS)} more extensions were left out.`)
  }
  return notes
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function compressedPart({ name }: ByteSource, label: string): StudioError {
  return new StudioError(
    'bad-input',
    `${name}: ${label} is compressed by tiles`,
    'Unpack it first: funpack, which comes with CFITSIO.',
  )
}

function withoutTable(source: ByteSource, { labels, compressed }: Parts): StudioError {
  if (compressed !== null) return compressedPart(source, compressed)
  const shown = labels.slice(0, MOST_LABELS).join(', ')
  const more = labels.length > MOST_LABELS ? ` and ${formatInteger(labels.length - MOST_LABELS)} more` : ''
  return new StudioError(
    'bad-input',
    `${source.name} has no binary table with columns; it has: ${shown}${more}`,
    'Write the posteriors as a table with astropy: table.write(path, format="fits").',
  )
}
