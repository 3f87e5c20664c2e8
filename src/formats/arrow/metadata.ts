// Arrow's metadata: messages and the footer of a file, checked first and decoded by apache-arrow.
// Format: https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc

import { MessageHeader, MetadataVersion, Type } from 'apache-arrow/enum'
import { type FileBlock, Footer } from 'apache-arrow/ipc/metadata/file'
import { type DictionaryBatch, Message, type RecordBatch } from 'apache-arrow/ipc/metadata/message'
import type { Field, Schema } from 'apache-arrow/schema'
import { DataType } from 'apache-arrow/type'
import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import type { Codec } from '../decompress.ts'
import { readSlot, type TableShape, verifyFlatbuffer } from './flatbuffer.ts'

/** More than the names and positions of a hundred thousand columns. */
export const MOST_METADATA_BYTES = 16 * 2 ** 20

const KEY_VALUE: TableShape = { 0: { to: 'string' }, 1: { to: 'string' } }
const LEAF: TableShape = {}
const FIELD: TableShape = {
  0: { to: 'string' },
  3: { to: 'table', shape: LEAF },
  4: { to: 'table', shape: { 1: { to: 'table', shape: LEAF } } },
  6: { to: 'tables', shape: KEY_VALUE },
}
FIELD[5] = { to: 'tables', shape: FIELD }
const SCHEMA: TableShape = { 1: { to: 'tables', shape: FIELD }, 2: { to: 'tables', shape: KEY_VALUE } }
const RECORD_BATCH: TableShape = {
  1: { to: 'items', bytes: 16 },
  2: { to: 'items', bytes: 16 },
  3: { to: 'table', shape: LEAF },
  4: { to: 'items', bytes: 8 },
}
const HEADERS: Readonly<Record<number, TableShape>> = {
  [MessageHeader.Schema]: SCHEMA,
  [MessageHeader.DictionaryBatch]: { 1: { to: 'table', shape: RECORD_BATCH } },
  [MessageHeader.RecordBatch]: RECORD_BATCH,
}
const FOOTER: TableShape = {
  1: { to: 'table', shape: SCHEMA },
  2: { to: 'items', bytes: 24 },
  3: { to: 'items', bytes: 24 },
  4: { to: 'tables', shape: KEY_VALUE },
}

/** apache-arrow's words for a type that it does not know; the rest of the schema is lost with it. */
const UNKNOWN_TYPE = /^Unrecognized type: .*\((\d+)\)$/
const UNREAD_TYPES: Readonly<Record<number, string>> = {
  22: 'run-end encoded',
  25: 'list view',
  26: 'large list view',
}

/** A message without its body. */
export type ArrowMessage = { readonly bodyLength: number } & (
  | { readonly kind: 'schema'; readonly schema: Schema }
  | { readonly kind: 'batch'; readonly batch: RecordBatch }
  | { readonly kind: 'dictionary'; readonly dictionary: DictionaryBatch }
)

/** What a file's footer says. */
export interface ArrowFooter {
  readonly schema: Schema
  readonly dictionaries: readonly FileBlock[]
  readonly batches: readonly FileBlock[]
}

/** Part of a file, from `start` up to `end`. */
export interface Region {
  readonly start: number
  readonly end: number
}

/** A record batch as it lies in the file: nothing of it is read yet. */
export interface BatchPlan {
  readonly rows: number
  /** of each field and its children, depth first */
  readonly nodes: readonly { readonly length: number; readonly nullCount: number }[]
  /** of each buffer, in the same order */
  readonly regions: readonly Region[]
  /** how the buffers are compressed, each by itself */
  readonly codec: Codec | null
  /** data buffers of each column of views */
  readonly variadicCounts: readonly number[]
}

/** @throws StudioError `bad-input` for what is no message, for tensors, and for versions before 4 */
export function decodeMessage(bytes: Uint8Array, name: string): ArrowMessage {
  return decode(bytes, name, () => {
    const type = readSlot(bytes, 1, 1)
    const shape = HEADERS[type]
    if (shape === undefined) throw new Error(`a message of type ${type} is no schema, dictionary or batch`)
    verifyFlatbuffer(bytes, { 2: { to: 'table', shape }, 4: { to: 'tables', shape: KEY_VALUE } })
    const message = Message.decode(bytes)
    requireVersion(message.version)
    const { bodyLength } = message
    if (!Number.isSafeInteger(bodyLength) || bodyLength < 0) throw new Error(`a body of ${bodyLength} bytes`)
    const header = message.header()
    if (message.isSchema()) {
      requireLittleEndian(bytes, 2)
      const schema = header as Schema
      for (const { type } of schema.fields) requireChildren(type)
      return { kind: 'schema', bodyLength, schema }
    }
    return message.isRecordBatch()
      ? { kind: 'batch', bodyLength, batch: header as RecordBatch }
      : { kind: 'dictionary', bodyLength, dictionary: header as DictionaryBatch }
  })
}

