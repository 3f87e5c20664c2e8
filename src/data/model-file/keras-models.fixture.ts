// Files that Keras wrote (reference/make_keras_model_fixtures.py), and what it predicts with them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ModelId } from '../../core/models.ts'

/** A file and its network. */
export interface KerasCase {
  readonly file: string
  readonly model: ModelId
  readonly length: number
  readonly classes: number
  readonly dropout: number
  /** [row, z] */
  readonly x: readonly (readonly number[])[]
  readonly redshift: readonly number[] | null
  /** [row, class], of Keras in float32 */
  readonly probabilities: readonly (readonly number[])[]
  /** sum of each weight, in Keras' order */
  readonly sums: readonly number[]
  /** first value of each weight */
  readonly firsts: readonly number[]
}

const ROOT = join(import.meta.dirname, '..', '..', '..', 'reference', 'fixtures', 'keras-models')

export const KERAS_CASES: readonly KerasCase[] = JSON.parse(
  readFileSync(join(ROOT, 'expected.json'), 'utf-8'),
).cases

/** The bytes of a file. */
export function kerasBytes(file: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(gunzipSync(readFileSync(join(ROOT, `${file}.gz`))))
}

/** A file as it is chosen. */
export function kerasFile(file: string): { readonly name: string; readonly blob: Blob } {
  return { name: file, blob: new Blob([kerasBytes(file)]) }
}
