import { expect, test } from 'vitest'
import type { Dataset, SplitData } from './dataset.ts'
import { limitRows } from './limit-rows.ts'
import { flooredReader, memoryRows } from './row-reader.ts'
import { alternating, attributesOf, posteriors, scanFiles, treeFiles, WIDTH } from './tree.fixture.ts'

async function rowsOf({ x }: SplitData): Promise<Float32Array[]> {
  const values = new Float32Array(x.rows * WIDTH)
  await x.read(0, x.rows, values)
  return Array.from({ length: x.rows }, (_, row) => values.slice(row * WIDTH, (row + 1) * WIDTH))
}

/** For each chosen row of TRAIN, where it was in the whole. */
async function positions(whole: Dataset, part: Dataset): Promise<number[]> {
  const all = (await rowsOf(whole.splits.train)).map(String)
  return (await rowsOf(part.splits.train)).map((row) => all.indexOf(String(row)))
}

test('the first rows after a shuffle, with their labels and attributes', async () => {
  const whole = await scanFiles(treeFiles())
  const part = limitRows(whole, 3, 1)
  const chosen = await positions(whole, part)
  expect(chosen).toHaveLength(3)
  expect(new Set(chosen).size).toBe(3)
  expect(chosen).toEqual(chosen.toSorted((a, b) => a - b))
  const { labels, attributes } = whole.splits.train
  expect([...part.splits.train.labels]).toEqual(chosen.map((row) => labels[row]))
  expect(part.splits.train.attributes).toEqual(chosen.map((row) => attributes![row]))
  const { train, validation } = part.report.splits
  const ones = part.splits.train.labels.reduce((sum, label) => sum + label, 0)
  expect(train).toMatchObject({ rows: 3, counts: [3 - ones, ones] })
  expect(validation.rows).toBe(3)
  expect(part.report.findings.at(-1)).toMatchObject({ code: 'rows-limited', severity: 'warning' })
})

test('a row in the middle is read alone as well', async () => {
  const part = limitRows(await scanFiles(treeFiles()), 4, 1)
  const [, , third] = await rowsOf(part.splits.train)
  const alone = new Float32Array(WIDTH)
  await part.splits.train.x.read(2, 1, alone)
  expect(alone).toEqual(third)
})

test('the same seed gives the same rows, another one others, and the fingerprint tells', async () => {
  const whole = await scanFiles(treeFiles())
  const [first, again, other] = [limitRows(whole, 3, 1), limitRows(whole, 3, 1), limitRows(whole, 3, 2)]
  expect(await positions(whole, again)).toEqual(await positions(whole, first))
  expect(await positions(whole, other)).not.toEqual(await positions(whole, first))
  expect(again.report.fingerprint).toBe(first.report.fingerprint)
  expect(other.report.fingerprint).not.toBe(first.report.fingerprint)
  expect(first.report.fingerprint).not.toBe(whole.report.fingerprint)
})

test('a split that is short enough stays whole', async () => {
  const whole = await scanFiles(treeFiles())
  const part = limitRows(whole, 5, 1)
  expect(part.splits.train.x.rows).toBe(5)
  expect(part.splits.test).toBe(whole.splits.test)
  expect(limitRows(whole, 6, 1)).toBe(whole)
})

test('the natural test is limited as well, also where no split exceeds the count', async () => {
  const sound = await scanFiles(treeFiles())
  const natural: SplitData = {
    name: 'natural',
    fingerprint: 'a7',
    x: flooredReader(memoryRows('natural', posteriors(9, 400), WIDTH), null, true),
    objects: Uint32Array.from({ length: 9 }, (_, row) => 100 + row),
    labels: Uint8Array.from(alternating(9)),
    attributes: attributesOf(9, 400),
  }
  const whole: Dataset = { ...sound, natural }
  for (const count of [3, 6, 8]) {
    const part = limitRows(whole, count, 1)
    const all = (await rowsOf(natural)).map(String)
    const chosen = (await rowsOf(part.natural!)).map((row) => all.indexOf(String(row)))
    expect(chosen).toHaveLength(count)
    expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b))
    expect([...part.natural!.objects]).toEqual(chosen.map((row) => 100 + row))
    expect([...part.natural!.labels]).toEqual(chosen.map((row) => row % 2))
    expect(part.natural!.attributes).toEqual(chosen.map((row) => natural.attributes![row]))
    expect(part.splits.train.x.rows).toBe(Math.min(6, count))
    expect(part.report.findings.at(-1)?.code).toBe('rows-limited')
  }
  expect(limitRows(whole, 9, 1)).toBe(whole)
})
