// The footer of a Parquet file: its schema, where each column chunk lies, and the text beside them.
// Format: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged, truncated, unclosed } from '../damage.ts'
import { decodeLatin1 } from '../numpy-values.ts'
import { RECOGNISE_BYTES, wrongFormat } from '../recognise.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import { type Kept, readThrift, type ThriftStruct, type ThriftValue } from './thrift.ts'

/** A field of the schema: a leaf with a physical type, or a group of others. */
export interface SchemaNode {
  readonly name: string
  readonly repetition: 'required' | 'optional' | 'repeated'
  /** number in Parquet's `Type`; `undefined` for a group */
  readonly physical: number | undefined
  /** of FIXED_LEN_BYTE_ARRAY */
  readonly typeLength: number
  /** number in `ConvertedType` */
  readonly converted: number | undefined
  /** number in the union `LogicalType` */
  readonly logical: number | undefined
  readonly children: readonly SchemaNode[]
  /** place among the column chunks of a row group; of a group, of its first leaf */
  readonly leaf: number
}

/** The pages of one column in one row group. */
export interface ColumnChunk {
  readonly physical: number
  readonly codec: number
  /** values, nulls and empty lists, over all pages */
  readonly entries: number
  /** entries without a value: nulls, null rows and empty lists; `undefined` where the writer does not say */
  readonly nullCount: number | undefined
  /** of all pages, with their headers */
  readonly uncompressedBytes: number
  /** position in the file */
  readonly start: number
  readonly end: number
  /** why it cannot be read, in words; empty where it can */
  readonly obstacle: string
}

export interface RowGroup {
  readonly rows: number
  readonly chunks: readonly ColumnChunk[]
}

export interface ParquetFooter {
  readonly rows: number
  readonly root: SchemaNode
  readonly groups: readonly RowGroup[]
  readonly metadata: ReadonlyMap<string, string>
}

/** What a column chunk belongs to. */
interface Leaf {
  /** name of the top-level field */
  readonly column: string
  readonly physical: number
}

const MAGIC = 'PAR1'
const MAGIC_ENCRYPTED = 'PARE'
/** Magic at the start, and length and magic at the end. */
const FRAME_BYTES = 12
const MOST_FOOTER_BYTES = 256 * 2 ** 20
const MOST_ROWS = 2 ** 31
const MOST_COLUMNS = 10_000
const MOST_DEPTH = 32
const REPETITIONS = ['required', 'optional', 'repeated'] as const
/** Of the footer; statistics and sizes of each column chunk take most of its bytes. */
const KEPT = keep({
  2: true,
  3: true,
  4: keep({
    1: keep({
      1: true,
      3: keep({ 1: true, 4: true, 5: true, 6: true, 7: true, 9: true, 11: true, 12: keep({ 3: true }) }),
      8: true,
    }),
    3: true,
  }),
  5: true,
})
/** Keys under which writers keep the schema of their own library. */
const LIBRARY_KEYS = new Set(['ARROW:schema', 'pandas'])

/** Reads the footer. @throws StudioError `bad-input` if this is no Parquet file, or a damaged or encrypted one */
export async function readFooter(source: ByteSource): Promise<ParquetFooter> {
  const { name, byteLength } = source
  const head = await source.slice(0, Math.min(byteLength, RECOGNISE_BYTES))
  const magic = decodeLatin1(head.subarray(0, 4))
  if (magic === MAGIC_ENCRYPTED) throw encrypted(name)
  if (magic !== MAGIC) {
    const hint = 'Write it with pyarrow.parquet.write_table.'
    throw wrongFormat(head, name, 'a Parquet file', hint)
  }
  if (byteLength < FRAME_BYTES) {
    throw truncated(name, FRAME_BYTES, 'at least', byteLength)
  }
  const tail = await sliceExactly(source, byteLength - 8, byteLength)
  const ending = decodeLatin1(tail.subarray(4))
  if (ending === MAGIC_ENCRYPTED) throw encrypted(name)
  if (ending !== MAGIC) throw unclosed(name, MAGIC, byteLength)
  const length = new DataView(tail.buffer).getUint32(0, true)
  const most = Math.min(byteLength - FRAME_BYTES, MOST_FOOTER_BYTES)
  if (length > most) {
    throw damaged(
      name,
      `the footer claims ${formatInteger(length)} bytes; expected at most ${formatInteger(most)}`,
    )
  }
  const start = byteLength - 8 - length
  const read = readThrift(await sliceExactly(source, start, byteLength - 8), 0, name, KEPT)
  if (read === null) throw damaged(name, 'the footer ends early')
  return parseFooter(read.struct, start, name)
}

