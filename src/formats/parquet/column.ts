// A field of a Parquet file as a column: its values through the pages.

import { inTurn } from '../in-turn.ts'
import { parseDtype } from '../numpy-dtype.ts'
import { decodeFloat32, isWideInteger, type RangeLoss } from '../numpy-values.ts'
import type { ByteSource } from '../source.ts'
import { type Column, notNumbers, requireRange } from '../table.ts'
import { type EntrySink, entryReader, type StoredColumn } from './entries.ts'
import type { ParquetFooter } from './footer.ts'
import { readFlags, readIntegers, readNumbers, readText } from './read-all.ts'
import { rowWidth } from './row-width.ts'
import type { FieldPlan } from './schema.ts'
import { numberDecoder } from './values.ts'

/**
 * The column of a planned field; in words why there is none where rows of a list have different numbers of values, as
 * far as the footer and the first list tell.
 * @throws StudioError `bad-input` if a column without lists has more or fewer values than rows
 */
export async function parquetColumn(
  source: ByteSource,
  footer: ParquetFooter,
  plan: FieldPlan,
): Promise<Column | string> {
  const title = `${source.name}, column ${plan.name}`
  const groups = footer.groups.map(({ rows, chunks }) => ({ rows, chunk: chunks[plan.leaf]! }))
  const width = await rowWidth(source, groups, plan, title)
  if (typeof width === 'string') return width
  const stored = { source, plan, title, width, groups }
  const shape = plan.isList ? [footer.rows, width] : [footer.rows]
  const { kind, name, type } = plan
  const byteLength = groups.reduce((sum, { chunk }) => sum + chunk.end - chunk.start, 0)
  const column = { name, title, file: source.name, kind, type, shape, byteLength, access: 'forward' } as const
  if (kind === 'text') {
    return {
      ...column,
      readFloat32: async () => {
        throw notNumbers(column)
      },
      readAll: () => readText(stored, column),
    }
  }
  const numbers = { ...stored, createDecoder: () => numberDecoder(plan, title) }
  const readWhole = kind === 'boolean' ? readFlags : readNumbers
  const isWide = !plan.isList && isWideInteger(parseDtype(plan.stored, title))
  return {
    ...column,
    readFloat32: floatReader(numbers, column),
    readAll: () => readWhole(numbers, column),
    ...(isWide && { readIntegers: () => readIntegers(numbers, column) }),
  }
}

type Described = Pick<Column, 'title' | 'shape'>

function floatReader(numbers: StoredColumn<Uint8Array>, column: Described): Column['readFloat32'] {
  const reader = entryReader(numbers)
  const dtype = parseDtype(numbers.plan.stored, numbers.title)
  // a scan that was left still reads its last block when another one begins
  return inTurn(async (start, count, out) => {
    requireRange(column, start, count, out)
    const loss = { overflowed: 0, underflowed: 0 }
    const sink: EntrySink<Uint8Array> = {
      values(batch, at) {
        addLoss(loss, decodeFloat32(batch, dtype, at === 0 ? out : out.subarray(at)))
      },
      nulls: (at, nulls) => out.fill(Number.NaN, at, at + nulls),
    }
    await reader.read(start * numbers.width, count * numbers.width, sink)
    return loss
  })
}

function addLoss(sum: { overflowed: number; underflowed: number }, loss: RangeLoss): void {
  sum.overflowed += loss.overflowed
  sum.underflowed += loss.underflowed
}
