// Files of a drop, folders walked, each with its path. Browsers hand out folders through the File and Directory
// Entries API only; where an item has no entry, its file is taken as it is.

/** A chosen file and its path inside what was chosen, `/` between names. */
export interface PathedFile {
  readonly path: string
  readonly file: File
}

/** The files of a file input; inside a chosen folder the path begins with the folder's name. */
export function inputFiles(files: Iterable<File>): PathedFile[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/**
 * All files of a drop, at any depth. Entries are taken before the first await, since the drop forgets them after it.
 * @throws DOMException where the browser may not read a folder
 */
export async function droppedFiles(transfer: DataTransfer): Promise<PathedFile[]> {
  const roots = Array.from(transfer.items)
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
  const found: PathedFile[] = []
  for (const root of roots) {
    if (root === null) continue
    if (root instanceof File) found.push({ path: root.name, file: root })
    else await walk(root, found)
  }
  return found
}

async function walk(entry: FileSystemEntry, found: PathedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      ;(entry as FileSystemFileEntry).file(resolve, reject)
    })
    found.push({ path: entry.fullPath.replace(/^\//, ''), file })
  } else if (entry.isDirectory) {
    for (const child of await children(entry as FileSystemDirectoryEntry)) await walk(child, found)
  }
}

/** A reader gives a folder's entries in parts; an empty part is the last. */
async function children(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (part.length === 0) return all
    all.push(...part)
  }
}
