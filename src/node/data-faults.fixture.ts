// What the tests of the fault matrix by the command share: cases of a small tree, files that spoil it, and
// how a case is tried.

import { expect } from 'vitest'
import type { SplitName } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'
import {
  attributesOf,
  attributeTable,
  posteriors,
  ROWS,
  SEEDS,
  takeRows,
  treeFiles,
  WIDTH,
} from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { command, writeFiles } from './console.fixture.ts'

export interface Fault {
  readonly name: string
  /** files of `DeltaZ/unbalanced` (zgrid beside it) in place of those of the fixture; `null` is none */
  readonly changes: Readonly<Record<string, Uint8Array | null>>
  /** in place of `DeltaZ` */
  readonly target?: string
  /** what is found: lines of the output */
  readonly said?: readonly string[]
  /** both lines on standard error */
  readonly refused?: readonly [message: string, hint: string]
  readonly code: 0 | 1 | 2
}

/** The folder of the splits as the command names it. */
export const AT = 'set/DeltaZ/unbalanced'
/** What splits without attributes go without. */
export const NOT_CHECKED =
  'labels there are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.'
/** The way out of a file that is too short. */
export const REWRITE = 'Copy or download it again, or write it again.'

/** X of a split with some values replaced. */
export function x(
  split: SplitName,
  ...changes: readonly (readonly [row: number, point: number, value: number])[]
): Uint8Array {
  const values = posteriors(ROWS[split], SEEDS[split])
  for (const [row, point, value] of changes) values[row * WIDTH + point] = value
  return encodeNpy('<f4', [ROWS[split], WIDTH], values)
}

/** X of a split with a value everywhere in a row. */
export function flat(split: SplitName, row: number, value: number): Uint8Array {
  return x(split, ...Array.from({ length: WIDTH }, (_, point) => [row, point, value] as const))
}

/** X of a split with rows of another split in place of its own. */
export function copied(
  split: SplitName,
  from: SplitName,
  rows: Readonly<Record<number, number>>,
): Uint8Array {
  const values = posteriors(ROWS[split], SEEDS[split])
  const others = posteriors(ROWS[from], SEEDS[from])
  for (const [row, other] of Object.entries(rows)) values.set(takeRows(others, [other]), Number(row) * WIDTH)
  return encodeNpy('<f4', [ROWS[split], WIDTH], values)
}

/** Labels as an NPY file. */
export function labels(...values: readonly number[]): Uint8Array {
  return encodeNpy('<f8', [values.length], values)
}

/** Attributes of a split with some values replaced. */
export function attributes(
  split: SplitName,
  changes: Readonly<Record<number, Partial<Attributes>>>,
): Uint8Array {
  return attributeTable(
    attributesOf(ROWS[split], SEEDS[split]).map((each, row) => ({ ...each, ...changes[row] })),
  )
}

/** Writes the tree of a case into a folder, and holds what the command says of it against the case. */
export async function expectFault(
  { changes, target = 'DeltaZ', said, refused, code }: Fault,
  folder: string,
): Promise<void> {
  const base = `${target}/unbalanced`
  const all = treeFiles(base)
  for (const [path, bytes] of Object.entries(changes)) {
    const full = path === 'zgrid.npy' ? path : `${base}/${path}`
    if (bytes === null) all.delete(full)
    else all.set(full, bytes)
  }
  writeFiles(folder, new Map([...all].map(([path, bytes]) => [`set/${path}`, bytes])))
  const result = await command('data set', folder)
  const lines = result.out.filter((line) => /^(block|warning|info) /.test(line))
  expect(lines).toEqual(said ?? [`block unreadable: ${refused![0].replace(/\.?$/, '.')} ${refused![1]}`])
  expect(result.err).toEqual(refused === undefined ? [] : [`Error: ${refused[0]}`, `Hint: ${refused[1]}`])
  expect(result.code).toBe(code)
}
