// Files of reports as runs for the list: one report, or a collection that the studio saved. A collection is read as a whole or
// not at all, so that nobody believes to have all runs who has half of them.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { valueText } from '../core/json-text.ts'
import { MOST_RUNS, RUNS_FORMAT, RUNS_VERSION } from '../core/run-collection.ts'
import { type ReadRun, RUN_COLOURS, type RunSource } from '../core/run-record.ts'
import type { ByteSource } from '../formats/source.ts'
import { readReportFields, type StoredReport } from './report-fields.ts'
import {
  fieldsOf,
  integerFrom,
  listOf,
  numberFrom,
  objectOf,
  oneOf,
  type Place,
  type Reader,
  text,
  time,
  wrongValue,
} from './report-fields-values.ts'
import { type ReportFile, readReportFile } from './stored-report.ts'

const HINT = 'Correct it in the file, or export the runs again.'
const NAME_SHOWN = 60
/** The last time that a Date can be. */
const LAST_TIME = 8.64e15

const SOURCES = {
  trained: objectOf({ kind: oneOf(['trained']) }),
  imported: objectOf({ kind: oneOf(['imported']), file: text, format: oneOf(['json', 'npy']) }),
} as const satisfies Record<RunSource['kind'], Reader<RunSource>>

const RUN = objectOf({
  id: (value, at) => {
    if (value === '') throw wrongValue(value, at, 'a text that is not empty')
    return text(value, at)
  },
  name: text,
  tags: listOf(text),
  note: text,
  at: numberFrom(0, LAST_TIME, 'milliseconds since 1970'),
  source: (value, at) => {
    const isImported = fieldsOf(value)?.get('kind') === 'imported'
    return (isImported ? SOURCES.imported : SOURCES.trained)(value, at)
  },
  colour: integerFrom(0, RUN_COLOURS - 1),
  gaps: listOf(text),
})

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
  return runs.map((run, i) => readRun(run, file, i + 1))
}

function readRun(value: unknown, file: string, number: number): ReadRun {
  const fields = fieldsOf(value)
  const place = `${file}, run ${formatInteger(number)}${nameText(fields?.get('name'))}`
  if (fields === null) throw wrongRun(place, value, 'an object')
  const run = RUN(value, { file: place, keys: [], hint: HINT })
  const report = fieldsOf(fields.get('report'))
  const at: Place = { file: place, keys: ['report'], hint: HINT }
  if (report === null) throw wrongValue(fields.get('report'), at, 'an object')
  const stored: StoredReport = readReportFields(place, report)
  const labels = listOf(text, stored.report.nb_class)(fields.get('labels'), { ...at, keys: ['labels'] })
  return { ...run, labels, report: stored.report }
}

function wrongRun(place: string, value: unknown, expected: string): StudioError {
  return new StudioError('bad-input', `${place} is ${valueText(value)}; expected ${expected}.`, HINT)
}

function nameText(name: unknown): string {
  if (typeof name !== 'string') return ''
  const shown = name.length > NAME_SHOWN ? `${name.slice(0, NAME_SHOWN)}...` : name
  return ` (${JSON.stringify(shown)})`
}
