// Attributes of objects: a table of mixed values as `attributes.npy`, of which the studio uses five columns, or columns of
// their own. Without them a data set still trains; what needs them is then not offered.

import type { Finding } from '../core/dataset-report.ts'
import type { Attributes, TargetSpec } from '../core/targets.ts'
import { formatShape } from '../formats/numpy-dtype.ts'
import { NdArray } from '../formats/pickle/pickle.ts'
import type { Column } from '../formats/table.ts'
import type { AttributeRole } from './file-names.ts'
import { finding, formatRowValues, formatShareOf } from './finding.ts'
import { plainText } from './plain-text.ts'
import { dropRemedy } from './remedies.ts'

/** Columns of the reference's table; the flag is in the last one. */
export const ATTRIBUTE_COLUMNS = { redshift: 1, deltaZ: 3, status: 5, logEvidence: 6 } as const
/** Columns that the reference's tables have at least. */
export const FEWEST_ATTRIBUTE_COLUMNS = 8

/** Attributes of one split, or a finding that says why there are none. */
export interface AttributesResult {
  readonly attributes: readonly Attributes[] | null
  readonly finding: Finding | null
}

/** Reads a table of attributes whole. One without the known columns gives `null` and a warning. */
export async function readAttributes(column: Column): Promise<AttributesResult> {
  const { title: name, shape, kind } = column
  const columns = shape[1] ?? 1
  const cannot = (what: string): AttributesResult => ({
    attributes: null,
    finding: finding(
      'warning',
      'attributes-not-usable',
      `${name}: ${what}. The data set is used without attributes: labels are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.`,
      { file: name, counts: { columns } },
    ),
  })
  if (shape.length !== 2) return cannot(`shape ${formatShape(shape)}, expected rows of columns`)
  if (columns < FEWEST_ATTRIBUTE_COLUMNS) {
    return cannot(`${columns} columns, expected at least ${FEWEST_ATTRIBUTE_COLUMNS}`)
  }
  if (kind !== 'object' && kind !== 'text') {
    return cannot(`type ${column.type}, expected Python objects (|O) with the status as text in column 5`)
  }
  const { values } = await column.readAll()
  return { attributes: parseAttributes([...values], shape[0]!, columns), finding: null }
}

const NOTHING: Attributes = { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null }

/**
 * Attributes that lie in columns of their own.
 * @param base what is known of the objects already; columns replace it
 */
export async function readAttributeColumns(
  columns: Partial<Readonly<Record<AttributeRole, Column>>>,
  rows: number,
  base: readonly Attributes[] | null,
): Promise<{ attributes: Attributes[]; finding: Finding | null }> {
  const values = new Map<AttributeRole, ArrayLike<unknown>>()
  let problem: Finding | null = null
  for (const [role, column] of Object.entries(columns)) {
    const cells = (await column.readAll()).values
    if (role !== 'id' || areExact(cells)) values.set(role as AttributeRole, cells)
    else if (column.readIntegers) values.set('id', await column.readIntegers())
    else problem = inexactIds(column)
  }
  const attributes = Array.from({ length: rows }, (_, row) => {
    const attributes: { -readonly [K in keyof Attributes]: Attributes[K] } = { ...(base?.[row] ?? NOTHING) }
    for (const [role, cells] of values) {
      const cell = cells[row]
      if (role === 'status') attributes.status = toText(cell)
      else if (role === 'id') attributes.id = toId(cell)
      else attributes[role] = toNumber(cell)
    }
    return attributes
  })
  return { attributes, finding: problem }
}

/** Whether no number is so large that its neighbours look the same. */
function areExact(cells: ArrayLike<unknown>): boolean {
  if (!(cells instanceof Float64Array)) return true
  return cells.every((value) => !(Math.abs(value) > Number.MAX_SAFE_INTEGER))
}

function inexactIds({ title, file }: Column): Finding {
  const message = `${title}: names of objects above 2^53 look alike as numbers, so they are left out. Store them as integers of 64 bits or as text.`
  return finding('info', 'ids-not-exact', message, { file })
}

