// Opens Parquet files: columns of numbers, booleans and text, and lists that have the same length in every row or are
// null. Written
// here because the readers for JavaScript take whole column chunks into memory (pyarrow writes one for a whole file),
// assemble lists value by value, and allocate whatever a damaged page claims.
// Format: https://parquet.apache.org/docs/file-format/

import { firstOfEachName } from '../same-names.ts'
import type { ByteSource } from '../source.ts'
import type { Column, Table } from '../table.ts'
import { parquetColumn } from './column.ts'
import { type ParquetFooter, readFooter, type SchemaNode } from './footer.ts'
import { type FieldPlan, planField } from './schema.ts'

/**
 * Reads the footer, and of lists that may be null the start. Dates, times, decimals, maps, structures, lists of those and lists whose rows differ in length are
 * left out, with a note each; so are columns with the name of another before them.
 * @throws StudioError `bad-input` if this is no Parquet file or a damaged one
 */
export async function openParquet(source: ByteSource): Promise<Table> {
  const { name, byteLength } = source
  const footer = await readFooter(source)
  const columns: Column[] = []
  const notes: string[] = []
  const fields = firstOfEachName(footer.root.children, name)
  for (const field of fields.firsts) {
    const column = await openColumn(source, footer, field)
    if (typeof column === 'string') notes.push(`Column ${field.name} was left out: ${column}.`)
    else columns.push(column)
  }
  notes.push(...fields.notes)
  return { file: name, format: 'Parquet', byteLength, columns, metadata: footer.metadata, notes }
}

/** A column, or why it is left out. */
async function openColumn(
  source: ByteSource,
  footer: ParquetFooter,
  field: SchemaNode,
): Promise<Column | string> {
  const plan = planField(field)
  if (typeof plan === 'string') return `it holds ${plan}`
  return chunkObstacle(footer, plan) || parquetColumn(source, footer, plan)
}

/** Why a column's chunks cannot be read; empty where they can. */
function chunkObstacle(footer: ParquetFooter, plan: FieldPlan): string {
  const chunk = footer.groups.map(({ chunks }) => chunks[plan.leaf]!).find(({ obstacle }) => obstacle !== '')
  if (chunk === undefined) return ''
  return chunk.obstacle === 'is encrypted' ? 'it is encrypted' : 'it lies in another file'
}
