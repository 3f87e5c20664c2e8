import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { SPLIT_NAMES } from '../core/split-names.ts'
import {
  expectSameRows,
  fileNames,
  manifestOf,
  newScratch,
  requireClosed,
  requireCopy,
  setManifest,
  smallDataset,
  TOTAL,
} from './fast-copy.fixture.ts'
import { copiedDataset, copyState, listCopies, makeCopy, removeCopy } from './fast-copy.ts'

afterEach(requireClosed)

describe('files and manifest that do not fit', () => {
  test.each([
    ['shorter', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['longer', (bytes: Uint8Array) => new Uint8Array([...bytes, 0])],
  ])('a file that is %s removes the copy', async (_, damage) => {
    const dataset = await smallDataset()
    for (const split of SPLIT_NAMES) {
      const scratch = newScratch()
      await makeCopy(scratch, dataset)
      const name = `copy-${dataset.report.fingerprint}-${split}.f32`
      scratch.files.set(name, damage(scratch.files.get(name)!))
      expect(await copyState(scratch, dataset)).toEqual({ state: 'none', doneBytes: 0, totalBytes: TOTAL })
      expect(await listCopies(scratch)).toMatchObject([{ name: 'Small', complete: false }])
      expect(await copiedDataset(scratch, dataset)).toBeNull()
      expect(fileNames(scratch)).toEqual([])
    }
  })

  test('a file that is absent removes the copy, and it can be made again', async () => {
    const scratch = newScratch()
    const dataset = await smallDataset()
    await makeCopy(scratch, dataset)
    scratch.files.delete(`copy-${dataset.report.fingerprint}-test.f32`)
    await makeCopy(scratch, dataset)
    const copy = await requireCopy(scratch, dataset)
    await expectSameRows(copy, dataset)
    await copy.close()
  })

  test.each([
    ['no JSON', '{"format":'],
    ['nothing', ''],
    ['another value', 'null'],
    ['a list', '[]'],
    ['too long', ' '.repeat(2 ** 16 + 1)],
  ])('a manifest with %s is no copy, is listed, and is replaced', async (_, text) => {
    const scratch = newScratch()
    const dataset = await smallDataset()
    await makeCopy(scratch, dataset)
    setManifest(scratch, dataset, text)
    expect(await copyState(scratch, dataset)).toMatchObject({ state: 'none' })
    expect(await copiedDataset(scratch, dataset)).toBeNull()
    const { fingerprint } = dataset.report
    expect(await listCopies(scratch)).toEqual([
      { fingerprint, name: '', bytes: TOTAL + text.length, complete: false },
    ])
    await makeCopy(scratch, dataset)
    expect(await listCopies(scratch)).toMatchObject([{ fingerprint, name: 'Small', complete: true }])
  })

  test.each([
    ['format', 'other'],
    ['version', 2],
    ['version', '1'],
    ['fingerprint', '0000'],
    ['name', 5],
    ['width', -4],
    ['width', 4.5],
    ['width', '4'],
    ['rows', null],
    ['rows', { train: 9, validation: 4 }],
    ['rows', { train: 1e300, validation: 4, test: 3 }],
    ['doneRows', { train: -1, validation: 4, test: 3 }],
    ['doneRows', { train: 10, validation: 4, test: 3 }],
    ['doneRows', []],
    ['created', 0],
  ])('a manifest whose %s is %j is no copy', async (field, value) => {
    const scratch = newScratch()
    const dataset = await smallDataset()
    await makeCopy(scratch, dataset)
    setManifest(scratch, dataset, { ...manifestOf(scratch, dataset), [field]: value })
    expect(await copyState(scratch, dataset)).toMatchObject({ state: 'none' })
    expect(await copiedDataset(scratch, dataset)).toBeNull()
    expect(await listCopies(scratch)).toMatchObject([{ name: '', complete: false }])
    await removeCopy(scratch, dataset.report.fingerprint)
    expect(fileNames(scratch)).toEqual([])
  })

  test('a manifest of another shape is another copy', async () => {
    const scratch = newScratch()
    const dataset = await smallDataset()
    await makeCopy(scratch, dataset)
    const rows = { train: 9, validation: 4, test: 2 }
    setManifest(scratch, dataset, { ...manifestOf(scratch, dataset), rows, doneRows: rows })
    expect(await copiedDataset(scratch, dataset)).toBeNull()
    expect(fileNames(scratch)).toEqual([])
  })

  test('a manifest cut at any byte, or with a changed bit, gives the rows or none', async () => {
    const dataset = await smallDataset()
    const scratch = newScratch()
    await makeCopy(scratch, dataset)
    const intact = new Map(scratch.files)
    const name = `copy-${dataset.report.fingerprint}.json`
    const manifest = intact.get(name)!

    async function outcomeOf(bytes: Uint8Array): Promise<'rows' | 'none'> {
      scratch.files.clear()
      for (const [each, content] of intact) scratch.files.set(each, content)
      scratch.files.set(name, bytes)
      await copyState(scratch, dataset)
      await listCopies(scratch)
      const copy = await copiedDataset(scratch, dataset)
      if (copy === null) return 'none'
      await expectSameRows(copy, dataset)
      await copy.close()
      return 'rows'
    }

    for (let length = 0; length < manifest.length; length++) {
      expect(await outcomeOf(manifest.slice(0, length))).toBe('none')
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(manifest.length - 1), fc.nat(7), async (at, bit) => {
        const bytes = manifest.slice()
        bytes[at]! ^= 1 << bit
        await outcomeOf(bytes)
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})
