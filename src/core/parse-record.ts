// What a database gives back, checked as a file is: an earlier or a later version of the studio may have written it.

import { StudioError } from './errors.ts'
import { readRun } from './report-fields/record.ts'
import type { Place } from './report-fields/values.ts'
import type { RunRecord } from './run-record.ts'

/** Nobody reads the message. */
const PLACE: Place = { file: 'a kept run', keys: [], hint: '' }

/** The record in what was kept, or `null` where it cannot be understood. Keys that are not known are left out. */
export function parseRecord(value: unknown): RunRecord | null {
  try {
    return readRun(value, PLACE)
  } catch (thrown) {
    if (thrown instanceof StudioError) return null
    throw thrown
  }
}
