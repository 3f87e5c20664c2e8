// Whether a file can be written is asked before hours of training, not after.

import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StudioError } from '../core/errors.ts'

/**
 * Makes sure that a file can be written or written anew.
 * @param flag that named it, for the message
 * @throws StudioError `bad-input` if its folder does not exist, it is a folder, or permission lacks
 */
export async function requireWritable(path: string, flag: string): Promise<void> {
  const existing = await stat(path).catch(() => null)
  if (existing?.isDirectory()) {
    throw refused(flag, path, 'is a folder', 'Give the path of a file.')
  }
  const folder = dirname(path)
  const isFolder = await stat(folder).then(
    (state) => state.isDirectory(),
    () => false,
  )
  if (!isFolder) throw refused(flag, path, `lies in ${folder}, which is no folder`, 'Make the folder first.')
  try {
    await access(existing === null ? folder : path, constants.W_OK)
  } catch (thrown) {
    throw refused(flag, path, 'may not be written', 'Choose another place.', thrown)
  }
}

function refused(flag: string, path: string, problem: string, hint: string, cause?: unknown): StudioError {
  return new StudioError('bad-input', `${flag} ${path} ${problem}.`, hint, { cause })
}
