// Opens HDF5 files. What can be known from the first bytes is told from them: the library says of a damaged file that it
// cannot open it. In a worker the library reads the file where it lies; elsewhere it gets the bytes in memory.

import { StudioError } from '../../core/errors.ts'
import { damaged, truncated } from '../damage.ts'
import { RECOGNISE_BYTES, wrongFormat } from '../recognise.ts'
import { type H5wasm, loadH5wasm, withTemporaryFile } from './h5wasm.ts'
import { type Hdf5Reader, readTree } from './read-tree.ts'

/** A file and its name for messages. */
export interface Hdf5Source {
  readonly name: string
  readonly blob: Blob
}

const SIGNATURE = '\x89HDF\r\n\x1a\n'
/** Of the library's memory; a file that is not read where it lies must fit beside what is read from it. */
const MOST_COPIED_BYTES = 2 ** 31 - 1
let mounts = 0

/** Whether these first bytes are of an HDF5 file. */
export function isHdf5(head: Uint8Array): boolean {
  return head.length >= 8 && SIGNATURE === String.fromCharCode(...head.subarray(0, 8))
}

/**
 * Opens a file, gives it to `use` and closes it.
 * @param use must not wait for anything; what it takes out of the file stays its own
 * @throws StudioError `bad-input` for what is no HDF5 file, with what it is, and for one that is truncated or damaged
 */
export async function readHdf5<T>(source: Hdf5Source, use: (reader: Hdf5Reader) => T): Promise<T> {
  await requireWhole(source)
  const library = await loadH5wasm()
  if ('FileReaderSync' in globalThis) {
    return withMounted(library, source.blob, (path) => useFile(library, path, source.name, use))
  }
  if (source.blob.size > MOST_COPIED_BYTES) throw damaged(source.name, 'it is larger than 2 GB')
  const bytes = new Uint8Array(await source.blob.arrayBuffer())
  return withTemporaryFile(library, (path) => {
    // without a copy
    library.FS.writeFile(path, bytes, { canOwn: true } as Parameters<typeof library.FS.writeFile>[2])
    return useFile(library, path, source.name, use)
  })
}

function useFile<T>({ Module }: H5wasm, path: string, name: string, use: (reader: Hdf5Reader) => T): T {
  let file: bigint | null = null
  try {
    file = Module.open(path, Module.H5F_ACC_RDONLY, false, -1, -1)
    return use(readTree(Module, file, name))
  } catch (thrown) {
    throw asDamage(thrown, name)
  } finally {
    if (file !== null) closeQuietly(() => Module.close_file(file!))
  }
}

/** What the library threw as a person should read it; what is none of its errors stays. */
function asDamage(thrown: unknown, name: string): unknown {
  if (thrown instanceof StudioError || !(thrown instanceof Error)) return thrown
  if (thrown instanceof DOMException) return thrown
  if (thrown instanceof WebAssembly.RuntimeError) {
    return damaged(name, 'the HDF5 library cannot make sense of it', { cause: thrown })
  }
  // from the outermost call to the innermost, which knows best
  const reasons = [...thrown.message.matchAll(/ in \w+\(\): (.+)/g)].map(([, reason]) => reason!)
  const reason = reasons.at(-1)
  return reason === undefined ? thrown : damaged(name, `HDF5 says "${reason}"`, { cause: thrown })
}

/** Closing a file that cannot be read may fail as well; the first error counts. */
function closeQuietly(close: () => void): void {
  try {
    close()
  } catch {
    // the file's path is removed anyway
  }
}

/** Lends the path of a file that the worker's own reader reads piece by piece. */
function withMounted<T>({ FS }: H5wasm, blob: Blob, use: (path: string) => T): T {
  mounts += 1
  const folder = `/redshift-studio-mount-${mounts}`
  FS.mkdir(folder)
  FS.mount(FS.filesystems.WORKERFS, { blobs: [{ name: 'file.h5', data: blob }] }, folder)
  try {
    return use(`${folder}/file.h5`)
  } finally {
    FS.unmount(folder)
    FS.rmdir(folder)
  }
}

/** Refuses other formats, and files that end before the position that their first block says. */
async function requireWhole({ name, blob }: Hdf5Source): Promise<void> {
  const head = new Uint8Array(await blob.slice(0, RECOGNISE_BYTES).arrayBuffer())
  if (!isHdf5(head)) {
    throw wrongFormat(head, name, 'an HDF5 file', 'Save it from Keras with the ending .h5 or .keras.')
  }
  const end = endOfFile(head)
  if (end !== null && end > blob.size) throw truncated(name, end, 'as it says at its beginning', blob.size)
}

/** Bytes of the file as its superblock says; `null` where that cannot be told. HDF5 File Format Specification 3.0, II.A. */
function endOfFile(head: Uint8Array): number | null {
  const version = head[8]!
  // beside the base address of 8 bytes, at these positions
  const at = { 0: 40, 1: 44, 2: 28, 3: 28 }[version]
  const offsetBytes = version < 2 ? head[13] : head[9]
  if (at === undefined || offsetBytes !== 8 || head.length < at + 8) return null
  const end = new DataView(head.buffer, head.byteOffset).getBigUint64(at, true)
  return end > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(end)
}
