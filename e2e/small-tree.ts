// A small data folder on disk, without attributes.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestInfo } from '@playwright/test'
import { createRng } from '../src/core/rng.ts'
import { encodeNpy } from '../src/formats/npy-write.ts'

/** Points per posterior. */
export const WIDTH = 64
export const ROWS = { TRAIN: 40, VALID: 12, TEST: 16 } as const
type Split = keyof typeof ROWS

/** Writes DeltaZ/balanced/... of noise and returns the folder; `edit` may change rows before they are written. */
export async function writeTree(
  testInfo: TestInfo,
  edit: (x: Record<Split, Float32Array>) => void = () => {},
): Promise<string> {
  const directory = testInfo.outputPath('tree')
  const rng = createRng(1, testInfo.title)
  const x = {} as Record<Split, Float32Array>
  for (const [split, rows] of Object.entries(ROWS) as [Split, number][]) {
    x[split] = Float32Array.from({ length: rows * WIDTH }, () => -20 * rng.uniform())
  }
  edit(x)
  for (const [split, rows] of Object.entries(ROWS) as [Split, number][]) {
    const folder = join(directory, 'DeltaZ', 'balanced', split)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'X.npy'), encodeNpy('<f4', [rows, WIDTH], x[split]))
    const labels = Array.from({ length: rows }, (_, row) => row % 2)
    await writeFile(join(folder, 'Y.npy'), encodeNpy('<i8', [rows], labels))
  }
  return directory
}
