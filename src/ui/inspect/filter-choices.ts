// What the filters of the table offer: only what occurs among the objects.

import { NO_CLASS, type ObjectColumns, PLACES, type Place } from '../../core/objects.ts'
import { PLACE_TITLES } from './object-text.ts'

/** A value that can be asked for. */
export interface Choice<T> {
  readonly value: T
  readonly text: string
}

/** What can be asked for, of each kind. */
export interface FilterChoices {
  readonly places: readonly Choice<Place>[]
  readonly labels: readonly Choice<number>[]
  readonly statuses: readonly Choice<string>[]
  readonly flags: readonly Choice<number>[]
}

/** The values that occur, with those that are not known last. */
export function filterChoices(columns: ObjectColumns): FilterChoices {
  const places = new Set(columns.place)
  const labels = new Set(columns.label)
  const statuses = new Set(columns.status)
  const flags = new Set(columns.flag.map(Math.floor))
  return {
    places: PLACES.filter((_, index) => places.has(index)).map((value) => ({
      value,
      text: PLACE_TITLES[value],
    })),
    labels: [...labels]
      .sort((a, b) => a - b)
      .map((value) => ({ value, text: value === NO_CLASS ? 'no class' : (columns.labels[value] ?? '') })),
    statuses: [...statuses]
      .map((index) => columns.statuses[index] ?? '')
      .sort((a, b) => Number(a === '') - Number(b === '') || (a < b ? -1 : 1))
      .map((value) => ({ value, text: value || 'no status' })),
    flags: [...flags]
      .sort((a, b) => Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || a - b)
      .map((value) => ({ value, text: Number.isNaN(value) ? 'no flag' : String(value) })),
  }
}
