// Which runs are compared, and in which colours: changes of the slice as plain functions, for the actions.

import { RUN_COLOURS, type RunRecord } from '../core/run-record.ts'
import type { RunsSlice } from './state.ts'

/**
 * Takes a run in, if there is room. It keeps its colour while no other compared run has it, and gets the lowest free one
 * otherwise. The first run is the baseline.
 */
export function takeIn(runs: RunsSlice, id: string): RunsSlice {
  const { records, comparedIds, baselineId } = runs
  const record = records.find((each) => each.id === id)
  if (record === undefined || comparedIds.includes(id) || comparedIds.length >= RUN_COLOURS) return runs
  const taken = records.filter((each) => comparedIds.includes(each.id)).map(({ colour }) => colour)
  const colour = taken.includes(record.colour)
    ? COLOURS.find((each) => !taken.includes(each))!
    : record.colour
  return {
    ...runs,
    records: colour === record.colour ? records : replaceRecord(records, { ...record, colour }),
    comparedIds: [...comparedIds, id],
    baselineId: baselineId ?? id,
  }
}

/** Takes a run out; where it was the baseline, the one after it is, or else the first. */
export function takeOut(runs: RunsSlice, id: string): RunsSlice {
  const at = runs.comparedIds.indexOf(id)
  if (at < 0) return runs
  const comparedIds = runs.comparedIds.filter((each) => each !== id)
  const baselineId = runs.baselineId === id ? (comparedIds[at] ?? comparedIds[0] ?? null) : runs.baselineId
  return { ...runs, comparedIds, baselineId }
}

/** Compares these runs, as far as they are there. */
export function compareOnly(
  runs: RunsSlice,
  ids: readonly string[],
  baselineId: string | null = null,
): RunsSlice {
  const compared = ids.reduce(takeIn, { ...runs, comparedIds: [], baselineId: null })
  return baselineId !== null && compared.comparedIds.includes(baselineId)
    ? { ...compared, baselineId }
    : compared
}

/** The colour that fewest of these runs have; the lowest of several. */
export function rarestColour(records: readonly RunRecord[]): number {
  const uses = COLOURS.map((colour) => records.filter((record) => record.colour === colour).length)
  return uses.indexOf(Math.min(...uses))
}

/** The list with one record in place of that of the same id. */
export function replaceRecord(records: readonly RunRecord[], record: RunRecord): readonly RunRecord[] {
  return records.map((each) => (each.id === record.id ? record : each))
}

/** Newest first; by name within a moment, so that a list that was read again is in the same order. */
export function sortRecords(records: readonly RunRecord[]): readonly RunRecord[] {
  // by what never changes: an edited run keeps its place
  return records.toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

const COLOURS = Array.from({ length: RUN_COLOURS }, (_, colour) => colour)
