// What the tests of unlabelled posteriors share: files of them, and how they are opened.

import type { ColumnMapping } from '../core/column-roles.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { type Files, posteriors, sourcesOf, WIDTH } from './tree.fixture.ts'
import { openUnlabelled, type Unlabelled } from './unlabelled.ts'

/** Opens the files as unlabelled posteriors. */
export function open(files: Files, columns?: ColumnMapping): Promise<Unlabelled> {
  return openUnlabelled(sourcesOf(files), { columns })
}

/** Posteriors as an NPY file. */
export function x(rows: number, seed = 0, width = WIDTH): Uint8Array {
  return encodeNpy('<f4', [rows, width], posteriors(rows, seed, width))
}

/** Each part with its number of rows. */
export function names({ parts }: Unlabelled): string[] {
  return parts.map(({ name, x: { rows } }) => `${name}: ${rows}`)
}

/** `message | hint` of a refusal. */
export async function refusal(opening: Promise<Unlabelled>): Promise<string> {
  return opening.then(
    () => 'opened',
    ({ code, message, hint }) => `${code}: ${message} | ${hint}`,
  )
}
