// What stays in memory: all posteriors where they fit, and of larger data what the budget leaves beside the network.

import { expect, test } from 'vitest'
import type { Dataset } from './dataset.ts'
import { heldBytes } from './row-reader.ts'
import { blockRowsOf } from './scan.ts'
import { scanFiles, treeFiles, WIDTH } from './tree.fixture.ts'

/** Bytes of 6, 4 and 4 rows. */
const SIZES = [6, 4, 4].map((rows) => 4 * rows * WIDTH)
const WHOLE = SIZES.reduce((sum, bytes) => sum + bytes)

const BY_BLOCKS = { blockRows: blockRowsOf(WIDTH), windowBlocks: 4 }

function held({ splits }: Dataset): number[] {
  return [splits.train, splits.validation, splits.test].map(({ x }) => heldBytes(x))
}

test.each([
  ['all fit', WHOLE, SIZES, null],
  ['one byte is missing', WHOLE - 1, [0, 0, 0], BY_BLOCKS],
  ['no memory', 0, [0, 0, 0], BY_BLOCKS],
])('%s', async (_, cacheBytes, expected, shuffle) => {
  const dataset = await scanFiles(treeFiles(), { cacheBytes })
  expect(held(dataset)).toEqual(expected)
  expect(dataset.report.shuffle).toEqual(shuffle)
})
