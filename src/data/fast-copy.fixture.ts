// A small data set to copy, its rows, and what is looked at in the storage.

import { expect } from 'vitest'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { Dataset, RowReader } from './dataset.ts'
import { type CopiedDataset, copiedDataset, makeCopy } from './fast-copy.ts'
import { memoryDataset } from './memory-dataset.ts'
import { type MemoryScratch, memoryScratch } from './memory-scratch.fixture.ts'
import type { Scratch } from './scratch.ts'

export const WIDTH = 4
export const ROWS: Readonly<Record<SplitName, number>> = { train: 9, validation: 4, test: 3 }
const BLOCK_ROWS = 2
export const ROW_BYTES = 4 * WIDTH
export const TOTAL = 16 * ROW_BYTES

/** Numbers that no conversion leaves as they are, among ordinary ones that differ from row to row. */
const ODD_WORDS = [0x80000000, 0x7f800000, 0x7fc12345, 0xffc00001, 0x7fa00001, 1, 0x807fffff]

export function values(rows: number, seed: number): Float32Array {
  const floats = Float32Array.from({ length: rows * WIDTH }, (_, i) => -1 - seed - i / 64)
  const words = new Uint32Array(floats.buffer)
  ODD_WORDS.forEach((word, i) => {
    if (2 * i + 1 < words.length) words[2 * i + 1] = word
  })
  floats[2] = Number.NEGATIVE_INFINITY
  return floats
}

/** A data set whose rows are read in blocks of two, as a large file is in larger ones; `onRead` is told of each. */
export async function smallDataset(
  {
    name = 'Small',
    seed = 0,
    blockRows = BLOCK_ROWS,
  }: { name?: string; seed?: number; blockRows?: number } = {},
  onRead: (split: SplitName, start: number, out: Float32Array) => void = () => {},
): Promise<Dataset> {
  const part = (split: SplitName, shift: number) => ({
    posteriors: values(ROWS[split], seed + shift),
    labels: Uint8Array.from({ length: ROWS[split] }, (_, row) => row % 2),
    attributes: null,
  })
  const splits = { train: part('train', 0), validation: part('validation', 100), test: part('test', 200) }
  const dataset = await memoryDataset({ name, target: 'DeltaZ', width: WIDTH, splits, zgrid: null })
  const slow = (split: SplitName) => {
    const { x } = dataset.splits[split]
    const read: RowReader['read'] = async (start, count, out) => {
      await x.read(start, count, out)
      onRead(split, start, out)
    }
    return { ...dataset.splits[split], x: { ...x, blockRows, read } }
  }
  return { ...dataset, splits: { train: slow('train'), validation: slow('validation'), test: slow('test') } }
}

export async function wordsOf(
  { rows, width, read }: RowReader,
  start = 0,
  count = rows,
): Promise<Uint32Array> {
  const out = new Float32Array(count * width)
  await read(start, count, out)
  return new Uint32Array(out.buffer)
}

export async function expectSameRows(copy: Dataset, dataset: Dataset): Promise<void> {
  for (const split of SPLIT_NAMES) {
    const [from, to] = [dataset.splits[split].x, copy.splits[split].x]
    expect(to).toMatchObject({ rows: from.rows, width: from.width })
    expect(to.blockRows).toBe(from.blockRows)
    expect(await wordsOf(to)).toEqual(await wordsOf(from))
    for (let row = from.rows - 1; row >= 0; row--) {
      expect(await wordsOf(to, row, 1)).toEqual(await wordsOf(from, row, 1))
    }
  }
}

export async function requireCopy(scratch: Scratch, dataset: Dataset): Promise<CopiedDataset> {
  const copy = await copiedDataset(scratch, dataset)
  expect(copy).not.toBeNull()
  return copy!
}

/** Makes a copy that is aborted when `blocks` blocks are done. */
export async function interruptedCopy(scratch: Scratch, dataset: Dataset, blocks: number): Promise<void> {
  const stop = new AbortController()
  let done = -1
  const onProgress = () => {
    if (++done === blocks) stop.abort()
  }
  onProgress()
  await expect(makeCopy(scratch, dataset, { signal: stop.signal, onProgress })).rejects.toMatchObject({
    code: 'cancelled',
  })
}

export function fileNames(scratch: MemoryScratch): string[] {
  return [...scratch.files.keys()].sort()
}

export function manifestOf(scratch: MemoryScratch, dataset: Dataset): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(scratch.files.get(`copy-${dataset.report.fingerprint}.json`)))
}

export function setManifest(scratch: MemoryScratch, dataset: Dataset, manifest: unknown): void {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
  scratch.files.set(`copy-${dataset.report.fingerprint}.json`, new TextEncoder().encode(text))
}

let opened: MemoryScratch[] = []

export function newScratch(...options: Parameters<typeof memoryScratch>): MemoryScratch {
  const scratch = memoryScratch(...options)
  opened.push(scratch)
  return scratch
}

/** After each test: nothing may be left open. */
export function requireClosed(): void {
  for (const scratch of opened) expect(scratch.openFiles()).toEqual([])
  opened = []
}
