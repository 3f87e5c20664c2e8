// Where the batches of an Arrow file or stream lie. Opening reads the footer and the head of each message; bodies,
// which may be gigabytes each, are stepped over.

import type { FileBlock } from 'apache-arrow/ipc/metadata/file'
import type { Schema } from 'apache-arrow/schema'
import { formatInteger } from '../../core/format.ts'
import { damaged, trailingBytes, truncated, unclosed } from '../damage.ts'
import { decodeLatin1 } from '../numpy-values.ts'
import { RECOGNISE_BYTES, wrongFormat } from '../recognise.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import {
  type ArrowMessage,
  type BatchPlan,
  decodeFooter,
  decodeMessage,
  MOST_METADATA_BYTES,
  planBatch,
} from './metadata.ts'

/** A batch and the dictionaries that hold for it. */
export interface PlacedBatch {
  readonly plan: BatchPlan
  /** by their ids; a dictionary's values are those of its batches one after the other */
  readonly dictionaries: ReadonlyMap<number, readonly BatchPlan[]>
}

/** A file's structure. */
export interface ArrowLayout {
  readonly format: 'Arrow' | 'Arrow stream'
  readonly schema: Schema
  readonly batches: readonly PlacedBatch[]
}

const MAGIC = 'ARROW1'
/** `ARROW1`, padded to 8 bytes. */
const HEAD_BYTES = 8
/** length of the footer and `ARROW1` */
const TAIL_BYTES = 10
const CONTINUATION = -1
const PREFIX_BYTES = 8
/** Room for padding and for the mark that ends a stream; no batch is as short. */
const MOST_GAP = 64

/**
 * Reads the structure of an Arrow file or stream; which of the two is decided by its first bytes.
 * @throws StudioError `bad-input` if it is neither (the message says what it is), damaged, cut, or followed by more
 */
export async function readLayout(source: ByteSource): Promise<ArrowLayout> {
  const head = await source.slice(0, Math.min(source.byteLength, RECOGNISE_BYTES))
  const text = decodeLatin1(head.subarray(0, HEAD_BYTES))
  if (text.startsWith(MAGIC)) return readFile(source)
  if (text.startsWith('\xff\xff\xff\xff')) return readStream(source)
  throw wrongFormat(
    head,
    source.name,
    'an Arrow file or stream',
    'Write it with pyarrow.ipc.new_file, pyarrow.ipc.new_stream or pyarrow.feather.write_feather.',
  )
}

async function readFile(source: ByteSource): Promise<ArrowLayout> {
  const { name, byteLength } = source
  const least = HEAD_BYTES + PREFIX_BYTES + TAIL_BYTES
  if (byteLength < least) throw truncated(name, least, 'at least', byteLength)
  const tail = await sliceExactly(source, byteLength - TAIL_BYTES, byteLength)
  if (decodeLatin1(tail.subarray(4)) !== MAGIC) throw unclosed(name, MAGIC, byteLength)
  const footerLength = int32(tail, 0)
  const footerStart = byteLength - TAIL_BYTES - footerLength
  if (footerLength <= 0 || footerStart < HEAD_BYTES + PREFIX_BYTES || footerLength > MOST_METADATA_BYTES) {
    throw damaged(name, `its footer has ${formatInteger(footerLength)} of ${formatInteger(byteLength)} bytes`)
  }
  const footer = decodeFooter(await sliceExactly(source, footerStart, footerStart + footerLength), name)
  const blocks = [...footer.dictionaries, ...footer.batches].sort((a, b) => a.offset - b.offset)
  const next = blocks[0]?.offset ?? footerStart
  if (next < HEAD_BYTES || next > footerStart) {
    throw damaged(name, `its first block starts at position ${formatInteger(next)}`)
  }
  const schemaEnd = await requireSameSchema(source, next, footer.schema)
  requireGapless(blocks, schemaEnd, footerStart, name)

  const dictionaries = new Map<number, BatchPlan[]>()
  for (const block of footer.dictionaries) {
    const message = await readBlock(source, block)
    if (message.kind !== 'dictionary') throw damaged(name, `a block for a dictionary holds a ${message.kind}`)
    if (!message.dictionary.isDelta && dictionaries.has(message.dictionary.id)) {
      throw damaged(name, `dictionary ${message.dictionary.id} is there twice`)
    }
    addDictionary(dictionaries, message, block.offset + block.metaDataLength, footer.schema, name)
  }
  const batches: PlacedBatch[] = []
  for (const block of footer.batches) {
    const message = await readBlock(source, block)
    if (message.kind !== 'batch') throw damaged(name, `a block for a batch holds a ${message.kind}`)
    const start = block.offset + block.metaDataLength
    batches.push({ plan: planBatch(message.batch, start, start + message.bodyLength, name), dictionaries })
  }
  return { format: 'Arrow', schema: footer.schema, batches }
}

