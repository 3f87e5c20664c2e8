// The test at natural prevalence in a saved report of this studio. Earlier ones and LAM-Redshift's have none.

import { StudioError } from '../core/errors.ts'
import type { ConfusionMatrix } from '../core/run.ts'
import type { ByteSource } from '../formats/source.ts'
import { parsePythonJson } from './python-json.ts'

/** What such a test counted; its accuracy and its table follow from the matrix. */
export interface StoredNaturalTest {
  readonly matrix: ConfusionMatrix
  /** rows left out because TRAIN or VALID holds them */
  readonly excluded: number
  /** rows left out besides, so that the classes keep their natural shares */
  readonly thinned: number
}

/** the first byte of an NPY file */
const NPY_MAGIC = 0x93
const PLACE = 'meta.naturalTest'
const HINT = 'Export the report again, or take the key out of it.'

/**
 * Reads `meta.naturalTest`.
 * @param source a file that `readStoredReport` has read
 * @returns `null` where the report has none
 * @throws StudioError `bad-input` naming the key whose value has the wrong form
 */
export async function readStoredNaturalTest(source: ByteSource): Promise<StoredNaturalTest | null> {
  const bytes = await source.slice(0, source.byteLength)
  if (bytes[0] === NPY_MAGIC) return null
  const report = parsePythonJson(new TextDecoder().decode(bytes), source.name, HINT)
  const test = field(field(report, 'meta'), 'naturalTest')
  if (test === undefined || test === null) return null
  const [matrix, excluded, thinned] = ['conf_matrix', 'excluded', 'thinned'].map((key) => field(test, key))
  if (!isMatrix(matrix)) throw wrong(source, 'conf_matrix', 'a square matrix of counts')
  if (!isCount(excluded)) throw wrong(source, 'excluded', 'a count')
  if (!isCount(thinned)) throw wrong(source, 'thinned', 'a count')
  return { matrix, excluded, thinned }
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<string, unknown>>)[key]
}

function isMatrix(value: unknown): value is ConfusionMatrix {
  const isRow = (row: unknown, size: number) =>
    Array.isArray(row) && row.length === size && row.every(isCount)
  return Array.isArray(value) && value.length > 0 && value.every((row) => isRow(row, value.length))
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

function wrong({ name }: ByteSource, key: string, expected: string): StudioError {
  return new StudioError(
    'bad-input',
    `${name}: ${PLACE}.${key} is absent or another value; expected ${expected}.`,
    HINT,
  )
}
