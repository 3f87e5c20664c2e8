// Opens a file that holds several columns, whatever it is called. Each reader is loaded when it is first needed: a
// visitor with NPY files downloads none of them.

import { RECOGNISE_BYTES, tableFormatOf } from './recognise.ts'
import type { ByteSource } from './source.ts'
import type { Table } from './table.ts'

/**
 * The table that a file is, or `null` where its first bytes are not those of one.
 * @throws StudioError `bad-input` for a table that cannot be read
 */
export async function openTable(source: ByteSource): Promise<Table | null> {
  const head = await source.slice(0, Math.min(RECOGNISE_BYTES, source.byteLength))
  const format = tableFormatOf(head)
  switch (format) {
    case 'zip':
      return (await import('./zip/npz.ts')).openNpz(source)
    case 'arrow':
      return (await import('./arrow/arrow.ts')).openArrow(source)
    case 'parquet':
      return (await import('./parquet/parquet.ts')).openParquet(source)
    case 'fits':
      return (await import('./fits/fits.ts')).openFits(source)
    case null:
      return null
    default:
      return format satisfies never
  }
}
