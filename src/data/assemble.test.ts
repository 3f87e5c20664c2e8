// What stays in memory: all posteriors where they fit, and of larger data what the budget leaves beside the network. And
// which attributes a data set has.

import { describe, expect, test } from 'vitest'
import type { SplitName } from '../core/split-names.ts'
import type { Dataset } from './dataset.ts'
import { heldBytes } from './row-reader.ts'
import { blockRowsOf } from './scan.ts'
import {
  arrowFile,
  type Columns,
  describe as describeFinding,
  perSplit,
  splitColumns,
} from './table.fixture.ts'
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

describe('attributes in columns of their own', () => {
  const NO_EVIDENCE = 'info no-log-evidence: No log-evidence: the input logVraisemblance is not offered.'

  /** The report of a data set of tables that have, besides X and labels, some columns. */
  async function reportOf(
    columnsFor: (split: SplitName) => readonly (keyof ReturnType<typeof splitColumns>)[],
  ) {
    const files = perSplit('arrow', (split) => {
      const columns: Columns = splitColumns(split)
      const names = ['X', 'label', ...columnsFor(split)]
      return arrowFile(Object.fromEntries(names.map((name) => [name, columns[name]!])))
    })
    const { report } = await scanFiles(files, { target: 'DeltaZ' })
    const findings = report.findings.filter(({ code }) => code !== 'no-zgrid').map(describeFinding)
    const { train, validation, test: last } = report.splits
    const known = [train, validation, last].map(({ attributes }) => attributes.join(' '))
    const has = [train, validation, last].map(({ hasAttributes }) => hasAttributes)
    return { findings, known, has }
  }

  test('names of objects are none', async () => {
    expect(await reportOf(() => ['id'])).toEqual({
      findings: [
        'warning no-attributes: No attributes file for TRAIN, VALID and TEST: labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.',
      ],
      known: ['', '', ''],
      has: [false, false, false],
    })
  })

  test('where no object has a log-evidence it is said once', async () => {
    expect(await reportOf((split) => (split === 'test' ? ['deltaZ'] : ['redshift', 'deltaZ']))).toEqual({
      findings: [NO_EVIDENCE],
      known: ['redshift deltaZ', 'redshift deltaZ', 'deltaZ'],
      has: [true, true, true],
    })
  })

  test('where some have one, those without are named', async () => {
    expect(await reportOf((split) => (split === 'test' ? ['flag'] : ['logEvidence']))).toEqual({
      findings: [
        'warning unknown-log-evidence: TEST.arrow: 4 of 4 objects (100.0 %) without a finite log-evidence (rows 0, 1, 2, 3). The input logVraisemblance cannot be used.',
      ],
      known: ['logEvidence', 'logEvidence', 'flag'],
      has: [true, true, true],
    })
  })
})
