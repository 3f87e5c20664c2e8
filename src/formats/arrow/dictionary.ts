// Columns whose rows are numbers of entries in a dictionary, as categories are.

import { DataType } from 'apache-arrow/type'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import type { NpyDtype } from '../numpy-dtype.ts'
import type { ByteSource } from '../source.ts'
import { requireHoldable } from '../table.ts'
import { dictionaryPart, type FieldPart, numberType } from './fields.ts'
import { planScalars, rowsOf } from './lists.ts'
import type { BatchPlan } from './metadata.ts'
import { numberReader } from './numbers.ts'
import { readBooleans, readText } from './text.ts'

/** A dictionary and who refers to it. */
export interface DictionaryColumn {
  readonly title: string
  readonly file: string
  readonly id: number
  readonly indexType: NpyDtype
  readonly valueType: DataType
  /** of the file's metadata */
  readonly version: number
  readonly parts: readonly FieldPart[]
}

type Value = string | number | boolean | null

/**
 * The values of all rows; `null` where the row or the entry is missing.
 * @throws StudioError `bad-input` where a row has an index outside its dictionary
 */
export async function readDictionaryColumn(source: ByteSource, column: DictionaryColumn): Promise<Value[]> {
  const { title, parts, id, indexType } = column
  const indices = await numberReader(source, planScalars(parts, indexType, title)).readAll()
  const values: Value[] = []
  let read: readonly BatchPlan[] | null = null
  let entries: readonly Value[] = []
  for (const { rows, dictionaries } of parts) {
    const batches = dictionaries.get(id) ?? []
    if (batches !== read) entries = await readEntries(source, column, batches)
    read = batches
    const end = values.length + rows
    while (values.length < end) {
      const index = indices[values.length]!
      if (Number.isNaN(index)) values.push(null)
      else if (index >= 0 && index < entries.length) values.push(entries[index]!)
      else {
        throw damaged(
          title,
          `row ${formatInteger(values.length)} has the index ${formatInteger(index)} in a dictionary of ${formatInteger(entries.length)}`,
        )
      }
    }
  }
  return values
}

async function readEntries(
  source: ByteSource,
  { title, file, valueType, version }: DictionaryColumn,
  batches: readonly BatchPlan[],
): Promise<Value[]> {
  const parts = batches.map((plan) => dictionaryPart(plan, valueType, version, file))
  const dtype = numberType(valueType)
  if (dtype !== null) {
    const numbers = await numberReader(source, planScalars(parts, dtype, title)).readAll()
    return Array.from(numbers)
  }
  requireHoldable({ title, shape: [rowsOf(parts)] }, rowsOf(parts) * 8)
  const entries: Value[] = []
  for (const part of parts) {
    const values = DataType.isBool(valueType)
      ? await readBooleans(source, part, title)
      : await readText(source, part, valueType, title)
    for (const value of values) entries.push(value)
  }
  return entries
}