async function readStream(source: ByteSource): Promise<ArrowLayout> {
  const { name, byteLength } = source
  let schema: Schema | null = null
  let dictionaries = new Map<number, BatchPlan[]>()
  const batches: PlacedBatch[] = []
  for (let at = 0; ; ) {
    if (at + PREFIX_BYTES > byteLength) throw unclosed(name, 'an end-of-stream marker', byteLength)
    const prefix = await sliceExactly(source, at, at + PREFIX_BYTES)
    if (int32(prefix, 0) !== CONTINUATION)
      throw damaged(name, `no message starts at position ${formatInteger(at)}`)
    const length = int32(prefix, 4)
    at += PREFIX_BYTES
    if (length === 0) {
      if (schema === null) throw damaged(name, 'it ends without a schema')
      if (at !== byteLength) throw trailingBytes(name, at, 'with its end-of-stream marker', byteLength)
      return { format: 'Arrow stream', schema, batches }
    }
    if (length < 0 || length > MOST_METADATA_BYTES) {
      throw damaged(
        name,
        `a message at position ${formatInteger(at)} claims ${formatInteger(length)} bytes of metadata`,
      )
    }
    if (at + length > byteLength) throw truncated(name, at + length, 'at least', byteLength)
    const message = decodeMessage(await sliceExactly(source, at, at + length), name)
    const start = at + length
    at = start + message.bodyLength
    if (at > byteLength) throw truncated(name, at, 'at least', byteLength)
    if (message.kind === 'schema') {
      if (schema !== null) throw damaged(name, 'it has two schemas')
      schema = message.schema
    } else if (schema === null) {
      throw damaged(name, `it starts with a ${message.kind}; expected a schema`)
    } else if (message.kind === 'dictionary') {
      // batches that came before keep what held for them
      if (!message.dictionary.isDelta) dictionaries = new Map(dictionaries)
      addDictionary(dictionaries, message, start, schema, name)
    } else {
      batches.push({ plan: planBatch(message.batch, start, at, name), dictionaries })
    }
  }
}

/** A delta adds to what is there, anything else takes its place. */
function addDictionary(
  dictionaries: Map<number, BatchPlan[]>,
  { dictionary, bodyLength }: ArrowMessage & { kind: 'dictionary' },
  start: number,
  schema: Schema,
  name: string,
): void {
  const { id, isDelta, data } = dictionary
  if (!schema.dictionaries.has(id)) throw damaged(name, `no column has the dictionary ${id}`)
  const plan = planBatch(data, start, start + bodyLength, name)
  const known = dictionaries.get(id)
  if (!isDelta) dictionaries.set(id, [plan])
  else if (known !== undefined) known.push(plan)
  else throw damaged(name, `dictionary ${id} is added to before it is there`)
}