function parseFooter(footer: ThriftStruct, footerStart: number, name: string): ParquetFooter {
  const rows = count(footer, 3, 'rows', name)
  if (rows > MOST_ROWS) {
    throw damaged(
      name,
      `the footer claims ${formatInteger(rows)} rows; expected at most ${formatInteger(MOST_ROWS)}`,
    )
  }
  const { root, leaves } = parseSchema(structs(footer, 2, 'schema', name), name)
  const groups = structs(footer, 4, 'row groups', name).map((group) =>
    parseGroup(group, leaves, footerStart, name),
  )
  const total = groups.reduce((sum, group) => sum + group.rows, 0)
  if (total !== rows) {
    throw damaged(name, `the row groups have ${formatInteger(total)} rows; expected ${formatInteger(rows)}`)
  }
  const pairs = footer.has(5) ? structs(footer, 5, 'metadata', name) : []
  const metadata = new Map(pairs.map((pair) => [text(pair, 1), text(pair, 2)]))
  for (const key of LIBRARY_KEYS) metadata.delete(key)
  return { rows, root, groups, metadata }
}

/** Builds the tree from its elements, which lie in depth-first order. */
function parseSchema(
  elements: readonly ThriftStruct[],
  name: string,
): { readonly root: SchemaNode; readonly leaves: readonly Leaf[] } {
  const leaves: Leaf[] = []
  let next = 0

  function parseNode(depth: number, column: string): SchemaNode {
    const element = elements[next++]
    if (element === undefined || depth > MOST_DEPTH) {
      throw damaged(name, 'the schema in the footer is no tree')
    }
    const childCount = element.has(5) ? count(element, 5, 'fields of a group', name) : 0
    const repetition = REPETITIONS[optional(element, 3) ?? 0]
    if (repetition === undefined) throw damaged(name, 'the schema has an unknown repetition')
    const logical = element.get(10)
    const union = logical instanceof Map ? (logical as ThriftStruct) : undefined
    const leaf = leaves.length
    const children: SchemaNode[] = []
    const node: SchemaNode = {
      name: text(element, 4),
      repetition,
      physical: optional(element, 1),
      typeLength: optional(element, 2) ?? 0,
      converted: optional(element, 6) ?? convertedInteger(union),
      logical: union?.keys().next().value,
      children,
      leaf,
    }
    if (node.physical !== undefined && childCount === 0) leaves.push({ column, physical: node.physical })
    for (let i = 0; i < childCount; i++) {
      children.push(parseNode(depth + 1, depth === 0 ? text(elements[next], 4) : column))
    }
    return node
  }

  const root = parseNode(0, '')
  if (next !== elements.length) throw damaged(name, 'the schema in the footer is no tree')
  if (leaves.length > MOST_COLUMNS) {
    throw damaged(
      name,
      `the schema has ${formatInteger(leaves.length)} columns; expected at most ${formatInteger(MOST_COLUMNS)}`,
    )
  }
  return { root, leaves }
}

/** The converted type of an integer whose writer gave the logical type only: 11 to 14 unsigned, 15 to 18 signed. */
function convertedInteger(union: ThriftStruct | undefined): number | undefined {
  const integer = union?.get(10)
  if (!(integer instanceof Map)) return undefined
  const size = [8, 16, 32, 64].indexOf(optional(integer, 1) ?? 0)
  return size < 0 ? undefined : size + (integer.get(2) === false ? 11 : 15)
}

