// A few files as one ZIP archive in memory, such as those of a paper kit. Nothing is compressed: PNG and fonts hardly shrink, and
// equal files give an equal archive.

import { BlobReader, BlobWriter, configure, ZipWriter } from '@zip.js/zip.js'
import { StudioError } from '../core/errors.ts'

/** One file of an archive. */
export interface ArchivedFile {
  /** `/` between names */
  readonly path: string
  readonly contents: Blob
}

/** One date for every entry, in every time zone, so that the same files give the same archive. */
export const ENTRY_DATE = { lastModDate: new Date(1980, 0, 1), extendedTimestamp: false }

/**
 * Writes the archive, in the order of the files.
 * @throws StudioError `internal` for two files of one path, and for a path that would leave the folder it is unpacked into
 */
export async function archiveFiles(files: readonly ArchivedFile[]): Promise<Blob> {
  const paths = new Set<string>()
  for (const { path } of files) {
    if (paths.has(path)) throw unfit(path, 'is there twice')
    if (!isInside(path)) throw unfit(path, 'is no path inside an archive')
    paths.add(path)
  }
  // zip.js' own workers come from blob: URLs and do nothing for stored entries
  configure({ useWebWorkers: false })
  const writer = new ZipWriter(new BlobWriter('application/zip'), { level: 0, keepOrder: true })
  for (const { path, contents } of files) await writer.add(path, new BlobReader(contents), ENTRY_DATE)
  return writer.close()
}

function isInside(path: string): boolean {
  return path.split('/').every((name) => !['', '.', '..'].includes(name)) && !/[\\:]/.test(path)
}

function unfit(path: string, why: string): StudioError {
  return new StudioError('internal', `The archive cannot be made: ${JSON.stringify(path)} ${why}.`)
}
