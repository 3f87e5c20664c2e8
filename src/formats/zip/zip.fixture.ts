// ZIP archives byte by byte, so that a test can lie in any field. Checksums and deflated data are Node's, not ours.

import { crc32, deflateRawSync } from 'node:zlib'

/** An entry; every field but the first two defaults to the truth. */
export interface EntrySpec {
  readonly name: string
  readonly data: Uint8Array
  readonly method?: number
  /** as stored in the archive, in place of what `method` makes of `data` */
  readonly packed?: Uint8Array
  readonly flags?: number
  readonly crc?: number
  /** in the directory and in the local header */
  readonly size?: number
  readonly compressedSize?: number
  /** in the directory: an extra field holds the sizes, above 4 GB too */
  readonly zip64?: boolean
  /** in the directory only */
  readonly offset?: number
  readonly disk?: number
  readonly externalAttributes?: number
  /** in the local header only */
  readonly local?: { readonly name?: string; readonly method?: number; readonly signature?: number }
  readonly localExtra?: Uint8Array
  /** checksum and sizes stand behind the data, and are 0 in the local header */
  readonly descriptor?: boolean
}

/** Fields of the record at the archive's end; they default to the truth. */
export interface EndSpec {
  readonly comment?: string
  readonly entries?: number
  readonly directoryBytes?: number
  readonly directoryOffset?: number
  readonly disk?: number
}

const IN_ZIP64 = 0xffffffff

/** The archive as bytes. */
export function zipBytes(entries: readonly EntrySpec[], end: EndSpec = {}): Uint8Array {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const body = localPart(entry)
    bodies.push(body)
    directory.push(directoryPart(entry, offset))
    offset += body.length
  }
  const listed = Buffer.concat(directory)
  return Uint8Array.from(
    Buffer.concat([...bodies, listed, endPart(end, entries.length, listed.length, offset)]),
  )
}

/** An NPY file of float32 of this shape, all values given. */
export function npyBytes(values: readonly number[], shape: readonly number[] = [values.length]): Uint8Array {
  const dict = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`
  return npyWith(dict, new Uint8Array(Float32Array.from(values).buffer))
}

/** An NPY file with the header's text and the data given. */
export function npyWith(dict: string, data: Uint8Array): Uint8Array {
  const text = `${dict.padEnd(117)}\n`
  const head = Buffer.from(
    `\x93NUMPY\x01\0${String.fromCharCode(text.length & 255, text.length >> 8)}`,
    'latin1',
  )
  return Uint8Array.from(Buffer.concat([head, Buffer.from(text, 'latin1'), data]))
}

function packedOf({ packed, data, method = 0 }: EntrySpec): Uint8Array {
  return packed ?? (method === 8 ? deflateRawSync(data) : data)
}

function localPart(entry: EntrySpec): Buffer {
  const { local = {}, localExtra = new Uint8Array(0), descriptor = false } = entry
  const name = Buffer.from(local.name ?? entry.name, 'utf-8')
  const head = Buffer.alloc(30)
  head.writeUInt32LE(local.signature ?? 0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  writeCommon(head, 6, { ...entry, method: local.method ?? entry.method ?? 0 })
  if (descriptor) head.fill(0, 14, 26)
  head.writeUInt16LE(name.length, 26)
  head.writeUInt16LE(localExtra.length, 28)
  const tail = Buffer.alloc(descriptor ? 16 : 0)
  if (descriptor) {
    tail.writeUInt32LE(0x08074b50, 0)
    head.copy(tail, 4, 14, 26)
  }
  return Buffer.concat([head, name, localExtra, packedOf(entry), tail])
}

function directoryPart(entry: EntrySpec, offset: number): Buffer {
  const name = Buffer.from(entry.name, 'utf-8')
  const extra = Buffer.alloc(entry.zip64 ? 20 : 0)
  if (entry.zip64) {
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(16, 2)
    extra.writeBigUInt64LE(BigInt(entry.size ?? entry.data.length), 4)
    extra.writeBigUInt64LE(BigInt(entry.compressedSize ?? packedOf(entry).length), 12)
  }
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(20, 6)
  writeCommon(head, 8, entry)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt16LE(entry.disk ?? 0, 34)
  head.writeUInt32LE(entry.externalAttributes ?? 0, 38)
  head.writeUInt32LE(entry.offset ?? offset, 42)
  return Buffer.concat([head, name, extra])
}

/** Flags to uncompressed size, which both headers have in one order. */
function writeCommon(head: Buffer, at: number, entry: EntrySpec): void {
  const { data, method = 0, flags = 0, descriptor = false, zip64 = false } = entry
  head.writeUInt16LE(flags | (descriptor ? 8 : 0), at)
  head.writeUInt16LE(method, at + 2)
  head.writeUInt32LE(entry.crc ?? crc32(data), at + 8)
  head.writeUInt32LE(zip64 ? IN_ZIP64 : (entry.compressedSize ?? packedOf(entry).length), at + 12)
  head.writeUInt32LE(zip64 ? IN_ZIP64 : (entry.size ?? data.length), at + 16)
}

function endPart(end: EndSpec, entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const comment = Buffer.from(end.comment ?? '', 'utf-8')
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(end.disk ?? 0, 4)
  record.writeUInt16LE(end.disk ?? 0, 6)
  record.writeUInt16LE(end.entries ?? entries, 8)
  record.writeUInt16LE(end.entries ?? entries, 10)
  record.writeUInt32LE(end.directoryBytes ?? directoryBytes, 12)
  record.writeUInt32LE(end.directoryOffset ?? directoryOffset, 16)
  record.writeUInt16LE(comment.length, 20)
  return Buffer.concat([record, comment])
}
