// A run of the list, as a collection or a database holds it: what a person said of it, and its report.

import { RUN_COLOURS, type RunRecord, type RunSource } from '../run-record.ts'
import { readReportFields } from './report.ts'
import { scoresOf } from './scores.ts'
import {
  integerFrom,
  listOf,
  numberFrom,
  objectOf,
  oneOf,
  type Reader,
  requiredFields,
  text,
  within,
  wrongValue,
} from './values.ts'

/** The last time that a Date can be, and the first one before 1970. */
const LAST_TIME = 8.64e15

const SOURCES = {
  trained: objectOf({ kind: oneOf(['trained']) }),
  imported: objectOf({ kind: oneOf(['imported']), file: text, format: oneOf(['json', 'npy']) }),
} as const satisfies Record<RunSource['kind'], Reader<RunSource>>

const ABOUT = objectOf({
  id: (value, at) => {
    if (value === '') throw wrongValue(value, at, 'a text that is not empty')
    return text(value, at)
  },
  name: text,
  tags: listOf(text),
  note: text,
  // before 1970 where a clock was never set
  at: numberFrom(-LAST_TIME, LAST_TIME, 'milliseconds since 1970'),
  source: (value, at) => {
    const kind = requiredFields(value, at).get('kind')
    return SOURCES[kind === 'imported' ? kind : 'trained'](value, at)
  },
  colour: integerFrom(0, RUN_COLOURS - 1),
  gaps: listOf(text),
})

/**
 * Reads a run. Its report is read as a single one is: keys of an earlier version lack, unknown ones are left out.
 * @param at `keys` are those of the run
 * @throws StudioError `bad-input` if a value has the wrong form
 */
export const readRun: Reader<RunRecord> = (value, at) => {
  const fields = requiredFields(value, at)
  const about = ABOUT(value, at)
  const report = requiredFields(fields.get('report'), within(at, 'report'))
  const stored = readReportFields(at.file, report)
  const scores = report.get('report') ?? null
  // a record holds a classification report as a whole or not at all
  if (stored.report.report === null && scores !== null) {
    scoresOf(stored.report.nb_class)(scores, within(at, 'report'))
  }
  const labels = listOf(text, stored.report.nb_class)(fields.get('labels'), within(at, 'labels'))
  return { ...about, labels, report: stored.report }
}
