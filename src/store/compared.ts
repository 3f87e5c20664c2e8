// Which runs are compared, and in which colours: changes of the slice as plain functions, for the actions.

import { incomparableReason } from '../core/compare/comparable.ts'
import { type TestedRun, testedRun } from '../core/compare/test-result.ts'
import { RUN_COLOURS, type RunRecord } from '../core/run-record.ts'
import type { RunsSlice } from './state.ts'

/**
 * Takes a run in, if there is room. It keeps its colour while no other compared run has it, and gets the lowest free one
 * otherwise. The first run is the baseline.
 */
export function takeIn(runs: RunsSlice, id: string): RunsSlice {
  const { records, comparedIds, baselineId } = runs
  if (comparedIds.length >= RUN_COLOURS || comparedIds.includes(id)) return runs
  const record = records.find((each) => each.id === id)
  if (record === undefined) return runs
  const taken = records.filter((each) => comparedIds.includes(each.id)).map(({ colour }) => colour)
  const colour = taken.includes(record.colour)
    ? COLOURS.find((each) => !taken.includes(each))!
    : record.colour
  const taking = {
    ...runs,
    records: colour === record.colour ? records : replaceRecord(records, { ...record, colour }),
    comparedIds: [...comparedIds, id],
  }
  return withBaseline(taking, baselineId ?? id)
}

/** Takes in those of these runs that may be held against the runs that are compared already, while there is room. */
export function takeInComparable(runs: RunsSlice, added: readonly RunRecord[]): RunsSlice {
  const { records, comparedIds, baselineId } = runs
  const admitted: TestedRun[] = []
  function admit(record: RunRecord): boolean {
    const run = testedRun(record, 'test')
    const isComparable = incomparableReason(run, admitted) === null
    if (isComparable) admitted.push(run)
    return isComparable
  }

  for (const id of new Set([baselineId, ...comparedIds])) {
    const record = records.find((each) => each.id === id)
    if (record !== undefined) admit(record)
  }
  let taken = runs
  for (const record of added) {
    if (taken.comparedIds.length >= RUN_COLOURS) break
    if (admit(record)) taken = takeIn(taken, record.id)
  }
  return taken
}

/** Takes a run out; where it was the baseline, the one after it is, or else the first. */
export function takeOut(runs: RunsSlice, id: string): RunsSlice {
  const at = runs.comparedIds.indexOf(id)
  if (at < 0) return runs
  const comparedIds = runs.comparedIds.filter((each) => each !== id)
  const baselineId = runs.baselineId === id ? (comparedIds[at] ?? comparedIds[0] ?? null) : runs.baselineId
  return withBaseline({ ...runs, comparedIds }, baselineId)
}

/** Holds the others against this run. One without a natural test takes the comparison back to the usual one. */
export function withBaseline(runs: RunsSlice, baselineId: string | null): RunsSlice {
  if (baselineId === runs.baselineId) return runs
  const baseline = runs.records.find(({ id }) => id === baselineId)
  const hasNatural = (baseline?.report.meta?.naturalTest ?? null) !== null
  return { ...runs, baselineId, comparedTest: hasNatural ? runs.comparedTest : 'test' }
}

/** Compares these runs, as far as they are there. */
export function compareOnly(
  runs: RunsSlice,
  ids: readonly string[],
  baselineId: string | null = null,
): RunsSlice {
  const compared = ids.reduce(takeIn, { ...runs, comparedIds: [], baselineId: null })
  const chosenId =
    baselineId !== null && compared.comparedIds.includes(baselineId) ? baselineId : compared.baselineId
  const { baselineId: before, comparedTest } = runs
  return withBaseline({ ...compared, baselineId: before, comparedTest }, chosenId)
}

/** How many of these runs have each colour. */
export function countColours(records: readonly RunRecord[]): number[] {
  const uses = COLOURS.map(() => 0)
  for (const { colour } of records) uses[colour]!++
  return uses
}

/** The colour that fewest runs have; the lowest of several. */
export function rarestColour(uses: readonly number[]): number {
  return uses.indexOf(Math.min(...uses))
}

/** The slice with another id and name for a run that is known by `id`. */
export function changeId(runs: RunsSlice, id: string, ownId: string, name: string): RunsSlice {
  const own = <Id extends string | null>(each: Id) => (each === id ? ownId : each)
  return {
    ...runs,
    records: runs.records.map((record) => (record.id === id ? { ...record, id: ownId, name } : record)),
    liveId: own(runs.liveId),
    openedId: own(runs.openedId),
    comparedIds: runs.comparedIds.map(own),
    baselineId: own(runs.baselineId),
  }
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
