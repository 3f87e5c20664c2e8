// Finds data sets among chosen files, by the names of files, folders and columns. Nothing is read here: `open.ts` reads
// what the names promise.

import type { ColumnMapping } from '../core/column-roles.ts'
import type { Discovery, Finding } from '../core/dataset-report.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { DatasetAssignment } from './assignment.ts'
import { describeLoose, incomplete, type Lack, notUsed, unknownColumns } from './discover-findings.ts'
import { discoverWholes, NO_WHOLES } from './discover-wholes.ts'
import { isLitter, splitOfFolder } from './file-names.ts'
import { SPLIT_LABELS } from './finding.ts'
import { type FoundFile, type Member, membersOfAll, outlineTable } from './members.ts'
import {
  balanceOf,
  choosePart,
  hasClasses,
  idsOf,
  nearestZgrid,
  type PartMembers,
  targetOf,
} from './part-members.ts'

/** What was found, and the members of each candidate by its id. */
export interface DiscoveryResult {
  readonly discovery: Discovery
  readonly assignments: ReadonlyMap<string, DatasetAssignment>
}

/** Members of one folder, or of its split folders, by split. */
interface Group {
  readonly folders: readonly string[]
  readonly claims: Map<SplitName, Member[]>
  /** whether splits are told by folders and not by names of files and columns */
  folderSplits: boolean
}

/**
 * Finds every data set among the chosen files: `TARGET/balanced|unbalanced/TRAIN|VALID|TEST/{X,Y,attributes}.npy` and
 * its parts, single files such as `X_train.npy`, tables such as `TRAIN.arrow`, and files that hold all objects. Where
 * nothing can be used, a blocking finding says why.
 * @param mapping roles that the visitor gave to columns
 */
export function discover(files: readonly FoundFile[], mapping: ColumnMapping = {}): DiscoveryResult {
  const litter = files.filter(({ path }) => isLitter(path)).map(({ path }) => path)
  const rest = files.filter(({ path }) => !isLitter(path))
  const members = membersOfAll(rest, mapping)
  const zgrids = members.filter(({ role }) => role === 'zgrid')
  const gridTexts = rest.filter(({ table }) => table?.metadata.has('zgrid'))
  const divided = new Set(members.filter(({ role }) => role === 'split').map(({ path }) => path))
  let inSplits = assignGroups(members, zgrids, rest)
  if (inSplits.assignments.length === 0 && divided.size > 0) {
    // a table that names each object's split is no part of one, whatever its folder is called
    inSplits = assignGroups(
      members.filter(({ path }) => !divided.has(path)),
      zgrids,
      rest,
    )
    inSplits.loose.push(...members.filter(({ path }) => divided.has(path)))
  }
  const { layouts, loose } = inSplits
  const beside = discoverWholes(loose, zgrids)
  const wholes = inSplits.assignments.length > 0 ? NO_WHOLES : beside
  const problems = [...unknownColumns(mapping, rest), ...inSplits.problems, ...wholes.problems]
  const found = [...inSplits.assignments, ...wholes.assignments].map((each) =>
    withNatural(withZgridText(each, gridTexts, members), [...inSplits.assignments, ...beside.assignments]),
  )

  const used = pathsUsed(found, members)
  const ignored = [...litter, ...rest.map(({ path }) => path).filter((path) => !used.has(path))]
  const tables = rest.flatMap((file) =>
    file.table === undefined ? [] : [outlineTable(file, file.table, members)],
  )
  const candidates = found.map(({ candidate }) => candidate)
  const assignments = new Map(found.map((each) => [each.candidate.id, each]))
  if (candidates.length > 0) {
    // What is broken beside a usable data set does not stop anyone.
    const warnings = problems.map((problem): Finding => ({ ...problem, severity: 'warning' }))
    const left = new Set(beside.assignments.map(({ candidate }) => candidate.path))
    const tablesLeft = rest.filter(({ path, table }) => table !== undefined && left.has(path))
    const findings = [...warnings, ...notUsed(tablesLeft.filter(({ path }) => !used.has(path)))]
    const layout = bestLayout(found.map((each) => each.layout))
    return { discovery: { layout, candidates, ignored, findings, tables }, assignments }
  }
  const left = describeLoose(loose, rest, problems.length > 0)
  const layout = layouts.length > 0 ? bestLayout(layouts) : left.layout
  const findings = [...problems, ...left.findings]
  return { discovery: { layout, candidates, ignored, findings, tables }, assignments }
}

