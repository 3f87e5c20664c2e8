// `--columns X=lnp,label=cls`: what the columns of a table are, where their names do not say it.

import { COLUMN_ROLES, type ColumnMapping, type ColumnRoleName, choiceProblem } from '../core/column-roles.ts'
import { StudioError } from '../core/errors.ts'
import { type Arguments, type FlagSpec, textFlag } from './arguments.ts'

/** The flag, for the tables of the commands. */
export const COLUMNS_FLAG: FlagSpec = {
  value: 'ROLE=NAME,...',
  help: `names of columns in a table, or of files of one array: ${COLUMN_ROLES.join(', ')}`,
}

const HINT = `The roles are ${COLUMN_ROLES.join(', ')}; for example --columns X=lnp,label=cls.`

/** @throws StudioError `bad-input` for a role that is unknown or given twice, a missing name, and a column with two roles */
export function columnsFlag(args: Arguments): ColumnMapping {
  const mapping: Partial<Record<ColumnRoleName, string>> = {}
  for (const pair of textFlag(args, 'columns')?.split(',') ?? []) {
    const [word, ...rest] = pair.split('=')
    const name = rest.join('=')
    const role = COLUMN_ROLES.find((each) => each.toLowerCase() === word?.trim().toLowerCase())
    if (role === undefined || name === '' || mapping[role] !== undefined) {
      const problem =
        role !== undefined && name !== '' ? `${role} is given twice` : `"${pair}" is no ROLE=NAME`
      throw new StudioError('bad-input', `--columns: ${problem}.`, HINT)
    }
    mapping[role] = name
  }
  const problem = choiceProblem(mapping)
  if (problem !== '') throw new StudioError('bad-input', `--columns: ${problem}`, HINT)
  return mapping
}
