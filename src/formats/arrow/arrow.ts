// Arrow's IPC files (Feather 2 is the same) and streams as tables. apache-arrow decodes the metadata; its readers are
// not used, since they take whole batches into memory and take a cut stream for a short one.

import type { Field, Schema } from 'apache-arrow/schema'
import { DataType } from 'apache-arrow/type'
import { parseDtype } from '../numpy-dtype.ts'
import { decodeFloat32, isWideInteger } from '../numpy-values.ts'
import { firstOfEachName } from '../same-names.ts'
import type { ByteSource } from '../source.ts'
import {
  type Column,
  type ColumnValues,
  notNumbers,
  requireHoldable,
  requireRange,
  type Table,
} from '../table.ts'
import { readDictionaryColumn } from './dictionary.ts'
import { type FieldPart, numberType, splitBatch } from './fields.ts'
import { readLayout } from './layout.ts'
import { planFixedLists, planLists, planScalars, rowsOf, UnevenRows } from './lists.ts'
import { type NumberRows, numberReader } from './numbers.ts'
import { readBooleans, readText, textLayout } from './text.ts'

/** What all columns of a file share. */
type Place = Pick<Column, 'name' | 'title' | 'file' | 'byteLength'>

/** What a column holds in the studio's words. */
type Content = Pick<Column, 'kind' | 'type'>

const FLOAT64 = parseDtype('<f8', '')

/**
 * Opens an Arrow file or stream. Reads its metadata and, for lists of any length, where their rows start.
 * Columns of other types than numbers, lists of numbers, text, booleans and dictionaries of them are left out, and
 * lists whose rows differ in length.
 * @throws StudioError `bad-input` if it is none, damaged, cut or followed by more
 */
export async function openArrow(source: ByteSource): Promise<Table> {
  const { name: file, byteLength } = source
  const { format, schema, batches } = await readLayout(source)
  const split = batches.map((batch) => splitBatch(batch, schema, file))
  const columns: Column[] = []
  const notes: string[] = []
  const fields = schema.fields.map((field, index) => ({ name: field.name ?? '', field, index }))
  const named = firstOfEachName(fields, file)
  for (const { name, field, index } of named.firsts) {
    const parts = split.map((fields) => fields[index]!)
    try {
      const column = await openColumn(source, schema, field, parts)
      if (column !== null) columns.push(column)
      else notes.push(`Column ${name} of ${file} is left out: its type ${field.type} is not supported.`)
    } catch (thrown) {
      if (!(thrown instanceof UnevenRows)) throw thrown
      notes.push(`Column ${name} was left out: ${thrown.reason}.`)
    }
  }
  notes.push(...named.notes)
  return { file, format, byteLength, columns, metadata: textOf(schema.metadata), notes }
}

/** The column of a field; `null` if its type is not supported. */
async function openColumn(
  source: ByteSource,
  schema: Schema,
  { name, type }: Field,
  parts: readonly FieldPart[],
): Promise<Column | null> {
  const title = `${source.name}, column ${name ?? ''}`
  const place: Place = { name: name ?? '', title, file: source.name, byteLength: bytesOf(parts) }
  const dtype = numberType(type)
  if (dtype !== null) return numberColumn(source, place, planScalars(parts, dtype, title), 'rows')
  if (DataType.isFixedSizeList(type) || DataType.isList(type) || DataType.isLargeList(type)) {
    const item = type.children[0] && numberType(type.children[0].type)
    if (!item) return null
    const plan = DataType.isFixedSizeList(type)
      ? planFixedLists(parts, item, type.listSize, title)
      : await planLists(source, parts, item, DataType.isLargeList(type), title)
    return numberColumn(source, place, plan, parts.some(({ codec }) => codec !== null) ? 'forward' : 'rows')
  }
  if (DataType.isDictionary(type)) return dictionaryColumn(source, schema, place, type, parts)
  const content = contentOf(type)
  return content && otherColumn(place, content, parts, () => readOther(source, type, title, parts))
}

