// Which columns belong to which posteriors: those of the same table, else those of the same folder where only one array of
// posteriors can be meant.

import { StudioError } from '../../core/errors.ts'
import { conflict } from '../discover-findings.ts'
import { formatList, ROWS_SHOWN } from '../finding.ts'
import type { Member } from '../members.ts'
import { nearestZgrid, type PartMembers, pick } from '../part-members.ts'
import type { ChosenMembers } from './look.ts'
import { byNaturalName } from './order.ts'

/** Posteriors and what lies beside them. */
export interface PlannedPart {
  /** the file, or the column where the file has several */
  readonly name: string
  readonly members: PartMembers
  /** a file or column, or a table whose metadata hold one; `null` where there is none */
  readonly zgrid: { readonly id: string } | { readonly table: string } | null
}

/** What stands beside posteriors and is of use to a network and in its answer. */
const BESIDE_ROLES = ['attributes', 'redshift', 'logEvidence', 'id'] as const
type BesideRole = (typeof BESIDE_ROLES)[number]

/**
 * Every array and column of posteriors, in order, with what belongs to it.
 * @throws StudioError `bad-input` where several columns claim one part, and where nothing holds posteriors
 */
export function planParts(
  chosen: ChosenMembers,
  isMapped: boolean,
): {
  readonly parts: readonly PlannedPart[]
  readonly notes: readonly string[]
} {
  const named = posteriorsAmong(chosen.members)
  const x = (named.length > 0 || isMapped ? named : [...chosen.unnamed]).toSorted(byNaturalName)
  if (x.length === 0) throw noPosteriors(chosen)
  for (const member of x) requireOneColumn(member, x)
  const unclear = new Map<string, BesideRole>()
  const zgrids = chosen.members.filter(({ role }) => role === 'zgrid')
  const parts = x.map((member): PlannedPart => {
    const { path, id } = member
    const isAlone = x.every((other) => other === member || other.path !== path)
    const members = membersOf(member, x, chosen.members, unclear)
    return { name: isAlone ? path : id, members, zgrid: zgridOf(member, zgrids, chosen.gridTexts) }
  })
  const used = new Set(x.map(({ path }) => path))
  for (const { members } of parts) {
    for (const id of [members.attributes, ...Object.values(members.columns)]) {
      for (const member of chosen.members) if (member.id === id) used.add(member.path)
    }
  }
  return { parts, notes: [...notesOn(chosen, used), ...unclearNotes(unclear)] }
}

/** A text that is called pdf counts only where nothing else does. */
function posteriorsAmong(members: readonly Member[]): Member[] {
  const all = members.filter(({ role }) => role === 'x')
  const strong = all.filter(({ weak, isColumn }) => isColumn || !weak)
  return strong.length > 0 ? strong : all
}

/** In a table a row is one object; arrays of an archive are as files. */
function requireOneColumn(member: Member, x: readonly Member[]): void {
  const { path, split, isColumn } = member
  const twins = x.filter((other) => other.isColumn && other.path === path && other.split === split)
  if (isColumn && twins.length > 1 && !/\.(npz|zip)$/i.test(path)) {
    throw new StudioError('bad-input', conflict(twins, `X of ${path}`).message)
  }
}

function membersOf(
  x: Member,
  all: readonly Member[],
  members: readonly Member[],
  unclear: Map<string, BesideRole>,
): PartMembers {
  const chosen: Partial<Record<BesideRole, string>> = {}
  const isNear = (other: Member) => sameFolder(other, x) && other.split === x.split
  const rivals = all.filter(isNear)
  for (const role of BESIDE_ROLES) {
    const near = members.filter((member) => member.role === role && isNear(member))
    const own = near.filter(({ path, isColumn }) => isColumn && x.isColumn && path === x.path)
    const others = near.filter(({ path }) => all.every((each) => each.path !== path))
    const claims = pick(own.length > 0 ? own : others)
    const rivalsFor = own.length > 0 ? rivals.filter(({ path }) => path === x.path) : rivals
    const fitting =
      rivalsFor.length === 1 ? claims : claims.filter((claim) => suffixOf(claim) === suffixOf(x))
    if (fitting.length > 1) {
      throw new StudioError('bad-input', conflict(fitting, `${role} of ${x.id}`).message)
    }
    if (fitting[0] !== undefined) chosen[role] = fitting[0].id
    else for (const { id } of claims) unclear.set(id, role)
  }
  const { attributes = null, ...columns } = chosen
  return { x: x.id, y: null, attributes, columns }
}

