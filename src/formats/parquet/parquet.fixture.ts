// Parquet files written field by field, for what no library writes in a small file.

/** A value in Thrift's compact protocol. */
export interface Encoded {
  readonly type: number
  readonly bytes: Uint8Array
}

/** A column without nulls; its pages are those of every row group. */
export interface ColumnSpec {
  readonly name: string
  /** number in Parquet's `Type` */
  readonly physical: number
  readonly pages: Uint8Array
  /** in each row group; defaults to one per row */
  readonly entries?: number
  readonly isRepeated?: boolean
}

/** A number from 0, seven bits to a byte. */
export function varint(value: number): Uint8Array {
  const out: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128)
  return Uint8Array.of(...out, rest)
}

function int(value: number): Encoded {
  return { type: 6, bytes: varint(value * 2) }
}

function text(value: string): Encoded {
  const bytes = Buffer.from(value)
  return { type: 8, bytes: Buffer.concat([varint(bytes.length), bytes]) }
}

/** A list of items of one type. */
export function list(items: readonly Encoded[]): Encoded {
  const head = Uint8Array.of(0xf0 | (items[0]?.type ?? 3))
  return { type: 9, bytes: Buffer.concat([head, varint(items.length), ...items.map(({ bytes }) => bytes)]) }
}

/** A struct of these fields, by their numbers. */
export function struct(fields: Readonly<Record<number, Encoded>>): Encoded {
  let last = 0
  const parts = Object.entries(fields).flatMap(([key, { type, bytes }]) => {
    const delta = Number(key) - last
    last += delta
    return [Uint8Array.of((delta << 4) | type), bytes]
  })
  return { type: 12, bytes: Buffer.concat([...parts, Uint8Array.of(0)]) }
}

/** A page of required values, first version. */
export function dataPage(encoding: number, entries: number, values: Uint8Array): Uint8Array {
  const size = int(values.length)
  const details = struct({ 1: int(entries), 2: int(encoding), 3: int(3), 4: int(3) })
  return Buffer.concat([struct({ 1: int(0), 2: size, 3: size, 5: details }).bytes, values])
}

/** The page that later ones refer to: plain values. */
export function dictionaryPage(entries: number, values: Uint8Array): Uint8Array {
  const size = int(values.length)
  const details = struct({ 1: int(entries), 2: int(0) })
  return Buffer.concat([struct({ 1: int(2), 2: size, 3: size, 7: details }).bytes, values])
}

/** Whole numbers as DELTA_BINARY_PACKED, in blocks of 128 with 32 bits for each difference. */
export function deltas(values: readonly number[]): Uint8Array {
  const parts = [varint(128), varint(1), varint(values.length), varint(values[0]! * 2)]
  for (let start = 1; start < values.length; start += 128) {
    const block = Int32Array.from({ length: 128 }, (_, i) => {
      const at = start + i
      return at < values.length ? values[at]! - values[at - 1]! : 0
    })
    parts.push(Uint8Array.of(0, 32), new Uint8Array(block.buffer))
  }
  return Buffer.concat(parts)
}

/** A file of row groups that share their pages. */
export function parquetFile(
  columns: readonly ColumnSpec[],
  rows: number,
  groups = 1,
): Uint8Array<ArrayBuffer> {
  const schema = columns.map(({ name, physical, isRepeated = false }) =>
    struct({ 1: int(physical), 3: int(isRepeated ? 2 : 0), 4: text(name) }),
  )
  let position = 4
  const chunks = columns.map(({ name, physical, pages, entries = rows }) => {
    const start = position
    position += pages.length
    const size = int(pages.length)
    const statistics = struct({ 3: int(0), 5: text('most'), 6: text('least') })
    const data = { 1: int(physical), 2: list([int(0)]), 3: list([text(name)]), 4: int(0), 5: int(entries) }
    return struct({ 2: int(0), 3: struct({ ...data, 6: size, 7: size, 9: int(start), 12: statistics }) })
  })
  const group = struct({ 1: list(chunks), 2: int(position), 3: int(rows) })
  const footer = struct({
    1: int(2),
    2: list([struct({ 4: text('schema'), 5: int(columns.length) }), ...schema]),
    3: int(rows * groups),
    4: list(Array.from({ length: groups }, () => group)),
  }).bytes
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  const pages = columns.map((column) => column.pages)
  return new Uint8Array(Buffer.concat([Buffer.from('PAR1'), ...pages, footer, length, Buffer.from('PAR1')]))
}