/** Data sets whose splits are told by names, what keeps others from being one, and what belongs to no split. */
function assignGroups(members: readonly Member[], zgrids: readonly Member[], files: readonly FoundFile[]) {
  const { groups, loose } = groupBySplit(members)
  const assignments: DatasetAssignment[] = []
  const problems: Finding[] = []
  const layouts: DatasetAssignment['layout'][] = []
  for (const group of [...groups.values()].sort(byPath)) {
    layouts.push(layoutOf(group))
    const result = assign(group, zgrids, files)
    if ('problem' in result) problems.push(result.problem)
    else assignments.push(result)
  }
  return { assignments, problems, layouts, loose }
}

function groupBySplit(members: readonly Member[]): { groups: Map<string, Group>; loose: Member[] } {
  // A folder called "test" may hold X_train.npy and the others: then it is no split.
  const notSplits = new Set<string>()
  for (const { folders, role, split } of members) {
    if (role !== null && split !== null && split !== splitOfFolder(folders.at(-1)))
      notSplits.add(key(folders))
  }
  const groups = new Map<string, Group>()
  const loose: Member[] = []
  for (const member of members) {
    if (member.role === null || member.role === 'zgrid') continue
    const folderSplit = notSplits.has(key(member.folders)) ? null : splitOfFolder(member.folders.at(-1))
    const split = folderSplit ?? member.split
    if (split === null) {
      loose.push(member)
      continue
    }
    const folders = folderSplit === null ? member.folders : member.folders.slice(0, -1)
    const group = groups.get(key(folders)) ?? { folders, claims: new Map(), folderSplits: false }
    groups.set(key(folders), group)
    if (folderSplit !== null) group.folderSplits = true
    group.claims.set(split, [...(group.claims.get(split) ?? []), member])
  }
  return { groups, loose }
}

function assign(
  group: Group,
  zgrids: readonly Member[],
  files: readonly FoundFile[],
): DatasetAssignment | { problem: Finding } {
  const path = group.folders.join('/')
  const chosen: Member[] = []
  const lacks: Lack[] = []
  const splits: Partial<Record<SplitName, PartMembers>> = {}
  for (const split of SPLIT_NAMES) {
    const claims = group.claims.get(split) ?? []
    const part = choosePart(claims, SPLIT_LABELS[split])
    if ('problem' in part) return part
    const lacksX = part.roles.x === undefined
    const lacksY = !hasClasses(part.roles)
    if (lacksX || lacksY) {
      const roles = [...(lacksX ? (['X'] as const) : []), ...(lacksY ? (['Y'] as const) : [])]
      lacks.push({ split, roles: claims.length === 0 ? [] : roles, table: tableOf(split, group, files) })
    } else splits[split] = part.members
    chosen.push(...Object.values(part.roles))
  }
  if (lacks.length > 0) return { problem: incomplete(group.folders, lacks, chosen) }

  const grid = nearestZgrid(group.folders, zgrids)
  if (grid !== null && 'problem' in grid) return grid
  if (grid !== null) chosen.push(grid)
  return {
    candidate: {
      id: path === '' ? '.' : path,
      target: targetOf(group.folders),
      balance: balanceOf(group.folders),
      path,
      splits: SPLIT_NAMES,
      bytes: chosen.reduce((total, { byteLength }) => total + byteLength, 0),
    },
    layout: layoutOf(group),
    parts: { kind: 'splits', splits: splits as Record<SplitName, PartMembers> },
    zgrid: grid?.id ?? null,
    zgridText: null,
    natural: null,
  }
}

