// The last check on a pickle's value: those who use it walk it as a tree, so it must be one of bounded depth and size.
// A few hundred bytes can describe a list that contains itself, or lists that share lists ("billion laughs").

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { NdArray, PickledDtype, PickleGlobal } from './numpy.ts'

interface Extent {
  /** values, shared ones counted each time */
  readonly size: number
  /** levels of containers */
  readonly height: number
}

const LEAF: Extent = { size: 1, height: 0 }

/**
 * Walks a value once.
 * @param maxDepth levels of lists, tuples, dictionaries, sets and arrays of objects
 * @param maxValues values in all, shared ones counted each time
 * @throws StudioError `bad-input` if it contains itself, is too deep or too large, or is not data
 */
export function checkTree(root: unknown, name: string, maxDepth: number, maxValues: number): void {
  const done = new Map<object, Extent>()
  const open = new Set<object>()
  measure(root, 0)

  function measure(value: unknown, depth: number): Extent {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return LEAF
    if (value instanceof PickleGlobal || value instanceof PickledDtype) {
      throw refuse(name, 'a function or a type as a value, which is not data')
    }
    if (value instanceof NdArray && value.data instanceof Float64Array) {
      return { size: 1 + value.data.length, height: 0 }
    }
    const known = done.get(value)
    if (depth + (known?.height ?? 1) > maxDepth) throw refuse(name, `more than ${maxDepth} levels of lists`)
    if (known !== undefined) return known
    if (open.has(value)) throw refuse(name, 'a list that contains itself')
    open.add(value)
    let size = 1
    let height = 1
    for (const child of children(value)) {
      const extent = measure(child, depth + 1)
      size += extent.size
      height = Math.max(height, extent.height + 1)
      if (size > maxValues) throw refuse(name, `more than ${formatInteger(maxValues)} values`)
    }
    open.delete(value)
    const extent = { size, height }
    done.set(value, extent)
    return extent
  }
}

function* children(value: object): Iterable<unknown> {
  if (Array.isArray(value)) yield* value
  else if (value instanceof NdArray) yield* value.data
  else if (value instanceof Set) yield* value
  else if (value instanceof Map) {
    for (const [key, item] of value) {
      yield key
      yield item
    }
  }
}

function refuse(name: string, what: string): StudioError {
  return new StudioError(
    'bad-input',
    `${name}: the pickle holds ${what}`,
    'Only numbers, text, lists, dictionaries and NumPy arrays of ordinary size are read.',
  )
}
