// What a review of prepared data found: calls that overlap, and calls that come again.

import { expect, test } from 'vitest'
import { plainPreparation, withPatch } from '../core/preparation.ts'
import { memoryScratch } from '../data/memory-scratch.fixture.ts'
import type { Scratch, ScratchFile } from '../data/scratch.ts'
import { sourcesOf, treeFiles } from '../data/tree.fixture.ts'
import { createDatasets } from './datasets.ts'

const BASE = 'DeltaZ/balanced'
const DRAWN = plainPreparation('drawn')
const OTHER = withPatch(DRAWN, { seed: 7 })

/** A data set that reads its fast copy, whose files close when `letClose` is called. */
async function copiedData() {
  let letClose = () => {}
  const closing = new Promise<void>((resolve) => {
    letClose = resolve
  })
  const memory = memoryScratch()
  const slow: Scratch = {
    ...memory,
    read: async (name) => {
      const file = await memory.read(name)
      // not the manifest, which is read in between
      if (file === null || !name.endsWith('.f32')) return file
      const close: ScratchFile['close'] = () => closing.then(() => file.close())
      return { ...file, read: file.read, byteLength: file.byteLength, close }
    },
  }
  const on = createDatasets(async () => slow)
  await on.discover(sourcesOf(treeFiles()))
  await on.open(BASE, null)
  await on.scan({ keepMegabytes: 0 })
  await on.makeCopy()
  expect(await on.copyState()).toMatchObject({ inUse: true })
  return { on, letClose, memory }
}

test('of two preparations at once the later one is in use', async () => {
  const { on, letClose } = await copiedData()
  const first = on.prepare(DRAWN).catch((thrown: unknown) => thrown)
  const second = on.prepare(OTHER)
  letClose()
  const report = await second
  expect(report.preparation).toEqual(OTHER)
  expect(await first).toMatchObject({ code: 'cancelled' })
  expect(on.inUse().report).toBe(report)
})

test('a preparation that is late does not bring the data before back', async () => {
  const { on, letClose, memory } = await copiedData()
  await on.discover(sourcesOf(treeFiles('Success2/balanced')))
  const late = on.prepare(DRAWN).catch((thrown: unknown) => thrown)
  await on.open('Success2/balanced', null)
  letClose()
  expect(await late).toMatchObject({ code: 'cancelled' })
  expect(() => on.inUse()).toThrow('The posteriors have not been read through yet.')
  expect((await on.scan()).name).toBe('Success2 balanced')
  expect(memory.openFiles()).toEqual([])
})

test('a scan that is asked for again takes the data plainly, whatever was copied or taken in part', async () => {
  const { on, letClose, memory } = await copiedData()
  letClose()
  await on.prepare(DRAWN)
  await on.makeCopy()
  on.limitRows(1, 1)
  const report = await on.scan({ keepMegabytes: 0 })
  expect(report.preparation).toEqual(plainPreparation('given'))
  expect(on.inUse().report).toEqual(report)
  // of the three copies of this arrangement, and of no other
  expect(memory.openFiles()).toHaveLength(3)
})
