// The few functions that a pickle may name. They stand for data: each one only checks its arguments and makes plain
// values, and nothing else can be named.

import { StudioError } from '../../core/errors.ts'
import { elementCount, isNumeric, type NpyDtype, parseDtype } from '../numpy-dtype.ts'
import { decodeFloat64, decodeStrings, fortranPositions } from '../numpy-values.ts'
import { toNumber } from './reader.ts'

/** A NumPy array that was inside a pickle. */
export class NdArray {
  dtype: NpyDtype
  shape: readonly number[]
  /**
   * Elements in C order. Numeric types (bool as 0 and 1) are a Float64Array, where 64-bit integers beyond 2^53 are the
   * nearest float64; text and objects are a list.
   */
  data: Float64Array | readonly unknown[]

  constructor(dtype: NpyDtype, shape: readonly number[], data: Float64Array | readonly unknown[]) {
    this.dtype = dtype
    this.shape = shape
    this.data = data
  }
}

/** A numpy.dtype while its pickle is read; BUILD sets the byte order. */
export class PickledDtype {
  dtype: NpyDtype

  constructor(dtype: NpyDtype) {
    this.dtype = dtype
  }
}

/** What an allowed global stands for. */
export class PickleGlobal {
  readonly meaning: 'ndarray' | 'dtype' | 'reconstruct' | 'scalar' | 'frombuffer' | 'encode'

  constructor(meaning: PickleGlobal['meaning']) {
    this.meaning = meaning
  }
}

/** Every global that a pickle may name, under the module paths of NumPy 1 and 2. */
const GLOBALS: ReadonlyMap<string, PickleGlobal> = new Map([
  ['numpy.ndarray', new PickleGlobal('ndarray')],
  ['numpy.dtype', new PickleGlobal('dtype')],
  ['numpy.core.multiarray._reconstruct', new PickleGlobal('reconstruct')],
  ['numpy._core.multiarray._reconstruct', new PickleGlobal('reconstruct')],
  ['numpy.core.multiarray.scalar', new PickleGlobal('scalar')],
  ['numpy._core.multiarray.scalar', new PickleGlobal('scalar')],
  // how protocol 5 stores a numeric array
  ['numpy.core.numeric._frombuffer', new PickleGlobal('frombuffer')],
  ['numpy._core.numeric._frombuffer', new PickleGlobal('frombuffer')],
  // how protocols 0 to 2 store bytes
  ['_codecs.encode', new PickleGlobal('encode')],
])

/** NumPy's own limit on the number of axes. */
const MAX_AXES = 64

/** What the functions need from the machine that calls them. */
export interface PickleCall {
  readonly name: string
  damaged(reason: string): StudioError
  /** counts bytes that will be made, and throws above the limit */
  spend(bytes: number): void
}

/**
 * The allowed global of this name.
 * @throws StudioError `bad-input`, naming it, if it is not allowed
 */
export function findGlobal(module: string, attribute: string, name: string): PickleGlobal {
  const path = `${module}.${attribute}`
  const found = GLOBALS.get(path)
  if (found !== undefined) return found
  const shown = path.length > 100 ? `${path.slice(0, 100)}...` : path
  throw new StudioError(
    'bad-input',
    `${name}: the pickle asks for ${shown}, which is not data; it was refused and nothing was run`,
    'Only numbers, text, lists, dictionaries and NumPy arrays are read. Save the file again with such values.',
  )
}

/** REDUCE: the value that an allowed global makes of its arguments. */
export function callGlobal(callee: unknown, args: unknown, call: PickleCall): unknown {
  if (!(callee instanceof PickleGlobal)) throw call.damaged('REDUCE on a value that is no function')
  if (!Array.isArray(args)) throw call.damaged('REDUCE without a tuple of arguments')
  switch (callee.meaning) {
    case 'ndarray':
      throw call.damaged('numpy.ndarray called directly')
    case 'dtype':
      if (typeof args[0] !== 'string') throw call.damaged('numpy.dtype without a type code')
      return new PickledDtype(parseDtype(args[0], call.name))
    case 'reconstruct':
      if (!(args[0] instanceof PickleGlobal) || args[0].meaning !== 'ndarray') {
        throw call.damaged('_reconstruct of something else than numpy.ndarray')
      }
      return new NdArray(
        { kind: 'b', itemSize: 1, littleEndian: true, descr: '|b1' },
        [0],
        new Float64Array(0),
      )
    case 'scalar':
      return makeScalar(args, call)
    case 'frombuffer':
      return makeFromBuffer(args, call)
    case 'encode':
      if (typeof args[0] !== 'string' || (args[1] !== 'latin1' && args[1] !== 'latin-1')) {
        throw call.damaged('_codecs.encode of something else than latin1 text')
      }
      return toBytes(args[0], call)
    default:
      return callee.meaning satisfies never
  }
}

/** BUILD: sets the state of an array or a type. */
export function buildState(target: unknown, state: unknown, call: PickleCall): void {
  if (target instanceof NdArray) buildArray(target, state, call)
  else if (target instanceof PickledDtype) buildDtype(target, state, call)
  else throw call.damaged('BUILD on a value that is neither an array nor a type')
}

