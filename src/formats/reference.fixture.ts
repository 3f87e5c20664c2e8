// Files that other libraries wrote, and what they hold according to those: reference/fixtures.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Folder = 'arrow' | 'fits' | 'npz' | 'numpy' | 'parquet'

const FIXTURES = join(import.meta.dirname, '../../reference/fixtures')

/** The bytes of a file. */
export function referenceFile(folder: Folder, name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(FIXTURES, folder, name)))
}

/** Names of the files with this ending, sorted. */
export function referenceNames(folder: Folder, ending: RegExp): string[] {
  return readdirSync(join(FIXTURES, folder))
    .filter((name) => ending.test(name))
    .sort()
}

/** What expected.json says. */
export function referenceValues<Entry>(folder: Folder): Readonly<Record<string, Entry>> {
  return JSON.parse(readFileSync(join(FIXTURES, folder, 'expected.json'), 'utf-8'))
}

/** An integer of expected.json; `null` for a missing one, which may stand there as NaN. */
export function toBigInt(value: unknown): bigint | null {
  if (value === null || Number.isNaN(toFloat64(value))) return null
  return BigInt(typeof value === 'object' && 'int' in value ? String(value.int) : Number(value))
}

/** A number of expected.json as float64 holds it: integers beyond 2^53 become the nearest one. */
export function toFloat64(value: unknown): number {
  if (typeof value === 'object' && value !== null) {
    if ('int' in value) return Number(value.int)
    if ('float' in value) return Number(String(value.float).replace('inf', 'Infinity'))
  }
  return Number(value)
}
