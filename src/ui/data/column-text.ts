// What the choice of columns says and asks, so that it can be tested without a page.

import type { ColumnMapping, ColumnRoleName } from '../../core/column-roles.ts'
import type { Discovery, TableReport } from '../../core/dataset-report.ts'
import { formatInteger } from '../../core/format.ts'

/** Findings that another choice of columns may mend. */
const ASKING: ReadonlySet<string> = new Set([
  'columns-unclear',
  'ambiguous-files',
  'no-labels',
  'unknown-column',
])

/** Whether what was found asks for a choice of columns. */
export function asksForColumns({ candidates, findings, tables }: Discovery): boolean {
  if (tables.length === 0) return false
  return (
    candidates.length === 0 || findings.some(({ code, severity }) => severity === 'block' && ASKING.has(code))
  )
}

/** A column as an option: its name, and the same with type and shape. */
export interface ColumnOption {
  readonly name: string
  readonly text: string
}

/**
 * Columns of all tables, each name once: `lnp (<f4, 17,908 per row)`. Tables may differ in rows, so these are left out;
 * where they differ in more, all kinds are told.
 */
export function columnOptions(tables: readonly TableReport[]): readonly ColumnOption[] {
  const kinds = new Map<string, Set<string>>()
  for (const { name, type, shape } of columnsOf(tables)) {
    const kind =
      shape.length <= 1 ? type : `${type}, ${shape.slice(1).map(formatInteger).join(' × ')} per row`
    kinds.set(name, (kinds.get(name) ?? new Set()).add(kind))
  }
  return [...kinds].map(([name, found]) => ({ name, text: `${name} (${[...found].join(' or ')})` }))
}

/**
 * The first option of a role: `by name: lnp`.
 * @param columns roles that were given when the tables were looked into: what names alone would say is not known of them
 */
export function byNameText(
  role: ColumnRoleName,
  tables: readonly TableReport[],
  columns: ColumnMapping,
): string {
  if (columns[role] !== undefined) return 'by name'
  const taken = new Set(
    columnsOf(tables)
      .filter((column) => column.role === role)
      .map(({ name }) => name),
  )
  return taken.size === 0 ? 'by name: none' : `by name: ${[...taken].join(', ')}`
}

/** The choice with another column for a role; an empty name leaves the role to the names. */
export function withColumn(columns: ColumnMapping, role: ColumnRoleName, name: string): ColumnMapping {
  const { [role]: _, ...others } = columns
  return name === '' ? others : { ...others, [role]: name }
}

function columnsOf(tables: readonly TableReport[]) {
  return tables.flatMap(({ columns }) => columns)
}
