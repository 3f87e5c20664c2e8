// What dropped or chosen files are, told by their names and first bytes: reports, projects and networks must not take the place
// of the data that are in use.

import { PROJECT_FORMAT } from '../../core/project.ts'

/** What files are as a whole. */
export type FilesKind = 'data' | 'reports' | 'project' | 'network'

/** An NPY header of a pickled dictionary, and the first key of a project, stand in these. */
const HEAD_BYTES = 128
const IS_PROJECT = new RegExp(`^\\s*\\{\\s*"format"\\s*:\\s*"${PROJECT_FORMAT}"`)
const IS_NETWORK = /\.(keras|h5|hdf5)$/i
const IS_DICTIONARY = /^\x93NUMPY.*'descr': '\|O'.*'shape': \(\)/s

/**
 * `reports` where every file is JSON or a pickled dictionary, `project` for one project alone, `network` where all names are of
 * networks (one or more), else `data`. Files that systems hide are passed over; one that cannot be read is what its name says.
 */
export async function kindOfFiles(files: readonly File[]): Promise<FilesKind> {
  const seen = seenFiles(files)
  if (seen.length > 0 && seen.every(({ name }) => IS_NETWORK.test(name))) return 'network'
  // most data say so by their names, and a folder of them need not be read for it
  if (seen.length === 0 || !seen.every(({ name }) => /\.(json|npy)$/i.test(name))) return 'data'
  for (const file of seen) {
    if (/\.npy$/i.test(file.name) && !IS_DICTIONARY.test(await headOf(file))) return 'data'
  }
  const [first] = seen
  return seen.length === 1 && IS_PROJECT.test(await headOf(first!)) ? 'project' : 'reports'
}

/** Files that a person sees in the folder: not `.DS_Store` and its like. */
export function seenFiles(files: readonly File[]): readonly File[] {
  return files.filter(({ name }) => !name.startsWith('.'))
}

/** The first bytes, each as a letter; '' for a file that has gone. */
async function headOf(file: File): Promise<string> {
  try {
    // no TextDecoder: what browsers call latin1 has other letters from 0x80 to 0x9f
    return String.fromCharCode(...new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))
  } catch {
    return ''
  }
}
