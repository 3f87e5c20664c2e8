// Reports that were saved: this studio's JSON, and the pickled dictionaries of LAM-Redshift's `save_in_dict`.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { REPORT_HINT, readReportFields, type StoredReport } from '../core/report-fields/report.ts'
import { fieldsOf } from '../core/report-fields/values.ts'
import { MOST_REPORT_BYTES, RUNS_FORMAT } from '../core/run-collection.ts'
import { openNpy, readObjects } from '../formats/npy.ts'
import type { ByteSource } from '../formats/source.ts'
import { plainValue } from './plain-pickle.ts'
import { parsePythonJson } from './python-json.ts'

export type { StoredReport } from '../core/report-fields/report.ts'

const NPY_MAGIC = 0x93
const MOST_PICKLE_VALUES = 2_000_000
/** A pickle holds one report. */
const MOST_NPY_BYTES = 64 * 2 ** 20

/** A file of reports: the keys of its dictionary, not yet checked. */
export interface ReportFile {
  readonly format: 'json' | 'npy'
  readonly fields: ReadonlyMap<string, unknown>
}

/**
 * Reads a saved report; its content tells the format.
 * @throws StudioError `bad-input` if it is no report, or a value has the wrong form
 */
export async function readStoredReport(source: ByteSource): Promise<StoredReport> {
  const { fields } = await readReportFile(source)
  if (fields.get('format') === RUNS_FORMAT) {
    throw new StudioError(
      'bad-input',
      `${source.name} is a collection of runs; expected one report.`,
      'Import it in the page, where each of its runs can be opened and exported.',
    )
  }
  return readReportFields(source.name, fields)
}

/**
 * Reads the dictionary of a file.
 * @throws StudioError `bad-input` if it holds anything else, or is larger than a file of reports may be
 */
export async function readReportFile(source: ByteSource): Promise<ReportFile> {
  if (source.byteLength > MOST_REPORT_BYTES) throw tooLarge(source, MOST_REPORT_BYTES)
  if (source.byteLength === 0) throw new StudioError('bad-input', `${source.name} is empty.`, REPORT_HINT)
  const [first] = await source.slice(0, 1)
  return first === NPY_MAGIC
    ? { format: 'npy', fields: await readNpyFields(source) }
    : { format: 'json', fields: await readJsonFields(source) }
}

async function readNpyFields(source: ByteSource): Promise<ReadonlyMap<string, unknown>> {
  if (source.byteLength > MOST_NPY_BYTES) throw tooLarge(source, MOST_NPY_BYTES)
  const file = await openNpy(source)
  if (file.dtype.kind !== 'O') {
    throw new StudioError(
      'bad-input',
      `${source.name} is an array of type ${file.dtype.descr}; expected one dictionary.`,
      REPORT_HINT,
    )
  }
  const values = await readObjects(file, source, { maxValues: MOST_PICKLE_VALUES })
  const [dictionary] = values
  const fields = dictionary instanceof Map ? fieldsOf(plainValue(dictionary)) : null
  if (values.length !== 1 || fields === null) {
    throw new StudioError(
      'bad-input',
      `${source.name} holds ${values.length === 1 ? 'another value' : `${values.length} values`}; expected one dictionary.`,
      REPORT_HINT,
    )
  }
  return fields
}

function tooLarge({ name, byteLength }: ByteSource, most: number): StudioError {
  return new StudioError(
    'bad-input',
    `${name} has ${formatInteger(byteLength)} bytes; reports have at most ${formatInteger(most)}.`,
    REPORT_HINT,
  )
}

async function readJsonFields(source: ByteSource): Promise<ReadonlyMap<string, unknown>> {
  const bytes = await source.slice(0, source.byteLength)
  const value = parsePythonJson(new TextDecoder().decode(bytes), source.name, REPORT_HINT)
  const fields = fieldsOf(value)
  if (fields === null)
    throw new StudioError('bad-input', `${source.name} is JSON, but no object.`, REPORT_HINT)
  return fields
}
