// An array in NPY format as a column, whether it is a file of its own or an entry of an archive.

import type { NpyFile } from './npy.ts'
import { readFloatRows, readIntegers, readNumbers, readObjects, readStrings } from './npy.ts'
import { isNumeric } from './numpy-dtype.ts'
import { isWideInteger } from './numpy-values.ts'
import type { ByteSource } from './source.ts'
import type { Column, ColumnValues } from './table.ts'

/** Where an array lies. */
export interface NpyPlace {
  /** name of the entry; empty for a file of its own */
  readonly name: string
  readonly file: string
  readonly byteLength: number
  readonly access: Column['access']
}

/** The column of an opened array; `source` holds its bytes, header included, and `npy.name` is what messages say. */
export function npyColumn(npy: NpyFile, source: ByteSource, place: NpyPlace): Column {
  const { dtype, shape, name: title } = npy
  return {
    ...place,
    title,
    kind: kindOf(npy),
    type: dtype.descr,
    shape,
    readFloat32: (start, count, out) => readFloatRows(npy, source, start, count, out),
    readAll: () => readAll(npy, source),
    ...(isWideInteger(dtype) && shape.length === 1 && { readIntegers: () => readIntegers(npy, source) }),
  }
}

function kindOf({ dtype }: NpyFile): Column['kind'] {
  if (dtype.kind === 'O') return 'object'
  if (dtype.kind === 'b') return 'boolean'
  return isNumeric(dtype) ? 'number' : 'text'
}

async function readAll(npy: NpyFile, source: ByteSource): Promise<ColumnValues> {
  const kind = kindOf(npy)
  switch (kind) {
    case 'number':
      return { kind, values: await readNumbers(npy, source) }
    case 'boolean':
      return { kind, values: Array.from(await readNumbers(npy, source), (value) => value !== 0) }
    case 'text':
      return { kind, values: await readStrings(npy, source) }
    case 'object':
      return { kind, values: await readObjects(npy, source) }
    default:
      return kind satisfies never
  }
}
