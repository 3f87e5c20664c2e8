// All objects of a data set as columns, with where a preparation put each of them.

import { type ObjectColumns, PLACES, type Place } from '../core/objects.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'
import type { ScannedObjects } from './assemble.ts'
import { gather } from './pool.ts'
import type { ArrangedDataset } from './split-dataset.ts'

/** Statuses that are told apart; a column of rubbish may hold any number. */
const MOST_STATUSES = 254

/** One value per row of the pool. */
export function objectColumns({ source, facts }: ScannedObjects, dataset: ArrangedDataset): ObjectColumns {
  const { pool } = source
  const { plan, labelled } = dataset.arrangement
  const { rows: length } = pool
  const place = new Uint8Array(length).fill(PLACES.indexOf('none'))
  const put = (rows: Uint32Array, where: Place) => {
    for (const row of rows) place[row] = PLACES.indexOf(where)
  }
  if (plan.natural !== null) put(plan.natural, 'natural')
  for (const split of SPLIT_NAMES) put(plan.rows[split], split)

  const attributes = gather<Attributes | null>(pool, (part) => part.attributes, null)
  const numbers = (name: 'redshift' | 'deltaZ' | 'flag' | 'logEvidence') =>
    Float64Array.from(attributes, (of) => of?.[name] ?? Number.NaN)
  const file = new Uint8Array(length)
  const row = new Uint32Array(length)
  for (const [index, { from, to }] of pool.parts.entries()) {
    file.fill(index, from, to)
    for (let at = from; at < to; at++) row[at] = at - from
  }
  const ids = attributes.map((of) => of?.id ?? null)
  return {
    length,
    place,
    file,
    files: pool.parts.map(({ part }) => part.x.name),
    row,
    label: Uint8Array.from(labelled.labels),
    labels: labelled.shown,
    redshift: numbers('redshift'),
    deltaZ: numbers('deltaZ'),
    ...statusColumn(attributes),
    flag: numbers('flag'),
    logEvidence: numbers('logEvidence'),
    width: Float64Array.from(facts.widths),
    ids: ids.some((id) => id !== null) ? ids : null,
  }
}

function statusColumn(
  attributes: readonly (Attributes | null)[],
): Pick<ObjectColumns, 'status' | 'statuses'> {
  const words = attributes.map((of) => of?.status?.trim() ?? '')
  const statuses = [...new Set(words)].filter((word) => word !== '').slice(0, MOST_STATUSES)
  const index = new Map(statuses.map((word, i) => [word, i]))
  return {
    status: Uint8Array.from(words, (word) => index.get(word) ?? statuses.length),
    statuses: [...statuses, ''],
  }
}
