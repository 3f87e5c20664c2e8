// What tests of commands share: a console that remembers, folders on disk, and data that a network can take.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { SPLIT_LABELS } from '../data/finding.ts'
import { alternating, attributesOf, attributeTable, type Files, posteriors } from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import type { Console } from './console.ts'
import { main } from './main.ts'

/** A console whose lines can be read, and that can be interrupted. */
export interface RecordedConsole extends Console {
  readonly out: string[]
  readonly err: string[]
  interrupt(): void
}

/**
 * A console in a folder.
 * @param onLine called with each line of output and of status
 */
export function recordedConsole(
  workingFolder: string,
  onLine: (line: string, console: RecordedConsole) => void = () => {},
): RecordedConsole {
  const listeners = new Set<() => void>()
  const console: RecordedConsole = {
    workingFolder,
    out: [],
    err: [],
    print: (line) => {
      console.out.push(line)
      onLine(line, console)
    },
    printError: (line) => {
      console.err.push(line)
    },
    showStatus: (line) => onLine(line, console),
    onInterrupt: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    interrupt: () => {
      for (const listener of listeners) listener()
    },
  }
  return console
}

/** Runs a command line in a folder. */
export async function command(
  line: string,
  workingFolder: string,
  onLine?: (line: string, console: RecordedConsole) => void,
): Promise<RecordedConsole & { readonly code: number }> {
  const console = recordedConsole(workingFolder, onLine)
  const code = await main(line.split(' '), console)
  return { ...console, code }
}

/** A new folder of its own that the test removes with `remove`. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'redshift-studio-'))
  return { path, remove: () => rmSync(path, { recursive: true }) }
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Files): void {
  for (const [name, bytes] of files) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
}

/** Points per row of `trainableFiles`: enough for CNN3. */
export const TRAINABLE_WIDTH = 40
/** Rows per split of `trainableFiles`. */
export const TRAINABLE_ROWS = { train: 12, validation: 6, test: 8 } as const

/** A tree as `treeFiles` of the data tests, wide enough to train on. */
export function trainableFiles(base = 'DeltaZ/balanced'): Files {
  const files: Files = new Map()
  for (const [i, split] of SPLIT_NAMES.entries()) {
    const rows = TRAINABLE_ROWS[split]
    const folder = `${base}/${SPLIT_LABELS[split]}`
    const x = posteriors(rows, 100 * i, TRAINABLE_WIDTH)
    files.set(`${folder}/X.npy`, encodeNpy('<f4', [rows, TRAINABLE_WIDTH], x))
    files.set(`${folder}/Y.npy`, encodeNpy('<i8', [rows], alternating(rows)))
    files.set(`${folder}/attributes.npy`, attributeTable(attributesOf(rows)))
  }
  return files
}
