// All runs of the list as files that the studio reads again: one, or several where one would be too large to be read.

import { collectionFileName, MOST_RUNS, makeCollection, type RunCollection } from '../core/run-collection.ts'
import type { RunRecord } from '../core/run-record.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import type { Studio } from './studio.ts'

/** Of one file. */
interface FileLimits {
  /** of its text; a single run may have more */
  readonly characters: number
  readonly runs: number
}

/** About 100 MB, well below what is read. */
const LIMITS: FileLimits = { characters: 1e8, runs: MOST_RUNS }

/** Saves all runs of the list. */
export function exportRuns({ store, now, download }: Studio): void {
  const { records } = store.getState().runs
  const made = { studio: STUDIO_VERSION, created: new Date(now()).toISOString() }
  for (const { name, parts } of collectionFiles(records, made)) {
    download(name, new Blob([...parts], { type: 'application/json' }))
  }
}

/**
 * The files of some runs, in their order, as parts of text; none without runs. One of several is called
 * `..._1-of-2.json`.
 */
export function collectionFiles(
  records: readonly RunRecord[],
  made: Pick<RunCollection, 'studio' | 'created'>,
  limits: FileLimits = LIMITS,
): readonly { readonly name: string; readonly parts: readonly string[] }[] {
  const { runs, ...head } = makeCollection(records, made)
  const start = `${JSON.stringify(head).slice(0, -1)},"runs":[`
  const files = divide(
    runs.map((run) => JSON.stringify(run)),
    limits,
  )
  const name = collectionFileName(made.created)
  return files.map((texts, i) => ({
    name: files.length === 1 ? name : name.replace('.json', `_${i + 1}-of-${files.length}.json`),
    parts: [start, ...texts.map((text, j) => (j === 0 ? text : `,${text}`)), ']}\n'],
  }))
}

function divide(texts: readonly string[], limits: FileLimits): readonly (readonly string[])[] {
  const files: string[][] = []
  let characters = 0
  for (const text of texts) {
    const file = files.at(-1)
    if (file === undefined || file.length === limits.runs || characters + text.length > limits.characters) {
      files.push([text])
      characters = text.length
    } else {
      file.push(text)
      characters += text.length
    }
  }
  return files
}
