// Whether two reports are of one run, whatever its list says about it.

import type { PartialReport } from '../core/report.ts'
import { sameData } from '../core/same-data.ts'

/** Compares all but the moment when each report was put together: the same run may be saved twice. */
export function sameReport(one: PartialReport, other: PartialReport): boolean {
  return sameData(timeless(one), timeless(other))
}

/** A short text that is the same for the same report, and seldom for others. */
export function outlineOf({ conf_matrix_test, acc, loss, val_acc, val_loss, meta }: PartialReport): string {
  const ends = [acc, loss, val_acc, val_loss].map((curve) => [curve?.length, curve?.at(-1)])
  return JSON.stringify([conf_matrix_test, ends, meta?.seed, meta?.seconds])
}

function timeless({ meta, ...report }: PartialReport) {
  return { ...report, meta: meta === null ? null : { ...meta, created: null } }
}
