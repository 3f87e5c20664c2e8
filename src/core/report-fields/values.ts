// Checks of values in a report, put together from small ones: each gives a copy of what it knows, or an error that names the
// file, the key, what stands there and what was expected.

import { StudioError } from '../errors.ts'
import { placeText, valueText } from '../json-text.ts'

/** Where a value stands. */
export interface Place {
  /** the file, and the run where it holds several */
  readonly file: string
  readonly keys: readonly (string | number)[]
  /** what a person may do about a wrong value */
  readonly hint: string
}

/** Gives a value that was checked, and throws a StudioError `bad-input` for any other. */
export type Reader<Value> = (value: unknown, at: Place) => Value

/** The error for a value that is not what was expected, absent ones included. */
export function wrongValue(value: unknown, at: Place, expected: string): StudioError {
  return wrong(at, `is ${valueText(value)}`, expected)
}

/** The error where what stands there needs words: `has 3 rows`. */
export function wrong({ file, keys, hint }: Place, actual: string, expected: string): StudioError {
  const where = keys.length === 0 ? file : `${file}: ${placeText(keys)}`
  return new StudioError('bad-input', `${where} ${actual}; expected ${expected}.`, hint)
}

/** The place of a key or an item. */
export function within(at: Place, key: string | number): Place {
  return { ...at, keys: [...at.keys, key] }
}

function reader<Value>(expected: string, accepts: (value: unknown) => value is Value): Reader<Value> {
  return (value, at) => {
    if (accepts(value)) return value
    throw wrongValue(value, at, expected)
  }
}

export const text: Reader<string> = reader('a text', (value) => typeof value === 'string')

export const flag: Reader<boolean> = reader('true or false', (value) => typeof value === 'boolean')

export const integer: Reader<number> = reader('an integer', isInteger)

export const count: Reader<number> = reader('a count', isCount)

/** Any number, also one that is not finite. */
export const number: Reader<number> = reader('a number', isNumber)

/** As `number`; JSON writes null for one that is not finite. */
export const numberOrNaN: Reader<number> = (value, at) => (value === null ? Number.NaN : number(value, at))

/** A finite number. */
export const finite: Reader<number> = numberFrom(-Number.MAX_VALUE, Number.MAX_VALUE, 'a number')

/** A number within limits, both included. */
export function numberFrom(least: number, most: number, expected: string): Reader<number> {
  return reader(expected, (value): value is number => isNumber(value) && value >= least && value <= most)
}

/** An integer within limits, both included. */
export function integerFrom(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
  expected = most === Number.MAX_SAFE_INTEGER
    ? `an integer, ${least} or more`
    : `an integer from ${least} to ${most}`,
): Reader<number> {
  return reader(expected, (value): value is number => isInteger(value) && value >= least && value <= most)
}

/** A number that is 0 or more. */
export const amount: Reader<number> = numberFrom(0, Number.MAX_VALUE, 'a number, 0 or more')

/** A time as `Date.toISOString` gives it. */
export const time: Reader<string> = reader(
  'a time as 2026-11-26T20:15:00.000Z',
  (value): value is string =>
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
)

/** One of some values. */
export function oneOf<const Choice extends string | number>(choices: readonly Choice[]): Reader<Choice> {
  const expected = choices.length === 1 ? String(choices[0]) : `one of ${choices.join(', ')}`
  return reader(expected, (value): value is Choice => choices.includes(value as Choice))
}

/** @param length where it must have this one */
export function listOf<Value>(read: Reader<Value>, length?: number): Reader<readonly Value[]> {
  const expected = length === undefined ? 'a list' : `a list of ${length}`
  return (value, at) => {
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
      throw wrongValue(value, at, expected)
    }
    return value.map((item, i) => read(item, within(at, i)))
  }
}

type Readers = Readonly<Record<string, Reader<unknown>>>
type Read<Each extends Readers> = { readonly [Key in keyof Each]: ReturnType<Each[Key]> }

/** An object with these keys; others are left out, and a key that is absent is an error. */
export function objectOf<const Each extends Readers>(readers: Each): Reader<Read<Each>> {
  const entries = Object.entries(readers)
  return (value, at) => {
    const fields = requiredFields(value, at)
    return Object.fromEntries(
      entries.map(([key, read]) => [key, read(fields.get(key), within(at, key))]),
    ) as Read<Each>
  }
}

/** As `objectOf`; a key that is absent becomes `null`, as one that is null does. */
export function partialOf<const Each extends Readers>(
  readers: Each,
): Reader<{ readonly [Key in keyof Each]: ReturnType<Each[Key]> | null }> {
  const entries = Object.entries(readers)
  return (value, at) => {
    const fields = requiredFields(value, at)
    return Object.fromEntries(
      entries.map(([key, read]) => {
        const given = fields.get(key) ?? null
        return [key, given === null ? null : read(given, within(at, key))]
      }),
    ) as Read<Each>
  }
}

/** The own keys of an object of JSON: `__proto__` is a key like others. `null` for other values. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  return Object.getPrototypeOf(value) === Object.prototype ? new Map(Object.entries(value)) : null
}

/** As `fieldsOf`; other values are an error. */
export function requiredFields(value: unknown, at: Place): ReadonlyMap<string, unknown> {
  const fields = fieldsOf(value)
  if (fields === null) throw wrongValue(value, at, 'an object')
  return fields
}

/** Whether a value is a number of objects. */
export function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 0
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}