/** state: (version, byte order, subarray, field names, fields, item size, alignment, flags) */
function buildDtype(target: PickledDtype, state: unknown, call: PickleCall): void {
  if (!Array.isArray(state) || state.length < 8) throw call.damaged('a type without its state')
  const [, order, subarray, names, fields, itemSize] = state as unknown[]
  if (subarray !== null || names !== null || fields !== null) {
    throw new StudioError(
      'bad-input',
      `${call.name} holds a structured type in its pickle; expected plain numbers, text or objects`,
      'Save plain columns instead.',
    )
  }
  if (order !== '<' && order !== '>' && order !== '=' && order !== '|')
    throw call.damaged('an unknown byte order')
  const { dtype } = target
  const isText = dtype.kind === 'U' || dtype.kind === 'S'
  if (isText && itemSize !== dtype.itemSize) throw call.damaged('a text type whose sizes differ')
  const littleEndian = order !== '>'
  target.dtype = { ...dtype, littleEndian, descr: order + dtype.descr.replace(/^[<>=|]/, '') }
}

/** state: (version, shape, type, is Fortran order, bytes or list) */
function buildArray(target: NdArray, state: unknown, call: PickleCall): void {
  if (!Array.isArray(state) || state.length !== 5) throw call.damaged('an array without its state')
  const [, shape, dtype, isFortran, content] = state as unknown[]
  Object.assign(target, makeArray(dtype, shape, isFortran === true || isFortran === 1, content, call))
}

/** arguments: (bytes, type, shape, 'C' or 'F') */
function makeFromBuffer(args: readonly unknown[], call: PickleCall): NdArray {
  const [content, dtype, shape, order] = args
  if (order !== 'C' && order !== 'F') throw call.damaged('an array with an unknown order')
  return makeArray(dtype, shape, order === 'F', content, call)
}

function makeArray(
  pickledDtype: unknown,
  shape: unknown,
  isFortran: boolean,
  content: unknown,
  call: PickleCall,
): NdArray {
  if (!(pickledDtype instanceof PickledDtype)) throw call.damaged('an array without a type')
  if (!isShape(shape)) throw call.damaged('an array without a shape')
  const { dtype } = pickledDtype
  const count = elementCount(shape)
  if (dtype.kind === 'O') {
    if (!Array.isArray(content)) throw call.damaged('an array of objects without a list')
    if (content.length !== count)
      throw call.damaged(`an array of ${count} objects that lists ${content.length}`)
    call.spend(count * 8)
    // NumPy lists objects in C order, also where it says Fortran
    return new NdArray(dtype, [...shape], content.slice())
  }
  const bytes = toBytes(content, call)
  const expected = count * dtype.itemSize
  if (bytes.length !== expected) throw call.damaged(`an array of ${expected} bytes that has ${bytes.length}`)
  call.spend(count * 8 + bytes.length)
  const data = isNumeric(dtype) ? decodeFloat64(bytes, dtype) : decodeStrings(bytes, dtype, call.name)
  return new NdArray(dtype, [...shape], isFortran ? toCOrder(data, shape) : data)
}

function toCOrder(data: Float64Array | string[], shape: readonly number[]): Float64Array | string[] {
  const positions = fortranPositions(shape)
  if (positions === null) return data
  return data instanceof Float64Array
    ? positions.map((position) => data[position]!)
    : Array.from(positions, (position) => data[position]!)
}

/** arguments: (type, bytes) */
function makeScalar(args: readonly unknown[], call: PickleCall): number | bigint | boolean | string {
  const [pickledDtype, content] = args
  if (!(pickledDtype instanceof PickledDtype)) throw call.damaged('a scalar without a type')
  const { dtype } = pickledDtype
  if (dtype.kind === 'O') throw call.damaged('a scalar of type object')
  const bytes = toBytes(content, call)
  if (bytes.length !== dtype.itemSize) {
    throw call.damaged(`a scalar of ${dtype.itemSize} bytes that has ${bytes.length}`)
  }
  if (!isNumeric(dtype)) return decodeStrings(bytes, dtype, call.name)[0]!
  const { littleEndian } = dtype
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (`${dtype.kind}${dtype.itemSize}`) {
    case 'f4':
      return view.getFloat32(0, littleEndian)
    case 'f8':
      return view.getFloat64(0, littleEndian)
    case 'i8':
      return toNumber(view.getBigInt64(0, littleEndian))
    case 'u8':
      return toNumber(view.getBigUint64(0, littleEndian))
    case 'b1':
      return bytes[0] !== 0
    default:
      return decodeFloat64(bytes, dtype)[0]!
  }
}

function isShape(shape: unknown): shape is readonly number[] {
  return (
    Array.isArray(shape) &&
    shape.length <= MAX_AXES &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0)
  )
}

/** Bytes as they are, or Python 2's byte string, which was read as latin1. */
function toBytes(content: unknown, call: PickleCall): Uint8Array {
  if (content instanceof Uint8Array) return content
  if (typeof content !== 'string') throw call.damaged('bytes expected')
  call.spend(content.length)
  const bytes = new Uint8Array(content.length)
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i)
    if (code > 0xff) throw call.damaged('text that is not latin1 in place of bytes')
    bytes[i] = code
  }
  return bytes
}
