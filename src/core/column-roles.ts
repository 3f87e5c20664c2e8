// What a column of a table can be taken for, as a visitor chooses it and `--columns X=lnp,label=cls` says it.

/** Roles in the order in which they are offered. */
export const COLUMN_ROLES = [
  'X',
  'label',
  'redshift',
  'deltaZ',
  'status',
  'logEvidence',
  'flag',
  'id',
  'split',
] as const

export type ColumnRoleName = (typeof COLUMN_ROLES)[number]

/** A visitor's choice: the name of the column that has a role. */
export type ColumnMapping = Partial<Readonly<Record<ColumnRoleName, string>>>
