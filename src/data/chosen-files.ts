// The files that a visitor chose, as sources of bytes.

import { type ByteSource, blobSource } from '../formats/source.ts'

/** A file that was chosen; its name is the path inside what was chosen. */
export type Source = ByteSource

/** Sources of a browser's files. */
export function blobSources(files: readonly { readonly path: string; readonly file: Blob }[]): Source[] {
  return files.map(({ path, file }) => blobSource(file, path))
}
