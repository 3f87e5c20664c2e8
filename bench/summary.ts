// What a reader wants to know first: how long each training step takes, and how many times as long elsewhere.

import type { EnvironmentResult, Measured, Row } from './results.ts'
import { columns, seconds, significant, type Table, withoutEmptyColumns } from './text-table.ts'

/** Of each training step: ours, its first call, and each peer's time by ours; null where no step was measured. */
export function summaryTable({ rows }: EnvironmentResult): Table | null {
  const steps = rows.filter(isStep)
  if (steps.length === 0) return null
  const peers = [...new Set(steps.flatMap((row) => row.peers.map(({ name }) => name)))]
  return withoutEmptyColumns({
    columns: columns(['step', 'ours s', 'first step', ...peers], ['step']),
    lines: steps.map(({ what, ours, peers: measured }) => [
      what.replace(' step,', ','),
      'timing' in ours ? seconds(ours.timing) : '-',
      firstCall(ours),
      ...peers.map((name) =>
        ratio(
          ours,
          measured.find((peer) => peer.name === name),
        ),
      ),
    ]),
  })
}

/** A step's id says so. */
function isStep({ id }: Row): boolean {
  return id.includes('-step-')
}

/** Seconds of the first call, and how many times the median. */
function firstCall(ours: Measured): string {
  if (!('timing' in ours) || ours.timing.first === undefined) return '-'
  return `${significant(ours.timing.first)} s, ${significant(ours.timing.first / ours.timing.median)}x`
}

/** The peer's time by ours, and whether it was scaled. */
function ratio(ours: Measured, peer: Measured | undefined): string {
  if (!('timing' in ours) || peer === undefined || !('timing' in peer)) return '-'
  const times = `${significant(peer.timing.median / ours.timing.median)}x`
  return peer.note === undefined ? times : `${times} (scaled)`
}