function numberColumn(source: ByteSource, place: Place, plan: NumberRows, access: Column['access']): Column {
  const reader = numberReader(source, plan)
  const { shape, dtype } = plan
  return {
    ...place,
    kind: 'number',
    type: dtype.descr,
    shape,
    access,
    readFloat32: async (start, count, out) => {
      requireRange({ shape }, start, count, out)
      return reader.readFloat32(start, count, out)
    },
    readAll: async () => ({ kind: 'number', values: await reader.readAll() }),
    ...(isWideInteger(dtype) && shape.length === 1 && { readIntegers: reader.readIntegers }),
  }
}

function dictionaryColumn(
  source: ByteSource,
  schema: Schema,
  place: Place,
  type: { readonly id: number; readonly indices: DataType; readonly dictionary: DataType },
  parts: readonly FieldPart[],
): Column | null {
  const content = contentOf(type.dictionary)
  const indexType = numberType(type.indices)
  if (content === null || indexType === null) return null
  const { id, dictionary: valueType } = type
  const { title, file } = place
  const version = schema.metadataVersion
  return otherColumn(place, content, parts, async () => {
    const values = await readDictionaryColumn(source, {
      title,
      file,
      id,
      indexType,
      valueType,
      version,
      parts,
    })
    return content.kind === 'number'
      ? {
          kind: 'number',
          values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
        }
      : ({ kind: content.kind, values } as ColumnValues)
  })
}

/** A column that is read whole, whatever is asked for. */
function otherColumn(
  place: Place,
  content: Content,
  parts: readonly FieldPart[],
  read: () => Promise<ColumnValues>,
): Column {
  const shape = [rowsOf(parts)]
  return {
    ...place,
    ...content,
    shape,
    access: 'rows',
    readFloat32: async (start, count, out) => {
      if (content.kind !== 'number') throw notNumbers({ ...place, ...content })
      requireRange({ shape }, start, count, out)
      const all = (await read()) as ColumnValues & { kind: 'number' }
      const { buffer, byteOffset } = all.values.subarray(start, start + count)
      return decodeFloat32(new Uint8Array(buffer, byteOffset, count * 8), FLOAT64, out)
    },
    readAll: async () => {
      requireHoldable({ ...place, shape }, shape[0]! * 8)
      return read()
    },
  }
}

async function readOther(
  source: ByteSource,
  type: DataType,
  title: string,
  parts: readonly FieldPart[],
): Promise<ColumnValues> {
  if (DataType.isBool(type)) {
    const values: (boolean | null)[] = []
    for (const part of parts) for (const value of await readBooleans(source, part, title)) values.push(value)
    return { kind: 'boolean', values }
  }
  const values: (string | null)[] = []
  const shape = [rowsOf(parts)]
  let characters = 0
  for (const part of parts) {
    for (const value of await readText(source, part, type, title)) {
      values.push(value)
      characters += value?.length ?? 0
    }
    requireHoldable({ title, shape }, characters)
  }
  return { kind: 'text', values }
}

/** What one value of a type is; `null` if the type is not supported. */
function contentOf(type: DataType): Content | null {
  const dtype = numberType(type)
  if (dtype !== null) return { kind: 'number', type: dtype.descr }
  if (DataType.isBool(type)) return { kind: 'boolean', type: '|b1' }
  const text = textLayout(type)
  return text && { kind: 'text', type: text.utf8 ? '<U' : '|S' }
}

function bytesOf(parts: readonly FieldPart[]): number {
  let bytes = 0
  for (const { regions } of parts) for (const { start, end } of regions) bytes += end - start
  return bytes
}

/** A key may stand there without a value. */
function textOf(metadata: ReadonlyMap<string, string | null>): Map<string, string> {
  return new Map(Array.from(metadata, ([key, value]) => [key, value ?? '']))
}
