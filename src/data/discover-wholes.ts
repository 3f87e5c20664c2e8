// Data sets whose objects lie together: one table with a column that names each object's split, or without, and the raw
// arrays of LAM-Redshift. Without splits they are split when they are opened.

import type { Finding } from '../core/dataset-report.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { DatasetAssignment } from './assignment.ts'
import { conflict, lacksClasses } from './discover-findings.ts'
import type { Member } from './members.ts'
import {
  balanceOf,
  choosePart,
  hasClasses,
  nearestZgrid,
  type PartRoles,
  pick,
  targetOf,
} from './part-members.ts'

/** What was found. */
export interface Wholes {
  readonly assignments: readonly DatasetAssignment[]
  readonly problems: readonly Finding[]
}

export const NO_WHOLES: Wholes = { assignments: [], problems: [] }

/**
 * Every table with posteriors is a data set; so are the raw arrays of a folder. What they lack is taken from other files
 * of the folder, where only one of them could mean it.
 * @param members those that no name assigns to a split
 */
export function discoverWholes(members: readonly Member[], zgrids: readonly Member[]): Wholes {
  const assignments: DatasetAssignment[] = []
  const problems: Finding[] = []
  for (const [path, parts] of containers(members)) {
    const where = path === '' ? 'the chosen files' : path
    const whole = choosePart(parts, where)
    const split = pick(parts.filter(({ role }) => role === 'split'))
    const result =
      'problem' in whole ? whole : split.length > 1 ? { problem: conflict(split, `split of ${where}`) } : null
    if (result !== null) problems.push(result.problem)
    else if (!('problem' in whole)) {
      const made = assignWhole(path, whole.roles, whole.members, split[0], zgrids)
      if ('problem' in made) problems.push(made.problem)
      else assignments.push(made)
    }
  }
  return { assignments, problems }
}

/** Members that make up one data set, by the path of the file or folder that stands for it. */
function containers(members: readonly Member[]): Map<string, Member[]> {
  const found = new Map<string, Member[]>()
  const folders = new Set(members.map(({ folders }) => folders.join('/')))
  for (const folder of folders) {
    const here = members.filter((member) => member.folders.join('/') === folder)
    const tables = new Set(
      here.filter(({ role, isColumn }) => role === 'x' && isColumn).map(({ path }) => path),
    )
    const hasRawX = here.some(({ role, isColumn, raw }) => role === 'x' && raw && !isColumn)
    const others = here.filter(
      // a text called labels is no array of them
      ({ path, role, raw, isColumn, weak }) =>
        !tables.has(path) && (raw || isColumn || (role === 'y' && !weak)),
    )
    for (const path of tables) {
      const own = here.filter((member) => member.path === path)
      const roles = new Set(own.map(({ role }) => role))
      const alone = tables.size === 1 && !hasRawX
      found.set(path, [...own, ...(alone ? others.filter(({ role }) => !roles.has(role)) : [])])
    }
    if (hasRawX) found.set(folder, others)
  }
  return found
}

function assignWhole(
  path: string,
  roles: PartRoles,
  whole: Extract<DatasetAssignment['parts'], { kind: 'whole' }>['whole'],
  split: Member | undefined,
  zgrids: readonly Member[],
): DatasetAssignment | { problem: Finding } {
  const x = roles.x!
  const tableOfObjects = roles.attributes !== undefined
  if (!hasClasses(roles) && !tableOfObjects) return { problem: lacksClasses(x) }
  const grid = nearestZgrid(x.folders, zgrids)
  if (grid !== null && 'problem' in grid) return grid
  const chosen = new Set([...Object.values(roles), ...(split ? [split] : []), ...(grid ? [grid] : [])])
  return {
    candidate: {
      id: path === '' ? '.' : path,
      target: targetOf(x.folders),
      balance: balanceOf(x.folders),
      path,
      splits: SPLIT_NAMES,
      bytes: [...chosen].reduce((total, { byteLength }) => total + byteLength, 0),
    },
    layout: split === undefined ? 'raw' : 'table',
    parts: { kind: 'whole', whole, split: split?.id ?? null },
    zgrid: grid?.id ?? null,
    zgridText: null,
    natural: null,
  }
}
