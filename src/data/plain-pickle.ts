// The value of a pickle as JSON would hold it, so that reports of both formats are read by the same checks.

import { NdArray } from '../formats/pickle/pickle.ts'

/**
 * Arrays of one or two axes become lists, dictionaries objects without keys that are no text; what JSON has no form for stays,
 * and a check refuses it where it matters.
 * @param value a tree, as `unpickle` gives it
 */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue)
  if (value instanceof NdArray) return listsOf(value)
  if (!(value instanceof Map)) return value
  return Object.fromEntries(
    [...value].filter(([key]) => typeof key === 'string').map(([key, each]) => [key, plainValue(each)]),
  )
}

function listsOf(array: NdArray): unknown {
  const { shape, data } = array
  const [rows, columns] = shape
  if (shape.length === 1) return [...data]
  // an array of a billion rows without columns takes no bytes in a file
  if (shape.length !== 2 || rows === undefined || !columns) return array
  return Array.from({ length: rows }, (_, row) => [...data.slice(row * columns, (row + 1) * columns)])
}