/** The message of a block of a file. Before version 0.15, messages started with their length alone. */
async function readBlock(source: ByteSource, block: FileBlock): Promise<ArrowMessage> {
  const { name } = source
  const { offset, metaDataLength } = block
  const message = await readMessageAt(source, offset, offset + metaDataLength)
  if (message.bodyLength !== block.bodyLength) {
    throw damaged(
      name,
      `a body of ${formatInteger(message.bodyLength)} bytes has ${formatInteger(block.bodyLength)} bytes in the footer`,
    )
  }
  return message
}

async function readMessageAt(source: ByteSource, start: number, end: number): Promise<ArrowMessage> {
  const bytes = await sliceExactly(source, start, end)
  const prefix = int32(bytes, 0) === CONTINUATION ? PREFIX_BYTES : PREFIX_BYTES / 2
  const length = int32(bytes, prefix - 4)
  if (length <= 0 || prefix + length > bytes.length) {
    throw damaged(
      source.name,
      `a message of ${formatInteger(length)} bytes lies in ${formatInteger(bytes.length)} bytes`,
    )
  }
  return decodeMessage(bytes.subarray(prefix, prefix + length), source.name)
}

/** The schema stands before position `next` as well, which tells a damaged one. Returns where it ends there. */
async function requireSameSchema(source: ByteSource, next: number, schema: Schema): Promise<number> {
  const { name } = source
  const prefix = await sliceExactly(source, HEAD_BYTES, HEAD_BYTES + PREFIX_BYTES)
  const modern = int32(prefix, 0) === CONTINUATION
  const length = int32(prefix, modern ? 4 : 0)
  // apache-arrow's JavaScript writes no schema here: the first block, or the end, must begin in its place
  if (next === HEAD_BYTES || (modern && length === 0)) return HEAD_BYTES
  const lengthEnd = HEAD_BYTES + (modern ? PREFIX_BYTES : PREFIX_BYTES / 2) + length
  // polars 2 writes the message alone, up to the first block
  const bare = !modern && (lengthEnd > next || lengthEnd < next - PREFIX_BYTES)
  const end = bare ? next : lengthEnd
  if (end <= HEAD_BYTES || end > next || end - HEAD_BYTES > MOST_METADATA_BYTES) {
    throw damaged(name, `its schema claims ${formatInteger(bare ? end - HEAD_BYTES : length)} bytes`)
  }
  const message = bare
    ? decodeMessage(await sliceExactly(source, HEAD_BYTES, end), name)
    : await readMessageAt(source, HEAD_BYTES, end)
  if (message.kind !== 'schema') throw damaged(name, `it starts with a ${message.kind}; expected a schema`)
  const first = describeSchema(message.schema)
  const last = describeSchema(schema)
  if (first === last) return end
  throw damaged(name, `its start and its footer differ: ${shorten(first)} and ${shorten(last)}`)
}

/** Names and types of the columns. */
function describeSchema(schema: Schema): string {
  return JSON.stringify(schema.fields.map(({ name, type }) => [name, String(type)]))
}

/** Refuses blocks, in order, that overlap or leave room for another one: a block that the footer lost would be lost rows. */
function requireGapless(blocks: readonly FileBlock[], start: number, end: number, name: string): void {
  let free = start
  const requireNear = (next: number) => {
    if (next - free <= MOST_GAP) return
    throw damaged(
      name,
      `${formatInteger(next - free)} bytes from position ${formatInteger(free)} on belong to no batch`,
    )
  }
  for (const { offset, metaDataLength, bodyLength } of blocks) {
    const blockEnd = offset + metaDataLength + bodyLength
    const plausible =
      metaDataLength >= PREFIX_BYTES && metaDataLength <= MOST_METADATA_BYTES && bodyLength >= 0
    if (!plausible || offset < free || blockEnd > end) {
      throw damaged(
        name,
        `a block from ${formatInteger(offset)} to ${formatInteger(blockEnd)} does not lie between ${formatInteger(free)} and ${formatInteger(end)}`,
      )
    }
    requireNear(offset)
    free = blockEnd
  }
  requireNear(end)
}

function int32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text
}
