// What the name of a file or of a column says: its role, its split, and whether it is only litter of an operating
// system. Letter case is ignored, and so is the extension: what a file holds is told by its contents.

import type { SplitName } from '../core/split-names.ts'

/** What a file holds. */
export type FileRole = 'x' | 'y' | 'attributes' | 'zgrid'

/** What a column of a table may hold besides: one attribute of each object, or the name of its split. */
export const ATTRIBUTE_ROLES = ['redshift', 'deltaZ', 'status', 'logEvidence', 'flag', 'id'] as const
export type AttributeRole = (typeof ATTRIBUTE_ROLES)[number]
export type ColumnRole = FileRole | AttributeRole | 'split'

/** A path cut into what its names say. */
export interface NamedFile {
  /** as it was given */
  readonly path: string
  readonly byteLength: number
  /** names of the folders above the file */
  readonly folders: readonly string[]
  readonly name: string
  readonly role: FileRole | null
  /** split in the file's own name, as in `X_train.npy` */
  readonly split: SplitName | null
  /** named like the raw files of LAM-Redshift: `pdfs32.npy`, `attributes32.npy` */
  readonly raw: boolean
  /** an image, text or program by its extension: takes a role only where no other file does */
  readonly document: boolean
}

const SPLITS: Readonly<Record<string, SplitName>> = {
  train: 'train',
  valid: 'validation',
  validation: 'validation',
  val: 'validation',
  test: 'test',
}

const X_NAMES = /^(x|posterior|pdf|logpdf|pz|pdfs.*)$/
const Y_NAMES = /^(y|labels?|target|class)$/
/** Names of columns without case, spaces, dashes, dots and underscores; the first one of a role is its own. */
const COLUMN_NAMES: Readonly<Record<AttributeRole | 'split' | 'x' | 'y', readonly string[]>> = {
  x: ['x', 'posterior', 'pdf', 'logpdf', 'pz'],
  y: ['label', 'labels', 'y', 'target', 'class'],
  redshift: ['redshift', 'z', 'zest'],
  deltaZ: ['deltaz'],
  status: ['status'],
  logEvidence: ['logevidence'],
  flag: ['flag'],
  id: ['id'],
  split: ['split'],
}
const SPLIT_WORDS = 'train|validation|valid|val|test'
const SPLIT_LAST = new RegExp(`^(.+?)[_\\-. ]+(${SPLIT_WORDS})$`)
const SPLIT_FIRST = new RegExp(`^(${SPLIT_WORDS})[_\\-. ]+(.+)$`)
const DOCUMENTS =
  /\.(png|jpe?g|gif|svg|pdf|txt|md|html?|csv|tsv|json|xml|ya?ml|py|ipynb|log|tex|docx?|m|r|sh|toml)$/i
const LITTER = /^(\._.*|\.ds_store|thumbs\.db|desktop\.ini)$/i

/** The split that a folder's name means, or `null`. */
export function splitOfFolder(name: string | undefined): SplitName | null {
  const key = name?.toLowerCase()
  return key !== undefined && Object.hasOwn(SPLITS, key) ? (SPLITS[key] ?? null) : null
}

/** Whether a path is litter that operating systems leave in folders and archives. */
export function isLitter(path: string): boolean {
  const names = path.split('/')
  return LITTER.test(names.at(-1) ?? '') || names.some((name) => name.toLowerCase() === '__macosx')
}

/** What the names in a path say. */
export function nameFile(file: { readonly path: string; readonly byteLength: number }): NamedFile {
  const names = file.path.split('/').filter((name) => name !== '' && name !== '.')
  const name = names.pop() ?? ''
  const stem = name.replace(/(?<=.)\.[^.]*$/, '').toLowerCase()
  const own = splitAndRest(stem)
  const rest = own?.rest ?? stem
  return {
    path: file.path,
    byteLength: file.byteLength,
    folders: names,
    name,
    role: roleOf(rest),
    split: own?.split ?? null,
    raw: isRaw(rest),
    document: DOCUMENTS.test(name),
  }
}

/** What the name of a column says. */
export interface NamedColumn {
  readonly role: ColumnRole | null
  /** split in the column's own name, as in `X_train` */
  readonly split: SplitName | null
  /** whether the role has no more usual name: `X`, `label`, `redshift` */
  readonly own: boolean
  /** named like the raw arrays of LAM-Redshift: `pdfs32`, `attributes32` */
  readonly raw: boolean
}

/** What the name of a table's column says. */
export function nameColumn(name: string): NamedColumn {
  const lower = name.toLowerCase()
  const parts = splitAndRest(lower)
  const rest = parts?.rest ?? lower
  const key = rest.replaceAll(/[\s_.-]/g, '')
  const entry = Object.entries(COLUMN_NAMES).find(([, names]) => names.includes(key))
  return {
    role: (entry?.[0] as ColumnRole | undefined) ?? roleOf(rest),
    split: parts?.split ?? null,
    own: entry?.[1][0] === key,
    raw: isRaw(rest),
  }
}

function isRaw(stem: string): boolean {
  return /^(pdfs|attributes)/.test(stem)
}

function splitAndRest(stem: string): { split: SplitName; rest: string } | null {
  const last = SPLIT_LAST.exec(stem)
  if (last) return { split: SPLITS[last[2]!]!, rest: last[1]! }
  const first = SPLIT_FIRST.exec(stem)
  return first ? { split: SPLITS[first[1]!]!, rest: first[2]! } : null
}

function roleOf(stem: string): FileRole | null {
  if (X_NAMES.test(stem)) return 'x'
  if (Y_NAMES.test(stem)) return 'y'
  if (stem.startsWith('attributes')) return 'attributes'
  return stem.startsWith('zgrid') ? 'zgrid' : null
}