/** Takes the known columns out of a table, `cells` row-major. */
export function parseAttributes(cells: readonly unknown[], rows: number, columns: number): Attributes[] {
  return Array.from({ length: rows }, (_, row) => {
    const cell = (column: number): unknown => cells[row * columns + column]
    return {
      redshift: toNumber(cell(ATTRIBUTE_COLUMNS.redshift)),
      deltaZ: toNumber(cell(ATTRIBUTE_COLUMNS.deltaZ)),
      status: toText(cell(ATTRIBUTE_COLUMNS.status)),
      logEvidence: toNumber(cell(ATTRIBUTE_COLUMNS.logEvidence)),
      flag: toNumber(cell(columns - 1)),
    }
  })
}

/**
 * Objects whose attribute gives no class: an unknown status, an unknown flag, a DeltaZ that is no number. They block
 * where the target reads that attribute, and are only told otherwise.
 * @param rows ascending numbers of the objects that are in use; `null` for all
 * @param givesClasses whether these attributes are all that gives the classes: only then does it help to leave out rows
 *   without a class
 */
export function checkAttributes(
  file: string,
  attributes: readonly Attributes[],
  targets: AttributeRules,
  rows: Uint32Array | null = null,
  givesClasses = true,
): Finding[] {
  const findings: Finding[] = []
  const total = rows?.length ?? attributes.length
  for (const [spec, decides] of targets) {
    const unknown: number[] = []
    for (let i = 0; i < total; i++) {
      const row = rows?.[i] ?? i
      if (spec.classOf(attributes[row]!) === undefined) unknown.push(row)
    }
    if (unknown.length === 0) continue
    const { attribute } = spec
    const share = formatShareOf(unknown.length, total, 'object')
    const verb = unknown.length === 1 ? 'has' : 'have'
    const advice = decides
      ? 'The target needs it: mend these values or remove the rows.'
      : 'The target does not need it.'
    findings.push(
      finding(
        decides ? 'block' : 'warning',
        UNKNOWN_CODES[attribute],
        `${file}: ${share} ${verb} ${EXPECTED[attribute]}: ${formatRowValues(unknown, (row) => attributes[row]![attribute])}. ${advice}`,
        {
          file,
          rows: unknown,
          counts: { unknown: unknown.length, rows: total },
          ...(decides && givesClasses && { remedies: [dropRemedy('no-class', unknown.length)] }),
        },
      ),
    )
  }
  return findings
}

/** One target per attribute, and whether it is the one in use. */
export type AttributeRules = readonly (readonly [spec: TargetSpec, decides: boolean])[]

const UNKNOWN_CODES: Readonly<Record<TargetSpec['attribute'], string>> = {
  deltaZ: 'unknown-deltaz',
  status: 'unknown-status',
  flag: 'unknown-flag',
}

const EXPECTED: Readonly<Record<TargetSpec['attribute'], string>> = {
  deltaZ: 'a DeltaZ that is no number',
  status: 'a status other than success, spurious and mismatch',
  flag: 'a flag other than 1, 2, 3, 4 and 9',
}

/** Numbers as Python, NumPy scalars and text have them; `null` for anything else. */
function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof NdArray) return value.data.length === 1 ? toNumber(value.data[0]) : null
  const text = toText(value)?.trim() ?? ''
  if (/^[+-]?nan$/i.test(text)) return Number.NaN
  const number = text === '' ? Number.NaN : Number(text)
  return Number.isNaN(number) ? null : number
}

/** Names and numbers of objects as text; nothing for an empty one. */
function toId(value: unknown): string | null {
  if (typeof value === 'number') return Number.isNaN(value) ? null : String(value)
  if (typeof value === 'bigint') return String(value)
  return toText(value)?.trim() || null
}

function toText(value: unknown): string | null {
  const text = plainText(value)
  return typeof text === 'string' ? text : null
}
