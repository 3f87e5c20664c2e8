import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StudioError } from '../../core/errors.ts'
import { contentOf, readDamaged, type TableContent } from '../fuzz.fixture.ts'
import { referenceFile } from '../reference.fixture.ts'
import { type ByteSource, bytesSource } from '../source.ts'
import type { Table } from '../table.ts'
import { openArrow } from './arrow.ts'

const FLIPPED = [
  'batches-float32.arrow',
  'batches-float16-lz4.arrow',
  'nulls-batches.arrow',
  'nulls-lz4.arrows',
  'nulls-zstd.arrow',
  'scalars.arrows',
  'scalars-lz4.arrow',
  'dictionaries.arrow',
  'dictionaries-lz4.arrows',
  'dictionary-replaced-zstd.arrows',
  'left-out.arrow',
  'feather-chunks.feather',
  'polars-uncompressed.arrow',
  'polars-zstd.arrow',
]
const CUT = [
  'metadata.arrow',
  'metadata.arrows',
  'empty.arrow',
  'vectors-float16.arrows',
  'polars-empty.arrow',
  'dictionary-delta-lz4.arrows',
]
const LYING = [
  'metadata.arrow',
  'metadata.arrows',
  'empty-batch.arrow',
  'dictionary-delta-lz4.arrow',
  'before-0.15.arrow',
  'polars-empty.arrow',
]
/** As numbers of four bytes, at any place. */
const LIES = [0x7fffffff, 0x80000000, 0xffffffff, 0x00ffffff, 0x10000000]

function fixture(file: string): Uint8Array {
  return referenceFile('arrow', file)
}

async function intactContent(file: string): Promise<TableContent> {
  return contentOf(await openArrow(bytesSource(fixture(file), file)))
}

/** Opens a file and refuses one whose lists lost their length, which a note says. */
async function openWhole(source: ByteSource): Promise<Table> {
  const table = await openArrow(source)
  const uneven = table.notes.find((note) => note.includes('rows of different lengths'))
  if (uneven !== undefined) throw new StudioError('bad-input', `${source.name}: ${uneven}`)
  return table
}

/** Where the schema of a stream ends; a file has its schema twice, a stream cannot tell a damaged one. */
function schemaEnd(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer)
  return view.getInt32(0, true) === -1 ? 8 + view.getInt32(4, true) : 0
}

/** As `readDamaged`, for a schema that may make other columns. */
async function readOtherSchema(damaged: Uint8Array): Promise<void> {
  const started = performance.now()
  const result = await openArrow(bytesSource(damaged, 'damaged-file'))
    .then(contentOf)
    .catch((error: unknown) => error)
  if (result instanceof Error) {
    if (!(result instanceof StudioError)) throw result
    expect(result.code).toBe('bad-input')
    expect(result.message).toContain('damaged-file')
  }
  expect(performance.now() - started).toBeLessThan(2000)
}

async function check(
  damaged: Uint8Array,
  at: number,
  whole: Uint8Array,
  intact: TableContent,
): Promise<void> {
  if (at < schemaEnd(whole)) await readOtherSchema(damaged)
  else await readDamaged(openWhole, damaged, intact)
}

test.each(CUT)('%s cut anywhere is refused', async (file) => {
  const whole = fixture(file)
  const intact = await intactContent(file)
  for (let length = 0; length < whole.length; length++) {
    expect(await readDamaged(openArrow, whole.subarray(0, length), intact)).toBe('refused')
  }
})

test.each(FLIPPED)('%s with a flipped bit', async (file) => {
  const whole = fixture(file)
  const intact = await intactContent(file)
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length * 8 - 1), async (bit) => {
      const damaged = whole.slice()
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      await check(damaged, bit >> 3, whole, intact)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test.each(LYING)('%s with a lie in place of any number', async (file) => {
  const whole = fixture(file)
  const intact = await intactContent(file)
  for (let at = 0; at + 4 <= whole.length; at += 4) {
    for (const lie of LIES) {
      const damaged = whole.slice()
      new DataView(damaged.buffer).setUint32(at, lie, true)
      await check(damaged, at, whole, intact)
    }
  }
})

describe('any bytes', () => {
  test.each([
    ['of a stream', [255, 255, 255, 255]],
    ['of a file', [...new TextEncoder().encode('ARROW1\0\0')]],
  ])('%s are refused', async (_, head) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, closed) => {
        const tail = closed ? new TextEncoder().encode('\x40\0\0\0ARROW1') : []
        await readOtherSchema(Uint8Array.of(...head, ...bytes, ...tail))
      }),
      { seed: 3, numRuns: 200 },
    )
  })
})
