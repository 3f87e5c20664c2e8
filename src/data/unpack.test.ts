import { describe, expect, test } from 'vitest'
import { scratchFolder } from '../node/scratch-folder.ts'
import { memoryScratch } from './memory-scratch.fixture.ts'
import { memoryRows } from './row-reader.ts'
import { type RawRows, scanRows } from './scan.ts'
import type { Scratch } from './scratch.ts'
import { type KeptRows, keepRows, removeLeftovers } from './unpack.ts'

const ROWS = 7
const WIDTH = 3
const BYTES = 4 * ROWS * WIDTH

/** Bits of every kind of float: -0, infinities, NaNs with a payload, the smallest and ordinary ones. */
const WORDS = Uint32Array.from(
  { length: ROWS * WIDTH },
  (_, i) =>
    [0x80000000, 0x7f800000, 0xff800000, 0x7fc12345, 0xffc00001, 1, 0x3f800000 + i, 0xc2280000 + i][i % 8]!,
)

/** Rows that can be read in order only and lose the range of one value per row. */
function forwardRows(): RawRows & { readonly reads: number[] } {
  const rows = memoryRows('TRAIN.npz, column X', new Float32Array(WORDS.buffer), WIDTH)
  const reads: number[] = []
  return {
    ...rows,
    rowBytes: 5,
    reads,
    read: async (start, count, out) => {
      reads.push(start)
      await rows.read(start, count, out)
      return count
    },
  }
}

/** Passes all rows through by two; gives the loss of range. */
async function readThrough(kept: KeptRows): Promise<number> {
  const out = new Float32Array(2 * WIDTH)
  let loss = 0
  for (let start = 0; start < ROWS; start += 2) loss += await kept.read(start, Math.min(2, ROWS - start), out)
  return loss
}

async function words(rows: RawRows, start: number, count: number): Promise<number[]> {
  const out = new Float32Array(count * WIDTH + 1).fill(5)
  expect(await rows.read(start, count, out)).toBe(0)
  expect(out.at(-1)).toBe(5)
  return [...new Uint32Array(out.buffer, 0, count * WIDTH)]
}

/** Reads rows in any order and compares bits. */
async function expectAllRows(rows: RawRows): Promise<void> {
  expect(rows).toMatchObject({ name: 'TRAIN.npz, column X', rows: ROWS, width: WIDTH, rowBytes: 4 * WIDTH })
  for (const [start, count] of [
    [6, 1],
    [0, 7],
    [2, 3],
    [2, 0],
    [0, 1],
  ] as const) {
    const expected = [...WORDS.subarray(start * WIDTH, (start + count) * WIDTH)]
    expect(await words(rows, start, count)).toEqual(expected)
  }
}

describe('rows come back bit by bit', () => {
  test('from memory, where they fit', async () => {
    const raw = forwardRows()
    const kept = await keepRows(raw, { memoryBytes: BYTES, scratch: null })
    expect(kept).toMatchObject({ inMemory: true, name: raw.name, rows: ROWS, width: WIDTH, rowBytes: 5 })
    expect(await readThrough(kept)).toBe(ROWS)
    await expectAllRows(await kept.finish())
    expect(raw.reads).toEqual([0, 2, 4, 6])
    await kept.discard()
    await kept.discard()
  })

  test('from a scratch, where they do not', async () => {
    const scratch = memoryScratch()
    const raw = forwardRows()
    const kept = await keepRows(raw, { memoryBytes: BYTES - 1, scratch })
    expect(kept.inMemory).toBe(false)
    expect(scratch.openFiles()).toEqual([expect.stringMatching(/^unpacked-[0-9a-f-]{36}\.f32$/)])
    expect(await readThrough(kept)).toBe(ROWS)
    await expectAllRows(await kept.finish())
    expect(raw.reads).toEqual([0, 2, 4, 6])
    expect([...scratch.files.values()]).toEqual([new Uint8Array(WORDS.buffer)])
    await kept.discard()
    await kept.discard()
    expect(scratch.files.size).toBe(0)
    expect(scratch.openFiles()).toEqual([])
  })

  test('from a folder', async () => {
    const scratch = scratchFolder()
    const kept = await keepRows(forwardRows(), { memoryBytes: 0, scratch })
    expect(await readThrough(kept)).toBe(ROWS)
    await expectAllRows(await kept.finish())
    await kept.discard()
    expect(await scratch.list()).toEqual([])
    await scratch.close()
  })

  test('from several files at once', async () => {
    const scratch = memoryScratch()
    const kept = [await keepRows(forwardRows(), { memoryBytes: 0, scratch })]
    kept.push(await keepRows(forwardRows(), { memoryBytes: 0, scratch }))
    for (const each of kept) await readThrough(each)
    expect(scratch.files.size).toBe(2)
    for (const each of kept) await expectAllRows(await each.finish())
    await kept[0]!.discard()
    await expectAllRows(await kept[1]!.finish())
  })

  test('and the scan sees what it would have seen', async () => {
    const kept = await keepRows(forwardRows(), { memoryBytes: 0, scratch: memoryScratch() })
    const scan = await scanRows(kept)
    expect(scan).toEqual(await scanRows(forwardRows()))
    expect(await scanRows(await kept.finish())).toEqual({ ...scan, rangeLoss: 0 })
  })
})

