// Objects for tests, written as a list of what is known of each.

import { NO_CLASS, type ObjectColumns, PLACES, type Place } from './objects.ts'

/** One object; what is left out is not known. */
export interface ObjectFacts {
  readonly place?: Place
  readonly file?: number
  /** its object number by default */
  readonly row?: number
  readonly label?: number
  readonly redshift?: number
  readonly deltaZ?: number
  readonly status?: string
  readonly flag?: number
  readonly logEvidence?: number
  readonly width?: number
  readonly id?: string | null
}

/** Statuses of the columns, on purpose not in the order of the alphabet. */
export const STATUSES = ['success', 'spurious', 'mismatch', ''] as const

/** The objects as columns of one file and two classes; ids where any object has one. */
export function objectColumns(
  objects: readonly ObjectFacts[],
  common: Partial<Pick<ObjectColumns, 'files' | 'labels'>> = {},
): ObjectColumns {
  const numbers = (key: 'redshift' | 'deltaZ' | 'flag' | 'logEvidence' | 'width') =>
    Float64Array.from(objects, (object) => object[key] ?? Number.NaN)
  return {
    length: objects.length,
    place: Uint8Array.from(objects, ({ place = 'train' }) => PLACES.indexOf(place)),
    file: Uint8Array.from(objects, ({ file = 0 }) => file),
    files: ['X.npy'],
    row: Uint32Array.from(objects, ({ row }, i) => row ?? i),
    label: Uint8Array.from(objects, ({ label = NO_CLASS }) => label),
    labels: ['DeltaZ < 1e-3', 'DeltaZ ≥ 1e-3'],
    redshift: numbers('redshift'),
    deltaZ: numbers('deltaZ'),
    status: Uint8Array.from(objects, ({ status = '' }) =>
      STATUSES.indexOf(status as (typeof STATUSES)[number]),
    ),
    statuses: STATUSES,
    flag: numbers('flag'),
    logEvidence: numbers('logEvidence'),
    width: numbers('width'),
    ids: objects.some(({ id }) => id) ? objects.map(({ id }) => id ?? null) : null,
    ...common,
  }
}
