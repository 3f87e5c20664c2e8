// The files that a visitor chose, as sources of bytes by path.

import { type ByteSource, blobSource } from '../formats/source.ts'

/**
 * Sources by the path inside what was chosen. Two files of one path cannot be told apart: the later one counts.
 */
export function chosenSources(
  files: readonly { readonly path: string; readonly file: Blob }[],
): ReadonlyMap<string, ByteSource> {
  return new Map(files.map(({ path, file }) => [path, blobSource(file, path)]))
}
