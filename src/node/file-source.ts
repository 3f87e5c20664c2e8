// Files on disk as sources of bytes: opened at the first read, read by position, and refused once they have changed.

import { type FileHandle, open } from 'node:fs/promises'
import { StudioError } from '../core/errors.ts'
import type { ByteSource } from '../formats/source.ts'

/** A source that may hold a file open. */
export interface FileSource extends ByteSource {
  close(): Promise<void>
}

/** Size and time of change of a file when it was found. */
export interface FileState {
  readonly size: number
  readonly mtimeMs: number
}

/** Node reads at most 2^31 - 1 bytes at a time. */
const MOST_BYTES = 2 ** 30

/**
 * The bytes of one file. Reading rejects with a StudioError: `file-gone` if the file was changed, cut or removed since
 * `state` was taken, `bad-input` if it may not be read.
 * @param name for messages
 */
export function fileSource(path: string, name: string, state: FileState): FileSource {
  let opening: Promise<FileHandle> | null = null

  async function slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    opening ??= open(path, 'r').catch((thrown: unknown) => {
      opening = null
      throw unreadable(name, thrown)
    })
    const handle = await opening
    const now = await handle.stat()
    if (now.size !== state.size || now.mtimeMs !== state.mtimeMs) throw changed(name)
    const bytes = new Uint8Array(end - start)
    for (let done = 0; done < bytes.length; ) {
      const length = Math.min(bytes.length - done, MOST_BYTES)
      const { bytesRead } = await handle.read(bytes, done, length, start + done)
      if (bytesRead === 0) throw changed(name)
      done += bytesRead
    }
    return bytes
  }

  return {
    name,
    byteLength: state.size,
    slice,
    close: async () => {
      const handle = await opening
      opening = null
      await handle?.close()
    },
  }
}

/** The error that a failed system call on a chosen path means. */
export function unreadable(name: string, thrown: unknown): StudioError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new StudioError('bad-input', `${name} does not exist.`, 'Check the path.', { cause: thrown })
    case 'EACCES':
    case 'EPERM':
      return new StudioError('bad-input', `${name} may not be read.`, 'Check its permissions.', {
        cause: thrown,
      })
    default: {
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      return new StudioError('bad-input', `${name} cannot be read: ${reason}`, 'Check the path.', {
        cause: thrown,
      })
    }
  }
}

function changed(name: string): StudioError {
  return new StudioError(
    'file-gone',
    `${name} was changed while it was read.`,
    'Start again when nothing writes to it any more.',
  )
}
