// What a reader must know of a run before its numbers: that it did not reach its end, or that its data were known to be bad.

import type { PartialMeta } from './report.ts'
import type { RunRecord } from './run-record.ts'
import { epochsIn, viewOfRecord } from './run-view.ts'

/**
 * How a run ended that did not reach its end, as words that follow its name; `null` for any other. Whether somebody stopped it
 * or its page was closed is nowhere said.
 */
export function brokenOffText(record: RunRecord): string | null {
  const { meta } = record.report
  if (meta?.status === 'failed') return 'failed'
  if (meta?.status !== 'stopped') return null
  return isTrained(record) ? 'ended before its evaluation was complete' : 'ended before its last epoch'
}

/** Whether training came to its own end: all epochs, or those that early stopping allows. */
function isTrained(record: RunRecord): boolean {
  const { meta } = record.report
  if (meta === null || meta.stoppedEarly) return true
  return meta.epochs !== null && epochsIn(viewOfRecord(record).history) >= meta.epochs
}

/**
 * `in spite of what the check of its data found: ...`; `null` for a run on data without blocking findings, and where the report
 * does not say.
 * @param write how the text of a finding is written
 */
export function overruledText(
  meta: Pick<PartialMeta, 'overruled'> | null,
  write: (text: string) => string = (text) => text,
): string | null {
  const findings = meta?.overruled ?? []
  if (findings.length === 0) return null
  // the sentence has its own full stop
  const texts = findings.map((finding) => write(finding.replace(/\.$/, '')))
  return `in spite of what the check of its data found: ${texts.join('; ')}`
}
