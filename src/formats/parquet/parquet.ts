// Opens Parquet files: columns of numbers, booleans and text, and lists that have the same length in every row. Written
// here because the readers for JavaScript take whole column chunks into memory (pyarrow writes one for a whole file),
// assemble lists value by value, and allocate whatever a damaged page claims.
// Format: https://parquet.apache.org/docs/file-format/

import type { ByteSource } from '../source.ts'
import type { Column, Table } from '../table.ts'
import { parquetColumn } from './column.ts'
import { type ParquetFooter, readFooter } from './footer.ts'
import { type FieldPlan, planField } from './schema.ts'

/**
 * Reads the footer. Dates, times, decimals, maps, structures and lists of those are left out, with a note each.
 * @throws StudioError `bad-input` if this is no Parquet file or a damaged one, and if a list's rows differ in length
 */
export async function openParquet(source: ByteSource): Promise<Table> {
  const footer = await readFooter(source)
  const columns: Column[] = []
  const notes: string[] = []
  for (const field of footer.root.children) {
    const plan = planField(field)
    const obstacle = typeof plan === 'string' ? `it holds ${plan}` : chunkObstacle(footer, plan)
    if (typeof plan === 'string' || obstacle !== '')
      notes.push(`Column ${field.name} is left out: ${obstacle}.`)
    else columns.push(parquetColumn(source, footer, plan))
  }
  const { name, byteLength } = source
  return { file: name, format: 'Parquet', byteLength, columns, metadata: footer.metadata, notes }
}

/** Why a column's chunks cannot be read; empty where they can. */
function chunkObstacle(footer: ParquetFooter, plan: FieldPlan): string {
  const chunk = footer.groups.map(({ chunks }) => chunks[plan.leaf]!).find(({ obstacle }) => obstacle !== '')
  if (chunk === undefined) return ''
  return chunk.obstacle === 'is encrypted' ? 'it is encrypted' : 'it lies in another file'
}
