// Which fields of a Parquet schema are columns of numbers, booleans or text, and how they lie in pages.
// Lists: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists

import type { Column } from '../table.ts'
import type { SchemaNode } from './footer.ts'

/** A column as the schema has it. */
export interface FieldPlan {
  readonly name: string
  /** place among the column chunks of a row group */
  readonly leaf: number
  readonly isList: boolean
  /** a list may be null, which is the definition level 0, and not the same as empty */
  readonly mayBeNull: boolean
  readonly kind: Exclude<Column['kind'], 'object'>
  /** of the elements, in NumPy's notation */
  readonly type: string
  /** as the bytes of a page hold them, in NumPy's notation; `S` for byte arrays */
  readonly stored: string
  /** bytes of a stored element; 0 for byte arrays */
  readonly elementBytes: number
  /** definition level of a value that is there */
  readonly valueLevel: number
  /** lowest definition level of an element; below it the list is null or empty */
  readonly elementLevel: number
}

/** Numbers of Parquet's `Type`. */
const PHYSICAL = {
  boolean: 0,
  int32: 1,
  int64: 2,
  int96: 3,
  float: 4,
  double: 5,
  byteArray: 6,
  fixed: 7,
} as const

const CONVERTED_LIST = 3
const LOGICAL = { map: 2, list: 3, float16: 15 } as const

/** What `ConvertedType` makes of INT32 and INT64. */
const INTEGERS: Readonly<Record<number, string>> = {
  11: '|u1',
  12: '<u2',
  13: '<u4',
  14: '<u8',
  15: '|i1',
  16: '<i2',
  17: '<i4',
  18: '<i8',
}
/** What is left out, by `ConvertedType`. */
const LEFT_OUT_CONVERTED: Readonly<Record<number, string>> = {
  1: 'maps',
  2: 'maps',
  5: 'decimal numbers',
  6: 'dates',
  7: 'times',
  8: 'times',
  9: 'timestamps',
  10: 'timestamps',
  20: 'BSON documents',
  21: 'time intervals',
}
/** What is left out, by `LogicalType`; the writers give no `ConvertedType` for some. */
const LEFT_OUT_LOGICAL: Readonly<Record<number, string>> = {
  2: 'maps',
  5: 'decimal numbers',
  6: 'dates',
  7: 'times',
  8: 'timestamps',
  11: 'nothing but nulls',
  13: 'BSON documents',
  14: 'UUIDs',
  16: 'variants',
  17: 'geometries',
  18: 'geographies',
}

type Element = Pick<FieldPlan, 'kind' | 'type' | 'stored' | 'elementBytes'>

/** The plan for a top-level field, or in words what it holds that is left out. */
export function planField(field: SchemaNode): FieldPlan | string {
  const path = elementPath(field)
  if (typeof path === 'string') return path
  const element = path.at(-1)!
  const stored = planElement(element)
  if (typeof stored === 'string') return path.length > 1 ? `lists of ${stored}` : stored
  const isList = path.some(({ repetition }) => repetition === 'repeated')
  if (isList && stored.kind === 'text') return 'lists of text'
  const valueLevel = path.filter(({ repetition }) => repetition !== 'required').length
  return {
    ...stored,
    name: field.name,
    leaf: field.leaf,
    isList,
    mayBeNull: isList && field.repetition === 'optional',
    valueLevel,
    elementLevel: element.repetition === 'optional' ? valueLevel - 1 : valueLevel,
  }
}

/** From the field to its elements: itself, or through a list in three levels, in two, or in one as Protobuf has it. */
function elementPath(field: SchemaNode): readonly SchemaNode[] | string {
  if (field.children.length === 0) return [field]
  if (field.converted === 1 || field.converted === 2 || field.logical === LOGICAL.map) return 'maps'
  const isList = field.converted === CONVERTED_LIST || field.logical === LOGICAL.list
  const [repeated] = field.children
  if (!isList || field.repetition === 'repeated') return 'structures'
  if (repeated === undefined || field.children.length > 1 || repeated.repetition !== 'repeated') {
    return 'structures'
  }
  if (repeated.children.length === 0) return [field, repeated]
  const [element] = repeated.children
  if (repeated.children.length > 1) return 'lists of structures'
  if (element === undefined || element.children.length > 0 || element.repetition === 'repeated') {
    return 'lists of lists or structures'
  }
  return [field, repeated, element]
}

function planElement(node: SchemaNode): Element | string {
  const { physical, converted, logical, typeLength } = node
  const leftOut = LEFT_OUT_CONVERTED[converted ?? -1] ?? LEFT_OUT_LOGICAL[logical ?? -1]
  if (leftOut !== undefined) return leftOut
  switch (physical) {
    case PHYSICAL.boolean:
      return { kind: 'boolean', type: '|b1', stored: '|b1', elementBytes: 1 }
    case PHYSICAL.int32: {
      const type = INTEGERS[converted ?? -1] ?? '<i4'
      return { kind: 'number', type, stored: type === '<u4' ? '<u4' : '<i4', elementBytes: 4 }
    }
    case PHYSICAL.int64: {
      const type = INTEGERS[converted ?? -1] ?? '<i8'
      return { kind: 'number', type, stored: type === '<u8' ? '<u8' : '<i8', elementBytes: 8 }
    }
    case PHYSICAL.float:
      return { kind: 'number', type: '<f4', stored: '<f4', elementBytes: 4 }
    case PHYSICAL.double:
      return { kind: 'number', type: '<f8', stored: '<f8', elementBytes: 8 }
    case PHYSICAL.byteArray:
      return { kind: 'text', type: '<U', stored: 'S', elementBytes: 0 }
    case PHYSICAL.fixed:
      return logical === LOGICAL.float16 && typeLength === 2
        ? { kind: 'number', type: '<f2', stored: '<f2', elementBytes: 2 }
        : 'bytes'
    case PHYSICAL.int96:
      return 'timestamps'
    case undefined:
      return 'structures'
    default:
      return `values of the unknown type ${physical}`
  }
}
