// Which of the files and columns that claim a role in a part of a data set (a split, or all objects) has it.

import type { Balance, Finding } from '../core/dataset-report.ts'
import { findTarget, type TargetId } from '../core/targets.ts'
import { conflict } from './discover-findings.ts'
import { ATTRIBUTE_ROLES, type AttributeRole } from './file-names.ts'
import type { Member } from './members.ts'

/** Ids of the members of a part. */
export interface PartMembers {
  readonly x: string
  /** labels; without them the attributes give the classes */
  readonly y: string | null
  /** a table of objects as the reference's `attributes.npy` */
  readonly attributes: string | null
  /** single attributes */
  readonly columns: Partial<Readonly<Record<AttributeRole, string>>>
}

export type PartRole = 'x' | 'y' | 'attributes' | AttributeRole
const PART_ROLES: readonly PartRole[] = ['x', 'y', 'attributes', ...ATTRIBUTE_ROLES]

/** The member that has each role. */
export type PartRoles = Partial<Readonly<Record<PartRole, Member>>>

/** The one member for each role; `members` means something only where there is an X. `where` names the part. */
export function choosePart(
  claims: readonly Member[],
  where: string,
): { readonly roles: PartRoles; readonly members: PartMembers } | { readonly problem: Finding } {
  const roles: Partial<Record<PartRole, Member>> = {}
  for (const role of PART_ROLES) {
    const chosen = pick(claims.filter((member) => member.role === role))
    if (chosen.length > 1) return { problem: conflict(chosen, `${roleName(role)} of ${where}`) }
    if (chosen[0] !== undefined) roles[role] = chosen[0]
  }
  return { roles, members: membersOf(roles) }
}

/** Whether labels, or an attribute that a target reads, are among the roles. */
export function hasClasses({ y, deltaZ, status, flag }: PartRoles): boolean {
  return [y, deltaZ, status, flag].some((member) => member !== undefined)
}

function membersOf({ x, y, attributes, ...columns }: PartRoles): PartMembers {
  return {
    x: x?.id ?? '',
    y: y?.id ?? null,
    attributes: attributes?.id ?? null,
    columns: Object.fromEntries(Object.entries(columns).map(([role, { id }]) => [role, id])),
  }
}

/** All ids of a part. */
export function idsOf({ x, y, attributes, columns }: PartMembers): string[] {
  return [x, y, attributes, ...Object.values(columns)].filter((id) => id !== null)
}

function roleName(role: PartRole): string {
  return role === 'x' || role === 'y' ? role.toUpperCase() : role
}

/** Members that claim one role; pictures, texts and vectors of other names count only where nothing else does. */
export function pick(claims: readonly Member[]): readonly Member[] {
  const strong = claims.filter(({ weak }) => !weak)
  return strong.length > 0 ? strong : claims
}

/** The zgrid beside or above; archives may each hold the same one. */
export function nearestZgrid(
  folders: readonly string[],
  zgrids: readonly Member[],
): Member | { readonly problem: Finding } | null {
  for (let depth = folders.length; depth >= 0; depth--) {
    const here = pick(zgrids.filter((member) => samePath(member.folders, folders.slice(0, depth))))
    const files = here.filter(({ isColumn }) => !isColumn)
    if (files.length > 1) return { problem: conflict(files, 'zgrid') }
    const nearest = files[0] ?? here[0]
    if (nearest !== undefined) return nearest
  }
  return null
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.join('/').toLowerCase() === b.join('/').toLowerCase()
}

/** The target that the innermost folder names. */
export function targetOf(folders: readonly string[]): TargetId | null {
  for (const name of [...folders].reverse()) {
    const target = findTarget(name)
    if (target !== undefined) return target
  }
  return null
}

/** The balance that the innermost folder names. */
export function balanceOf(folders: readonly string[]): Balance | null {
  for (const name of [...folders].reverse()) {
    const lower = name.toLowerCase()
    if (lower === 'balanced' || lower === 'unbalanced') return lower
  }
  return null
}