function parseGroup(
  group: ThriftStruct,
  leaves: readonly Leaf[],
  footerStart: number,
  name: string,
): RowGroup {
  const chunks = structs(group, 1, 'column chunks', name)
  if (chunks.length !== leaves.length) {
    throw damaged(name, `a row group has ${chunks.length} column chunks; expected ${leaves.length}`)
  }
  return {
    rows: count(group, 3, 'rows of a row group', name),
    chunks: chunks.map((chunk, i) => parseChunk(chunk, leaves[i]!, footerStart, name)),
  }
}

function parseChunk(chunk: ThriftStruct, leaf: Leaf, footerStart: number, name: string): ColumnChunk {
  const meta = chunk.get(3)
  const obstacle =
    chunk.has(8) || !(meta instanceof Map) ? 'is encrypted' : chunk.has(1) ? 'lies elsewhere' : ''
  if (!(meta instanceof Map) || obstacle !== '') {
    return {
      physical: -1,
      codec: -1,
      entries: 0,
      nullCount: 0,
      uncompressedBytes: 0,
      start: 0,
      end: 0,
      obstacle,
    }
  }
  const physical = count(meta, 1, 'type of a column chunk', name)
  if (physical !== leaf.physical) {
    throw damaged(
      name,
      `a chunk of column ${leaf.column} has the type ${physical}; expected ${leaf.physical}`,
    )
  }
  // writers that have no dictionary give 0 or nothing
  const dictionary = optional(meta, 11) ?? 0
  const data = count(meta, 9, 'position of a column chunk', name)
  const start = dictionary > 0 ? Math.min(dictionary, data) : data
  const end = start + count(meta, 7, 'bytes of a column chunk', name)
  const entries = count(meta, 5, 'values of a column chunk', name)
  if (entries > 0 && (start < MAGIC.length || end > footerStart)) {
    const place = `${formatInteger(start)} to ${formatInteger(end)}`
    throw damaged(
      name,
      `a chunk of column ${leaf.column} lies at ${place}; expected ${MAGIC.length} to ${formatInteger(footerStart)}`,
    )
  }
  return {
    physical,
    codec: count(meta, 4, 'codec of a column chunk', name),
    entries,
    nullCount: nullCount(meta),
    uncompressedBytes: count(meta, 6, 'uncompressed bytes of a column chunk', name),
    start,
    end,
    obstacle,
  }
}

/** What the statistics say, if they do. */
function nullCount(meta: ThriftStruct): number | undefined {
  const statistics = meta.get(12)
  const value = statistics instanceof Map ? statistics.get(3) : undefined
  return typeof value === 'number' ? value : undefined
}

/** A whole number from 0. */
function count(struct: ThriftStruct, id: number, what: string, name: string): number {
  const value = struct.get(id)
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  const shown = typeof value === 'number' ? value : 'nothing readable'
  throw damaged(name, `the footer gives ${shown} for the ${what}; expected a whole number from 0`)
}

function optional(struct: ThriftStruct, id: number): number | undefined {
  const value = struct.get(id)
  return typeof value === 'number' ? value : undefined
}

function text(struct: ThriftStruct | undefined, id: number): string {
  const value = struct?.get(id)
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : ''
}

function structs(struct: ThriftStruct, id: number, what: string, name: string): readonly ThriftStruct[] {
  const list = struct.get(id)
  if (Array.isArray(list) && list.every((item: ThriftValue) => item instanceof Map)) {
    return list as readonly ThriftStruct[]
  }
  throw damaged(name, `the footer has no list of ${what}`)
}

function encrypted(name: string): StudioError {
  return new StudioError(
    'bad-input',
    `${name} is an encrypted Parquet file`,
    'Read it with its key and write it again without encryption.',
  )
}

function keep(fields: Readonly<Record<number, Kept>>): Kept {
  return new Map(Object.entries(fields).map(([id, below]) => [Number(id), below]))
}
