// What the tests of training by the command share: a folder with a tree for each test, and the command in it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Report } from '../core/report.ts'
import type { Files } from '../data/tree.fixture.ts'
import {
  command,
  type RecordedConsole,
  TRAINABLE_WIDTH,
  temporaryFolder,
  trainableFiles,
  writeFiles,
} from './console.fixture.ts'

/** A new folder before each test of the file, removed after it, and what is done there. */
export function trainingFolder() {
  // the first run of a file loads the engine
  vi.setConfig({ testTimeout: 30_000 })
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    folder = temporaryFolder()
  })
  afterEach(() => folder.remove())

  const path = (name: string) => join(folder.path, name)
  return {
    path,
    /** Runs a command line in the folder. */
    command: (line: string) => command(line, folder.path),
    /** Trains on `tree` for two epochs. */
    train: (flags = '', onLine?: (line: string, console: RecordedConsole) => void) =>
      command(`train --data tree --batch 4 --epochs 2 --backend wasm ${flags}`.trim(), folder.path, onLine),
    writeTree: (files: Files = trainableFiles()) => writeFiles(path('tree'), files),
    report: (name = 'report.json') => JSON.parse(readFileSync(path(name), 'utf8')) as Report,
  }
}

/** Rows of a confusion matrix. */
export function total(matrix: Report['conf_matrix_test']): number {
  return matrix!.flat().reduce((sum, count) => sum + count, 0)
}

/** The first rows of TRAIN, as many as TEST has. */
export function leaked(files: Files): Float32Array {
  const train = files.get('DeltaZ/balanced/TRAIN/X.npy')!
  const bytes = train.slice(train.length - 12 * TRAINABLE_WIDTH * 4)
  return new Float32Array(bytes.buffer).slice(0, 8 * TRAINABLE_WIDTH)
}
