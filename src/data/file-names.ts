// What a file's name says: its role, its split, and whether it is only litter of an operating system. Letter case is
// ignored, and so is the extension: what a file holds is told by its contents.

import type { SplitName } from '../core/dataset-report.ts'

/** What a file holds. */
export type FileRole = 'x' | 'y' | 'attributes' | 'zgrid'

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
    raw: /^(pdfs|attributes)/.test(rest),
    document: DOCUMENTS.test(name),
  }
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