test('a file without rows is kept as well', async () => {
  for (const memoryBytes of [-1, 0]) {
    const raw = memoryRows('X', new Float32Array(0), 3)
    const kept = await keepRows(raw, { memoryBytes, scratch: memoryScratch() })
    expect((await kept.finish()).rows).toBe(0)
    await kept.discard()
  }
})

test('a step back, a gap and an early end are defects of the caller', async () => {
  const kept = await keepRows(forwardRows(), { memoryBytes: BYTES, scratch: null })
  const out = new Float32Array(ROWS * WIDTH)
  await kept.read(0, 2, out)
  await expect(kept.read(0, 1, out)).rejects.toThrow(
    'Expected to read on from row 2 of TRAIN.npz, column X, got 0',
  )
  await expect(kept.read(3, 1, out)).rejects.toThrow(
    'Expected to read on from row 2 of TRAIN.npz, column X, got 3',
  )
  await expect(kept.finish()).rejects.toThrow('Expected all 7 rows of TRAIN.npz, column X to be read, got 2')
})

test('an error of the file passes through, and what was kept can be discarded', async () => {
  const scratch = memoryScratch()
  const raw = forwardRows()
  const read: RawRows['read'] = async (start, count, out) => {
    if (start === 4) throw new Error('damaged')
    return raw.read(start, count, out)
  }
  const kept = await keepRows({ ...raw, read }, { memoryBytes: 0, scratch })
  await expect(readThrough(kept)).rejects.toThrow('damaged')
  await kept.discard()
  expect(scratch.files.size).toBe(0)
})

describe('too little room', () => {
  test('and no scratch', async () => {
    await expect(keepRows(forwardRows(), { memoryBytes: 80, scratch: null })).rejects.toMatchObject({
      code: 'bad-input',
      message: 'TRAIN.npz, column X is compressed and takes 84 bytes unpacked; there is room for 80.',
      hint: 'Save it without compression. There is no storage for larger files here.',
    })
  })

  test('in the scratch, which is asked before anything is read', async () => {
    const scratch = memoryScratch({ quota: 2000 })
    const other = await scratch.open('other.f32')
    await other.write(new Uint8Array(1920), 0)
    const raw = forwardRows()
    await expect(keepRows(raw, { memoryBytes: 0, scratch, name: 'TRAIN.npz' })).rejects.toMatchObject({
      code: 'bad-input',
      message: 'TRAIN.npz is compressed and takes 84 bytes unpacked; there is room for 80.',
      hint: 'Save it without compression. Remove what is not needed.',
    })
    expect(raw.reads).toEqual([])
    expect([...scratch.files.keys()]).toEqual(['other.f32'])
  })

  test('found on the way, by an error or by a bogus count', async () => {
    for (const options of [
      { limit: 60 },
      { onWrite: (_: string, __: Uint8Array, at: number) => (at < 48 ? null : 0) },
    ]) {
      const scratch = memoryScratch(options)
      const kept = await keepRows(forwardRows(), { memoryBytes: 0, scratch })
      await expect(readThrough(kept)).rejects.toMatchObject({
        code: 'bad-input',
        message: 'TRAIN.npz, column X is compressed and takes 84 bytes unpacked; there is room for 48.',
      })
      await kept.discard()
      expect(scratch.files.size).toBe(0)
    }
  })
})

test('leftovers are removed, but nothing that is open and nothing else', async () => {
  const scratch = memoryScratch()
  const kept = await keepRows(forwardRows(), { memoryBytes: 0, scratch })
  const [held] = scratch.openFiles()
  for (const name of ['unpacked-1.f32', 'archive-1.zip', 'unpacked-2.f32', 'copy-ab-train.f32'])
    scratch.files.set(name, new Uint8Array(9))
  await removeLeftovers(scratch)
  expect([...scratch.files.keys()]).toEqual([held, 'copy-ab-train.f32'])
  await readThrough(kept)
  await expectAllRows(await kept.finish())
})

test('leftovers that cannot be removed are no error', async () => {
  const scratch: Scratch = {
    ...memoryScratch(),
    list: async () => [{ name: 'unpacked-1.f32', byteLength: 1 }],
    remove: () => Promise.reject(new Error('held')),
  }
  await removeLeftovers(scratch)
})
