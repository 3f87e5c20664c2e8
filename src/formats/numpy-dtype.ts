// NumPy's type codes ('<f4', '|O', '>i8') as plain data. Shared by NPY headers and by the arrays inside pickles.

import { StudioError } from '../core/errors.ts'

/** f: float, i: signed integer, u: unsigned integer, b: bool, U: text, S: bytes as text, O: Python objects. */
export type NpyKind = 'f' | 'i' | 'u' | 'b' | 'U' | 'S' | 'O'

/** The type of an array's elements. */
export interface NpyDtype {
  readonly kind: NpyKind
  /** bytes per element in the file; 0 for objects, whose size the type does not tell */
  readonly itemSize: number
  readonly littleEndian: boolean
  /** NumPy's notation, as the file has it */
  readonly descr: string
}

const ITEM_SIZES: Readonly<Record<string, readonly number[]>> = {
  f: [2, 4, 8],
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  b: [1],
}
const REFUSED: Readonly<Record<string, string>> = {
  c: 'complex numbers',
  M: 'dates',
  m: 'time differences',
  V: 'a structured type',
}
/** Bytes that NumPy's longdouble takes, by platform. */
const EXTENDED_SIZES: readonly number[] = [12, 16]
/** NumPy's own limit on the bytes of one element. */
const MAX_ITEM_SIZE = 2 ** 31 - 1

/**
 * The type that a code such as `<f4`, `|S7` or `O8` stands for. No byte order means little endian.
 * @throws StudioError `bad-input` for complex, date, structured, extended and unknown types; `name` is the file's
 */
export function parseDtype(descr: string, name: string): NpyDtype {
  const match = /^([<>|=]?)([a-zA-Z])(\d{0,10})(\[\w{1,20}\])?$/.exec(descr)
  if (match === null) throw unknownDtype(descr, name)
  const [, order, kind, digits, dateUnit] = match as unknown as [string, string, string, string, string?]
  if (dateUnit !== undefined && kind !== 'M' && kind !== 'm') throw unknownDtype(descr, name)
  const refused = REFUSED[kind]
  if (refused !== undefined) throw refuseDtype(descr, name, refused)
  const size = digits === '' ? 0 : Number(digits)
  if (kind === 'f' && EXTENDED_SIZES.includes(size)) {
    throw refuseDtype(descr, name, 'numbers of extended precision')
  }
  const littleEndian = order !== '>'
  switch (kind) {
    case 'f':
    case 'i':
    case 'u':
    case 'b':
      if (!ITEM_SIZES[kind]!.includes(size)) throw unknownDtype(descr, name)
      return { kind, itemSize: size, littleEndian, descr }
    case 'U':
    case 'S': {
      const itemSize = kind === 'U' ? size * 4 : size
      if (itemSize === 0 || itemSize > MAX_ITEM_SIZE) throw unknownDtype(descr, name)
      return { kind, itemSize, littleEndian, descr }
    }
    case 'O':
      if (size !== 0 && size !== 4 && size !== 8) throw unknownDtype(descr, name)
      return { kind, itemSize: 0, littleEndian: true, descr }
    default:
      throw unknownDtype(descr, name)
  }
}

/** Whether elements of this type are numbers (bool counts as 0 and 1). */
export function isNumeric(dtype: NpyDtype): boolean {
  return dtype.kind === 'f' || dtype.kind === 'i' || dtype.kind === 'u' || dtype.kind === 'b'
}

/** Number of elements of an array of this shape; 1 for a scalar. May exceed 2^53, so check before use. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** A shape in Python's notation: `(200, 17908)`, `(5,)`, `()`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}

/** A sound array that is not supported, mostly for its type: an archive leaves it out and keeps the others. */
export class UnsupportedType extends StudioError {}

/** The error for such a type; `what` says it in words. */
export function refuseDtype(descr: string, name: string, what: string): UnsupportedType {
  return new UnsupportedType(
    'bad-input',
    `${name} holds ${what} (type ${descr}); expected real numbers, text or objects`,
    'Save plain numbers instead, for example np.save(path, x.astype(np.float32)).',
  )
}

function unknownDtype(descr: string, name: string): StudioError {
  const shown = descr.length > 40 ? `${descr.slice(0, 40)}...` : descr
  return new StudioError(
    'bad-input',
    `${name} has the unknown type '${shown}'; expected float16 to float64, (u)int8 to (u)int64, bool, text or objects`,
    'Save plain numbers instead, for example np.save(path, x.astype(np.float32)).',
  )
}