function sameFolder(a: Member, b: Member): boolean {
  return a.folders.join('/') === b.folders.join('/')
}

/** What tells raw files apart: `32_b` of `pdfs32_b.npy` and `attributes32_b.npy`. No other names say it. */
function suffixOf({ id, name, isColumn }: Member): string {
  return isColumn ? id : (/^(?:pdfs|attributes)(.*?)(?:\.[^.]*)?$/i.exec(name)?.[1] ?? id)
}

/** The zgrid of the own archive, else the nearest one. @throws StudioError `bad-input` where two are equally near */
function zgridOf(
  { path, folders }: Member,
  zgrids: readonly Member[],
  tables: readonly string[],
): PlannedPart['zgrid'] {
  const nearest = zgrids.find((grid) => grid.path === path) ?? nearestZgrid(folders, zgrids)
  if (nearest !== null) {
    if ('problem' in nearest) throw new StudioError('bad-input', nearest.problem.message)
    return { id: nearest.id }
  }
  if (tables.includes(path)) return { table: path }
  for (let depth = folders.length; depth >= 0; depth--) {
    const folder = folders.slice(0, depth).join('/')
    const table = tables.find((each) => each.split('/').slice(0, -1).join('/') === folder)
    if (table !== undefined) return { table }
  }
  return null
}

/** Files that might have been meant and give no rows. */
function notesOn({ members, contents, unnamed, broken }: ChosenMembers, used: ReadonlySet<string>): string[] {
  const roleless = new Set(
    members.filter(({ isColumn, role }) => isColumn && role !== 'zgrid').map(({ path }) => path),
  )
  const unused = [...contents].filter(
    ([path]) => !used.has(path) && (roleless.has(path) || unnamed.some((member) => member.path === path)),
  )
  return [
    ...[...broken.values()].map((text) => `${text} It gives no rows.`),
    ...unused.map(
      ([path, text]) =>
        `${path} (${text}) gives no rows: neither names nor shapes say that it holds posteriors. ${HOW_TO_MAP}`,
    ),
  ]
}

function unclearNotes(unclear: ReadonlyMap<string, BesideRole>): string[] {
  return [...unclear].map(
    ([id, role]) =>
      `${id} is not used: it is not clear to which of several arrays of posteriors this ${role} belongs. Put each into a folder of its own with what belongs to it.`,
  )
}

/** The error for posteriors of which there are none, by file or column. */
export function noRows(names: readonly string[]): StudioError {
  const shown = formatList(names.slice(0, ROWS_SHOWN))
  return new StudioError('bad-input', `${shown} ${names.length === 1 ? 'has' : 'have'} 0 rows.`, CHOOSE)
}

const CHOOSE = 'Choose files that hold posteriors.'
const HOW_TO_MAP =
  'Say which column or file holds posteriors under "Columns" in the page, or with --columns X=NAME.'

function noPosteriors({ contents, rowless, broken, members }: ChosenMembers): StudioError {
  if (rowless.length > 0) return noRows(rowless)
  const others = [...new Set(members.map(({ path }) => path))].filter(
    (path) => !contents.has(path) && !broken.has(path),
  )
  const found = [
    ...[...contents].map(([path, text]) => `${path} (${text})`),
    ...[...broken.values()].map((text) => text.replace(/\.$/, '')),
    ...others,
  ]
  const shown = found.slice(0, ROWS_SHOWN).join('; ')
  if (found.length === 0) return new StudioError('bad-input', 'No data files were chosen.', CHOOSE)
  const message = `Nothing among the chosen files is known to hold posteriors: ${shown}${found.length > ROWS_SHOWN ? ' ...' : '.'}`
  return new StudioError('bad-input', message, HOW_TO_MAP)
}
