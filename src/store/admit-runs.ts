// Runs that were read from report files become records of the list.

import { uniqueRunName } from '../core/run-names.ts'
import type { ReadRun, RunRecord } from '../core/run-record.ts'
import { sameData } from '../core/same-data.ts'
import { rarestColour, sortRecords, takeIn } from './compared.ts'
import { asLeft } from './merge-runs.ts'
import type { RunsSlice } from './state.ts'
import type { Studio } from './studio.ts'

/**
 * Adds runs, and takes them into the comparison while there is room. What the list has already, the same in everything but
 * its colour, is not added again; another run of an id that is there gets an id of its own.
 * @returns the slice, and the ids of what is new in it
 */
export function admitRuns(
  runs: RunsSlice,
  read: readonly ReadRun[],
  { newId, now }: Pick<Studio, 'newId' | 'now'>,
): { readonly runs: RunsSlice; readonly ids: readonly string[] } {
  let records = runs.records
  const added: RunRecord[] = []
  for (const each of read) {
    const known = records.find(({ id }) => id === each.id)
    const colour = each.colour ?? rarestColour(records)
    const record = asLeft({ ...each, id: each.id ?? newId(), at: each.at ?? now(), colour })
    if (known !== undefined && sameData({ ...known, colour }, record)) continue
    const admitted = {
      ...record,
      id: known === undefined ? record.id : newId(),
      name: uniqueRunName(
        record.name,
        records.map(({ name }) => name),
      ),
    }
    added.push(admitted)
    records = [...records, admitted]
  }
  const ids = added.map(({ id }) => id)
  // ahead of the others, so that files of one moment stay in their order
  const all = { ...runs, records: sortRecords([...added, ...runs.records]) }
  return { runs: ids.reduce(takeIn, all), ids }
}
