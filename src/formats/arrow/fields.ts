// Which nodes and buffers of a batch belong to which column: Arrow lists them depth first, without names.
// Layouts: https://arrow.apache.org/docs/format/Columnar.html#buffer-listing-for-each-layout

import { MetadataVersion, UnionMode } from 'apache-arrow/enum'
import type { Schema } from 'apache-arrow/schema'
import { DataType } from 'apache-arrow/type'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import type { Codec } from '../decompress.ts'
import { type NpyDtype, parseDtype } from '../numpy-dtype.ts'
import type { PlacedBatch } from './layout.ts'
import type { BatchPlan, Region } from './metadata.ts'

/** The part of a column that lies in one batch. */
export interface FieldPart {
  readonly rows: number
  readonly nodes: BatchPlan['nodes']
  readonly regions: readonly Region[]
  readonly codec: Codec | null
  readonly dictionaries: PlacedBatch['dictionaries']
}

interface Position {
  node: number
  region: number
  variadic: number
}

/**
 * The parts of each column in a batch.
 * @throws StudioError `bad-input` if the batch has more or fewer nodes and buffers than its columns need
 */
export function splitBatch({ plan, dictionaries }: PlacedBatch, schema: Schema, name: string): FieldPart[] {
  const types = schema.fields.map(({ type }) => type)
  return splitPlan(plan, types, schema.metadataVersion, dictionaries, name)
}

/** The values of a dictionary's batch, as a column of its own. */
export function dictionaryPart(plan: BatchPlan, type: DataType, version: number, name: string): FieldPart {
  return splitPlan(plan, [type], version, new Map(), name)[0]!
}

function splitPlan(
  plan: BatchPlan,
  types: readonly DataType[],
  version: number,
  dictionaries: PlacedBatch['dictionaries'],
  name: string,
): FieldPart[] {
  const { rows, nodes, regions, codec } = plan
  const at: Position = { node: 0, region: 0, variadic: 0 }
  const parts = types.map((type) => {
    const { node, region } = at
    stepOver(type, at, plan, version)
    const own = nodes.slice(node, at.node)
    if (own[0] !== undefined && own[0].length !== rows) {
      throw damaged(
        name,
        `a column has ${formatInteger(own[0].length)} rows in a batch of ${formatInteger(rows)}`,
      )
    }
    return { rows, nodes: own, regions: regions.slice(region, at.region), codec, dictionaries }
  })
  if (
    at.node === nodes.length &&
    at.region === regions.length &&
    at.variadic === plan.variadicCounts.length
  ) {
    return parts
  }
  throw damaged(
    name,
    `a batch has ${nodes.length} nodes and ${regions.length} buffers; its columns need ${at.node} and ${at.region}`,
  )
}

function stepOver(type: DataType, at: Position, plan: BatchPlan, version: number): void {
  at.node++
  at.region += bufferCount(type, version)
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) {
    const variadic = plan.variadicCounts[at.variadic++] ?? 0
    // a count that is too large is found out by the total
    at.region += Math.max(0, variadic)
  }
  // the children of a dictionary's values lie in the dictionary
  if (DataType.isDictionary(type)) return
  for (const child of type.children ?? []) stepOver(child.type, at, plan, version)
}

/** Buffers of a column itself, without its children and those of views, whose number differs. */
function bufferCount(type: DataType, version: number): number {
  if (DataType.isNull(type)) return 0
  if (DataType.isDictionary(type)) return 2
  if (DataType.isStruct(type) || DataType.isFixedSizeList(type)) return 1
  if (DataType.isUnion(type)) {
    return (type.mode === UnionMode.Dense ? 2 : 1) + (version < MetadataVersion.V5 ? 1 : 0)
  }
  const hasOffsets =
    DataType.isUtf8(type) ||
    DataType.isLargeUtf8(type) ||
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type)
  return hasOffsets ? 3 : 2
}

/** The type of integers and floating-point numbers in NumPy's notation; `null` for all others. */
export function numberType(type: DataType): NpyDtype | null {
  if (DataType.isFloat(type)) return floatType(type.precision)
  if (!DataType.isInt(type)) return null
  const { isSigned, bitWidth } = type as { isSigned: boolean; bitWidth: number }
  if (![8, 16, 32, 64].includes(bitWidth)) return null
  return parseDtype(`${bitWidth === 8 ? '|' : '<'}${isSigned ? 'i' : 'u'}${bitWidth / 8}`, '')
}

function floatType(precision: number): NpyDtype | null {
  return precision >= 0 && precision <= 2 ? parseDtype(`<f${2 << precision}`, '') : null
}
