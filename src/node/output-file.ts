// Files that a command writes. Whether each can be written is asked before hours of training, not after; a write that fails all
// the same, as on a full disk, is an error that names the file.

import { appendFileSync } from 'node:fs'
import { access, constants, open, realpath, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StudioError } from '../core/errors.ts'

/** A file that a flag asks for. */
export interface OutputPath {
  /** what names it in messages: `--out` */
  readonly flag: string
  readonly path: string
}

/**
 * Makes sure that a file can be written or written anew, by opening it. Nothing stays of one that was not there.
 * @param output with an absolute path
 * @throws StudioError `bad-input` if its folder does not exist, it is a folder, or it cannot be opened
 */
export async function requireWritable(output: OutputPath): Promise<void> {
  const { path } = output
  const existing = await stat(path).catch(() => null)
  if (existing?.isDirectory()) throw refused(output, 'is a folder', 'Give the path of a file.')
  const folder = dirname(path)
  const isFolder = await stat(folder).then(
    (state) => state.isDirectory(),
    () => false,
  )
  if (!isFolder) throw refused(output, `lies in ${folder}, which is no folder`, 'Make the folder first.')
  try {
    // opening a pipe would wait for its reader
    if (existing !== null && !existing.isFile()) await access(path, constants.W_OK)
    else await tryOpening(path, existing === null)
  } catch (thrown) {
    throw explain(output, thrown)
  }
}

async function tryOpening(path: string, isNew: boolean): Promise<void> {
  const handle = await open(path, 'a')
  await handle.close()
  // a link that led nowhere stays, what it leads to does not
  if (isNew) await rm(await realpath(path))
}

/**
 * Writes a file, anew if it exists. When that fails nothing of it stays: half a table looks like a whole one.
 * @param output with an absolute path
 * @throws StudioError `bad-input` with the flag, the path and the reason
 */
export async function writeOutput(output: OutputPath, content: Blob): Promise<void> {
  const handle = await open(output.path, 'w').catch((thrown: unknown) => {
    throw explain(output, thrown)
  })
  let isFile = false
  try {
    isFile = (await handle.stat()).isFile()
    // goes on from where it stopped, also after a short write
    for await (const chunk of content.stream()) await handle.appendFile(chunk)
    // some disks tell only now that they are full
    await handle.close()
  } catch (thrown) {
    await handle.close().catch(() => {})
    if (isFile) await removeRest(output.path)
    throw explain(output, thrown)
  }
}

/**
 * Adds a line to a file.
 * @param output with an absolute path
 * @throws StudioError `bad-input` with the flag, the path and the reason
 */
export function appendLine(output: OutputPath, line: string): void {
  try {
    appendFileSync(output.path, `${line}\n`)
  } catch (thrown) {
    throw explain(output, thrown)
  }
}

/** The error of the write is what matters, not that of this. */
async function removeRest(path: string): Promise<void> {
  await realpath(path)
    .then((real) => rm(real))
    .catch(() => {})
}

/** The system's errors become the studio's. */
function explain(output: OutputPath, thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return thrown
  switch (thrown.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return refused(
        output,
        'could not be written: no space is left there',
        'Free disk space, or choose another place.',
        thrown,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return refused(output, 'may not be written', 'Choose another place.', thrown)
    default:
      return refused(output, `cannot be written: ${reasonOf(thrown)}`, 'Choose another place.', thrown)
  }
}

/** `ENOENT: no such file or directory` without the call and the path that follow it. */
function reasonOf({ message }: Error): string {
  return message.split(', ')[0]!
}

function refused({ flag, path }: OutputPath, problem: string, hint: string, cause?: unknown): StudioError {
  return new StudioError('bad-input', `${flag} ${path} ${problem}.`, hint, { cause })
}
