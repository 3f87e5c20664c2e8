// The HDF5 library, compiled to wasm. It weighs 4 MB and only files of Keras need it, so it is loaded when the first one is
// read or written. One build serves the browser's worker and Node; it needs neither eval nor the network, as our security
// policy demands. Files live in the library's own file system, in memory.

/** The library: `File`, `Group`, `Dataset` ... as h5wasm has them, and the file system that its paths are of. */
export type H5wasm = typeof import('h5wasm') & { readonly FS: FS.FileSystemType }

let loading: Promise<H5wasm> | null = null
let files = 0

/**
 * Loads the library, once. Whatever HDF5 cannot do is thrown as an `Error` with its own words, which are many; without this it
 * would print them on the console and go on.
 */
export function loadH5wasm(): Promise<H5wasm> {
  loading ??= load()
  return loading
}

async function load(): Promise<H5wasm> {
  try {
    const library = await import('h5wasm')
    const { FS, activate_throwing_error_handler } = await library.ready
    activate_throwing_error_handler()
    return { ...library, FS }
  } catch (error) {
    // a script that did not arrive may arrive the next time
    loading = null
    throw error
  }
}

/**
 * Lends a path that nothing else uses, and removes what lies there afterwards.
 * @param use must have closed the file when it returns; what it takes out of the file stays its own
 */
export function withTemporaryFile<T>({ FS }: H5wasm, use: (path: string) => T): T {
  files += 1
  const path = `/redshift-studio-${files}.h5`
  try {
    return use(path)
  } finally {
    removeFile(FS, path)
  }
}

/** Empties the file first: where HDF5 gave up in the middle it still holds it open, and with it every byte. */
function removeFile(FS: FS.FileSystemType, path: string): void {
  if (!FS.analyzePath(path).exists) return
  FS.truncate(path, 0)
  FS.unlink(path)
}
