// Finds data sets among the names of chosen files. Nothing is opened here: names tell splits and roles, and `open.ts`
// reads what they promise.

import {
  type Balance,
  type DatasetCandidate,
  type Discovery,
  type Finding,
  SPLIT_NAMES,
  type SplitName,
} from '../core/dataset-report.ts'
import { findTarget, type TargetId } from '../core/targets.ts'
import { conflict, describeLoose, incomplete } from './discover-findings.ts'
import { type FileRole, isLitter, type NamedFile, nameFile, splitOfFolder } from './file-names.ts'
import { SPLIT_LABELS } from './finding.ts'

/** Paths of the files of one split. */
export interface SplitPaths {
  readonly x: string
  readonly y: string
  readonly attributes: string | null
}

/** A candidate and the files that it is made of. */
export interface DatasetAssignment {
  readonly candidate: DatasetCandidate
  readonly layout: 'tree' | 'splits' | 'files'
  readonly splits: Readonly<Record<SplitName, SplitPaths>>
  readonly zgrid: string | null
}

/** What was found, and the files of each candidate by its id. */
export interface DiscoveryResult {
  readonly discovery: Discovery
  readonly assignments: ReadonlyMap<string, DatasetAssignment>
}

type SplitRole = Exclude<FileRole, 'zgrid'>

/** Files of one folder, or of its split folders, by split and role. */
interface Group {
  readonly folders: readonly string[]
  readonly claims: Map<SplitName, Map<SplitRole, NamedFile[]>>
  /** whether splits are told by folders and not by file names */
  folderSplits: boolean
}

/**
 * Finds every data set among the chosen files: `TARGET/balanced|unbalanced/TRAIN|VALID|TEST/{X,Y,attributes}.npy` and
 * its parts, or single files such as `X_train.npy`. Where nothing can be used, a blocking finding says why.
 */
export function discover(
  files: readonly { readonly path: string; readonly byteLength: number }[],
): DiscoveryResult {
  const litter = files.filter(({ path }) => isLitter(path)).map(({ path }) => path)
  const named = files.filter(({ path }) => !isLitter(path)).map(nameFile)
  const { groups, loose } = groupBySplit(named)
  const zgrids = named.filter(({ role }) => role === 'zgrid')

  const assignments = new Map<string, DatasetAssignment>()
  const problems: Finding[] = []
  const layouts = new Set<Discovery['layout']>()
  for (const group of [...groups.values()].sort(byPath)) {
    const result = assign(group, zgrids)
    layouts.add(layoutOf(group))
    if ('problem' in result) problems.push(result.problem)
    else assignments.set(result.candidate.id, result)
  }

  const used = new Set<string>()
  for (const { splits, zgrid } of assignments.values()) {
    for (const split of SPLIT_NAMES) {
      for (const path of Object.values(splits[split])) if (path !== null) used.add(path)
    }
    if (zgrid !== null) used.add(zgrid)
  }
  const ignored = [...litter, ...named.map(({ path }) => path).filter((path) => !used.has(path))]
  const candidates = [...assignments.values()].map(({ candidate }) => candidate)
  if (candidates.length > 0) {
    // What is broken beside a usable data set does not stop anyone.
    const findings = problems.map((problem): Finding => ({ ...problem, severity: 'warning' }))
    return { discovery: { layout: bestLayout(layouts), candidates, ignored, findings }, assignments }
  }
  const rest = describeLoose(loose, named, problems.length > 0)
  const layout = layouts.size > 0 ? bestLayout(layouts) : rest.layout
  return {
    discovery: { layout, candidates, ignored, findings: [...problems, ...rest.findings] },
    assignments,
  }
}