/** @throws StudioError `bad-input` for what is no footer */
export function decodeFooter(bytes: Uint8Array, name: string): ArrowFooter {
  return decode(bytes, name, () => {
    verifyFlatbuffer(bytes, FOOTER)
    const footer = Footer.decode(bytes)
    requireVersion(footer.schema.metadataVersion)
    requireLittleEndian(bytes, 1)
    for (const { type } of footer.schema.fields) requireChildren(type)
    return {
      schema: footer.schema,
      dictionaries: [...footer.dictionaryBatches()],
      batches: [...footer.recordBatches()],
    }
  })
}

/**
 * Where a batch's buffers lie, given where its body does.
 * @throws StudioError `bad-input` for lengths that cannot be and for buffers outside the body
 */
export function planBatch(batch: RecordBatch, bodyStart: number, bodyEnd: number, name: string): BatchPlan {
  const rows = batch.length
  if (rows < 0) throw damaged(name, `a batch has ${formatInteger(rows)} rows`)
  for (const { length, nullCount } of batch.nodes) {
    if (length < 0 || nullCount > length) {
      throw damaged(name, `a column has ${formatInteger(nullCount)} nulls in ${formatInteger(length)} rows`)
    }
  }
  // buffers are written end to end in this order, each from a multiple of 8 bytes on
  let free = bodyStart
  const regions = batch.buffers.map(({ offset, length }) => {
    const start = bodyStart + offset
    const end = start + length
    if (length !== 0 && (start < free || offset % 8 !== 0)) {
      throw damaged(
        name,
        `a buffer of ${formatInteger(length)} bytes at ${formatInteger(offset)} does not follow the one before it`,
      )
    }
    if (offset < 0 || length < 0 || end > bodyEnd) {
      throw damaged(
        name,
        `a buffer of ${formatInteger(length)} bytes at ${formatInteger(offset)} lies outside its batch of ${formatInteger(bodyEnd - bodyStart)} bytes`,
      )
    }
    free = Math.max(free, end)
    return { start, end }
  })
  const { nodes, compression, variadicBufferCounts: variadicCounts } = batch
  return { rows, nodes, regions, codec: compression ? codecOf(compression, name) : null, variadicCounts }
}

function codecOf({ type, method }: { type: number; method: number }, name: string): Codec {
  if (method === 0 && type === 0) return 'LZ4'
  if (method === 0 && type === 1) return 'Zstandard'
  throw damaged(name, `a batch is compressed with codec ${type}, method ${method}; expected LZ4 or Zstandard`)
}

function decode<T>(bytes: Uint8Array, name: string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    const unknown = UNKNOWN_TYPE.exec(reason)
    if (unknown !== null) throw unreadType(Number(unknown[1]), name)
    throw damaged(name, `metadata of ${formatInteger(bytes.length)} bytes cannot be decoded (${reason})`)
  }
}

/** A type that apache-arrow does not decode, by its number in Arrow's Schema.fbs. */
function unreadType(type: number, name: string): StudioError {
  return new StudioError(
    'bad-input',
    `${name} has a column of a type that is not read: ${UNREAD_TYPES[type] ?? 'Arrow type'} (${type})`,
    'Write the file without this column, or with its values as plain numbers, lists or text.',
  )
}

function requireVersion(version: MetadataVersion): void {
  if (version === MetadataVersion.V4 || version === MetadataVersion.V5) return
  throw new Error(`metadata version ${Number(version) + 1}, expected 4 or 5`)
}

/** Throws where a list or a map has no child, which apache-arrow finds out when it is asked for the type's name. */
function requireChildren(type: DataType): void {
  if (DataType.isDictionary(type)) {
    requireChildren(type.dictionary)
    return
  }
  // what is missing is `undefined` where the library's types promise a field
  const children: readonly (Field | undefined)[] = type.children ?? []
  for (const child of children) {
    if (child === undefined) throw new Error(`a ${Type[type.typeId]} without a child`)
    requireChildren(child.type)
  }
  if (DataType.isMap(type) && !DataType.isStruct(children[0]!.type)) throw new Error('a map without entries')
}

/** apache-arrow does not look at the byte order. */
function requireLittleEndian(bytes: Uint8Array, schemaSlot: number): void {
  if (readSlot(bytes, 0, 2, schemaSlot) !== 0) throw new Error('big-endian numbers, expected little-endian')
}