/** The first table of a split whose columns may be chosen; arrays of all splits in one archive are told by their names. */
function tableOf(split: SplitName, { claims }: Group, files: readonly FoundFile[]): FoundFile | undefined {
  const others = new Set(
    [...claims].flatMap(([other, members]) => (other === split ? [] : members.map(({ path }) => path))),
  )
  const column = claims.get(split)?.find(({ path, isColumn }) => isColumn && !others.has(path))
  return files.find(({ path }) => path === column?.path)
}

/** The metadata of one of its own tables stand in for a zgrid that is nowhere else. */
function withZgridText(
  assignment: DatasetAssignment,
  tables: readonly FoundFile[],
  members: readonly Member[],
): DatasetAssignment {
  if (assignment.zgrid !== null || tables.length === 0) return assignment
  const paths = pathsUsed([assignment], members)
  const table = tables.find(({ path }) => paths.has(path))
  return table === undefined ? assignment : { ...assignment, zgridText: table.path }
}

/**
 * What a balanced data set can be tested on at natural prevalence: TEST of the unbalanced one of its target, the nearest
 * by path, else the raw files.
 */
function withNatural(assignment: DatasetAssignment, others: readonly DatasetAssignment[]): DatasetAssignment {
  const { balance, target, path } = assignment.candidate
  if (balance !== 'balanced') return assignment
  const siblings = others
    .filter(({ candidate }) => candidate.balance === 'unbalanced' && candidate.target === target)
    // where no folder names a target, only the tree of the same folder is surely of the same one
    .filter(({ candidate }) => target !== null || parentOf(candidate.path) === parentOf(path))
    .sort((a, b) => sharedLength(b.candidate.path, path) - sharedLength(a.candidate.path, path))
  for (const { candidate, parts } of siblings) {
    if (parts.kind === 'splits') {
      return { ...assignment, natural: { path: candidate.path, members: parts.splits.test } }
    }
  }
  for (const { candidate, parts, layout } of others) {
    if (layout === 'raw' && parts.kind === 'whole') {
      return { ...assignment, natural: { path: candidate.path, members: parts.whole } }
    }
  }
  return assignment
}

function parentOf(path: string): string {
  return path.split('/').slice(0, -1).join('/').toLowerCase()
}

/** Characters that two paths have in common from their beginning. */
function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length]?.toLowerCase() === b[length]?.toLowerCase()) length++
  return length
}

/** Paths of the files that data sets are made of. */
function pathsUsed(assignments: readonly DatasetAssignment[], members: readonly Member[]): Set<string> {
  const ids = new Set<string | null>()
  for (const { parts, zgrid, natural } of assignments) {
    const all =
      parts.kind === 'splits'
        ? SPLIT_NAMES.flatMap((split) => idsOf(parts.splits[split]))
        : [...idsOf(parts.whole), parts.split]
    for (const id of [...all, zgrid, ...(natural === null ? [] : idsOf(natural.members))]) ids.add(id)
  }
  return new Set(members.filter(({ id }) => ids.has(id)).map(({ path }) => path))
}

function layoutOf(group: Group): DatasetAssignment['layout'] {
  if (!group.folderSplits) return 'files'
  return targetOf(group.folders) !== null || balanceOf(group.folders) !== null ? 'tree' : 'splits'
}

const PREFERENCE = ['tree', 'splits', 'files', 'table', 'raw'] as const

/** The most telling of some layouts, or `nothing`. */
function bestLayout(layouts: Iterable<DatasetAssignment['layout']>): Discovery['layout'] {
  const present = new Set(layouts)
  return PREFERENCE.find((layout) => present.has(layout)) ?? 'nothing'
}

function key(folders: readonly string[]): string {
  return folders.join('/').toLowerCase()
}

function byPath(a: Group, b: Group): number {
  return key(a.folders) < key(b.folders) ? -1 : 1
}
