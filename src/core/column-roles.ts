// What a column of a table, or a file of one array, can be taken for, as a visitor chooses it and `--columns X=lnp,label=cls` says it.

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
  'attributes',
  'zgrid',
] as const

export type ColumnRoleName = (typeof COLUMN_ROLES)[number]

/** A visitor's choice: the name of the column, or of the file, that has a role. */
export type ColumnMapping = Partial<Readonly<Record<ColumnRoleName, string>>>

/** What is wrong with a choice; empty where nothing is. */
export function choiceProblem(columns: ColumnMapping): string {
  for (const role of COLUMN_ROLES) {
    const column = columns[role]
    const twin = COLUMN_ROLES.find((other) => other !== role && columns[other] === column)
    if (column !== undefined && twin !== undefined) {
      return `${column} is chosen for ${role} and for ${twin}. A column can be one of them.`
    }
  }
  return ''
}
