// A command writes over no file that it reads, and writes no file twice: found out before it runs, whatever the paths look like.

import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StudioError } from '../core/errors.ts'
import { listed } from '../core/text.ts'
import type { FileSource } from './file-source.ts'

/** A file of a command line. */
export interface NamedFile {
  /** what the person gave it as: `--out a.csv` */
  readonly name: string
  /** absolute */
  readonly path: string
}

/**
 * The files that were found below a path of `--data`.
 * @param root absolute
 * @param sources named from the last part of `root` on
 */
export function dataFiles(root: string, sources: readonly FileSource[]): readonly NamedFile[] {
  return sources.map(({ name }) => ({ name: `${name} of --data`, path: join(dirname(root), name) }))
}

/**
 * Makes sure that outputs are different files, and none of them an input: links and other ways to write a path count as what
 * they lead to.
 * @throws StudioError `bad-input` naming two that are the same file
 */
export async function requireDistinct(
  outputs: readonly NamedFile[],
  inputs: readonly NamedFile[],
): Promise<void> {
  const taken = new Map<string, string>()
  for (const { name, path } of outputs) {
    const identity = await identityOf(path)
    if (identity === null) continue
    const other = taken.get(identity)
    if (other !== undefined) throw sameFile([other, name])
    taken.set(identity, name)
  }
  for (const { name, path } of inputs) {
    const identity = await identityOf(path)
    const output = identity === null ? undefined : taken.get(identity)
    if (output !== undefined) throw sameFile([name, output])
  }
}

/** Number of a file on its disk; of one that is still to be made its real path; `null` for what keeps nothing, as /dev/null. */
async function identityOf(path: string): Promise<string | null> {
  const state = await stat(path, { bigint: true }).catch(() => null)
  if (state !== null) return state.isFile() ? `${state.dev}:${state.ino}` : null
  const folder = await realpath(dirname(path)).catch(() => dirname(path))
  return join(folder, basename(path))
}

function sameFile(names: readonly string[]): StudioError {
  return new StudioError(
    'bad-input',
    `${listed(names)} are the same file, which would be written over.`,
    'Give another path.',
  )
}
