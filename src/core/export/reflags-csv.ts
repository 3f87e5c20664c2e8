// New labels as a table for any program: what an object was, what the network says, what a person decided.

import type { ObjectColumns } from '../objects.ts'
import type { Reflag } from '../reflags.ts'
import { csvFile, csvLine } from './csv.ts'

const COLUMNS = [
  'file',
  'row',
  'id',
  'split',
  'z_est',
  'old_class',
  'old_flag',
  'network_class',
  'network_probability',
  'new_class',
  'new_flag',
  'decision',
  'time',
] as const

/**
 * One line per decision, in their order. `row` counts from 0 within `file`; `decision` is `confirmed` where class and, as far
 * as both are known, flag stay as they were (3 confirms 3.5, because the floor counts), otherwise `changed`; `time` is UTC.
 * What is not known is empty.
 * @param columns facts of the objects that the decisions are about
 * @param classes contract names, in class order
 */
export function reflagsCsv(
  reflags: readonly Reflag[],
  columns: ObjectColumns,
  classes: readonly string[],
): string {
  const lines = reflags.map((reflag) => {
    const { object, label, newLabel, newFlag } = reflag
    return csvLine([
      columns.files[columns.file[object]!] ?? null,
      columns.row[object] ?? null,
      columns.ids?.[object] ?? null,
      reflag.split,
      columns.redshift[object] ?? null,
      classes[label] ?? null,
      columns.flag[object] ?? null,
      classes[reflag.predicted] ?? null,
      reflag.confidence,
      classes[newLabel] ?? null,
      newFlag,
      isConfirmed(reflag, columns.flag[object]) ? 'confirmed' : 'changed',
      new Date(reflag.at).toISOString(),
    ])
  })
  return csvFile([csvLine(COLUMNS), ...lines])
}

function isConfirmed({ label, newLabel, newFlag }: Reflag, oldFlag: number | undefined): boolean {
  const isSameFlag =
    newFlag === null || oldFlag === undefined || Number.isNaN(oldFlag) || Math.floor(oldFlag) === newFlag
  return label === newLabel && isSameFlag
}