function groupBySplit(files: readonly NamedFile[]): { groups: Map<string, Group>; loose: NamedFile[] } {
  // A folder called "test" may hold X_train.npy and the others: then it is no split.
  const notSplits = new Set<string>()
  for (const { folders, role, split } of files) {
    if (role !== null && split !== null && split !== splitOfFolder(folders.at(-1)))
      notSplits.add(key(folders))
  }
  const groups = new Map<string, Group>()
  const loose: NamedFile[] = []
  for (const file of files) {
    if (file.role === null || file.role === 'zgrid') continue
    const folderSplit = notSplits.has(key(file.folders)) ? null : splitOfFolder(file.folders.at(-1))
    const split = folderSplit ?? file.split
    if (split === null) {
      loose.push(file)
      continue
    }
    const folders = folderSplit === null ? file.folders : file.folders.slice(0, -1)
    const group = groups.get(key(folders)) ?? { folders, claims: new Map(), folderSplits: false }
    groups.set(key(folders), group)
    if (folderSplit !== null) group.folderSplits = true
    const roles = group.claims.get(split) ?? new Map<SplitRole, NamedFile[]>()
    group.claims.set(split, roles)
    roles.set(file.role, [...(roles.get(file.role) ?? []), file])
  }
  return { groups, loose }
}

function assign(group: Group, zgrids: readonly NamedFile[]): DatasetAssignment | { problem: Finding } {
  const path = group.folders.join('/')
  const chosen: NamedFile[] = []
  const missing: string[] = []
  let lostSplit = false
  const splits: Partial<Record<SplitName, SplitPaths>> = {}
  for (const split of SPLIT_NAMES) {
    const roles = group.claims.get(split)
    const claims = {
      x: pick(roles?.get('x')),
      y: pick(roles?.get('y')),
      attributes: pick(roles?.get('attributes')),
    }
    for (const role of ['x', 'y', 'attributes'] as const) {
      if (claims[role].length > 1)
        return {
          problem: conflict(
            claims[role],
            `${role === 'attributes' ? role : role.toUpperCase()} of ${SPLIT_LABELS[split]}`,
          ),
        }
    }
    const [x, y, attributes] = [claims.x[0], claims.y[0], claims.attributes[0]]
    if (x && y) splits[split] = { x: x.path, y: y.path, attributes: attributes?.path ?? null }
    else if (!x && !y) {
      missing.push(SPLIT_LABELS[split])
      lostSplit = true
    } else missing.push(`${x ? 'Y' : 'X'} of ${SPLIT_LABELS[split]}`)
    chosen.push(...[x, y, attributes].filter((file) => file !== undefined))
  }
  if (missing.length > 0) return { problem: incomplete(group.folders, missing, lostSplit, chosen) }

  const grids = pick(nearestZgrids(group.folders, zgrids))
  if (grids.length > 1) return { problem: conflict(grids, 'zgrid') }
  const grid = grids[0]
  if (grid) chosen.push(grid)
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
    splits: splits as Record<SplitName, SplitPaths>,
    zgrid: grid?.path ?? null,
  }
}

/** Files that claim one role; pictures and texts count only where nothing else does. */
function pick(claims: readonly NamedFile[] = []): readonly NamedFile[] {
  const data = claims.filter(({ document }) => !document)
  return data.length > 0 ? data : claims
}

function nearestZgrids(folders: readonly string[], zgrids: readonly NamedFile[]): readonly NamedFile[] {
  for (let depth = folders.length; depth >= 0; depth--) {
    const here = zgrids.filter((file) => key(file.folders) === key(folders.slice(0, depth)))
    if (here.length > 0) return here
  }
  return []
}

function layoutOf(group: Group): DatasetAssignment['layout'] {
  if (!group.folderSplits) return 'files'
  return targetOf(group.folders) !== null || balanceOf(group.folders) !== null ? 'tree' : 'splits'
}

function bestLayout(layouts: ReadonlySet<Discovery['layout']>): Discovery['layout'] {
  return (['tree', 'splits', 'files'] as const).find((layout) => layouts.has(layout)) ?? 'nothing'
}

function targetOf(folders: readonly string[]): TargetId | null {
  for (const name of [...folders].reverse()) {
    const target = findTarget(name)
    if (target !== undefined) return target
  }
  return null
}

function balanceOf(folders: readonly string[]): Balance | null {
  for (const name of [...folders].reverse()) {
    const lower = name.toLowerCase()
    if (lower === 'balanced' || lower === 'unbalanced') return lower
  }
  return null
}

function key(folders: readonly string[]): string {
  return folders.join('/').toLowerCase()
}

function byPath(a: Group, b: Group): number {
  return key(a.folders) < key(b.folders) ? -1 : 1
}
