// Files of reports as runs for the list: one report, or a collection that the studio saved. A collection is read as a whole or
// not at all, so that nobody believes to have all runs who has half of them.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { valueText } from '../core/json-text.ts'
import { readRun } from '../core/report-fields/record.ts'
import { readReportFields } from '../core/report-fields/report.ts'
import { fieldsOf, type Place, text, time, wrongValue } from '../core/report-fields/values.ts'
import { MOST_RUNS, RUNS_FORMAT, RUNS_VERSION } from '../core/run-collection.ts'
import type { ReadRun } from '../core/run-record.ts'
import type { ByteSource } from '../formats/source.ts'
import { type ReportFile, readReportFile } from './stored-report.ts'

const HINT = 'Correct it in the file, or export the runs again.'
const NAME_SHOWN = 60

/**
 * Reads a file of reports; its content tells what it is. A single report is called like its file, and says nothing of what a
 * list adds.
 * @throws StudioError `bad-input` if it is none, or a value has the wrong form: names the run of a collection
 */
export async function readReports(source: ByteSource): Promise<readonly ReadRun[]> {
  const file = await readReportFile(source)
  if (file.fields.get('format') === RUNS_FORMAT) return readCollection(source.name, file.fields)
  return [singleRun(source.name, file)]
}

function singleRun(path: string, { format, fields }: ReportFile): ReadRun {
  const stored = readReportFields(path, fields)
  const file = path.slice(path.lastIndexOf('/') + 1)
  const dot = file.lastIndexOf('.')
  const created = stored.report.meta?.created ?? null
  return {
    id: null,
    name: dot > 0 ? file.slice(0, dot) : file,
    tags: [],
    note: '',
    at: created === null ? null : Date.parse(created),
    source: { kind: 'imported', file, format },
    colour: null,
    labels: stored.labels,
    gaps: stored.gaps,
    report: stored.report,
  }
}

function readCollection(file: string, fields: ReadonlyMap<string, unknown>): readonly ReadRun[] {
  const at = (key: string): Place => ({ file, keys: [key], hint: HINT })
  const version = fields.get('version')
  if (typeof version === 'number' && version > RUNS_VERSION) {
    throw new StudioError(
      'bad-input',
      `${file}: version is ${version}, saved by studio ${valueText(fields.get('studio'))}; this studio reads version ${RUNS_VERSION}.`,
      'Open it with the studio that saved it, or a newer one.',
    )
  }
  if (version !== RUNS_VERSION) throw wrongValue(version, at('version'), String(RUNS_VERSION))
  text(fields.get('studio'), at('studio'))
  time(fields.get('created'), at('created'))
  const runs = fields.get('runs')
  if (!Array.isArray(runs)) throw wrongValue(runs, at('runs'), 'a list of runs')
  if (runs.length > MOST_RUNS) {
    throw new StudioError(
      'bad-input',
      `${file} holds ${formatInteger(runs.length)} runs; at most ${formatInteger(MOST_RUNS)} are read.`,
      'Divide it into several files.',
    )
  }
  return runs.map((run, i) => readRun(run, runPlace(run, file, i + 1)))
}

/** Messages name the run by its number in the file, and by its name if it has one. */
function runPlace(run: unknown, file: string, number: number): Place {
  const name = nameText(fieldsOf(run)?.get('name'))
  return { file: `${file}, run ${formatInteger(number)}${name}`, keys: [], hint: HINT }
}

function nameText(name: unknown): string {
  if (typeof name !== 'string') return ''
  const shown = name.length > NAME_SHOWN ? `${name.slice(0, NAME_SHOWN)}...` : name
  return ` (${JSON.stringify(shown)})`
}
