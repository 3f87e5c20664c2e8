// What is known about a data set, as plain data: the page's "Data report" and `npm run data` show the same object.

import type { ColumnRoleName } from './column-roles.ts'
import type { PlanSummary, Preparation, PreparationPatch } from './preparation.ts'
import type { SplitName } from './split-names.ts'
import type { TargetId } from './targets.ts'

export type Balance = 'balanced' | 'unbalanced'

/** Something that a person should know before training. `block` stops training until it is mended or overruled. */
export interface Finding {
  /** stable, lower case with dashes, for example `nan-in-x`, `duplicate-rows`, `labels-contradict-attributes` */
  readonly code: string
  readonly severity: 'info' | 'warning' | 'block'
  /** names the file, the numbers, the first five rows and what to do */
  readonly message: string
  /** path of the file inside what was chosen; empty where several are meant */
  readonly file: string
  /** row numbers from 0; the first five at most */
  readonly rows: readonly number[]
  readonly counts: Readonly<Record<string, number>>
  /** a blocking finding that "train anyway" may overrule (a leak may; a NaN may not) */
  readonly overridable?: boolean
  /** ways out that one click takes; the message says what else may be done */
  readonly remedies?: readonly Remedy[]
}

/** A way out of a finding: another preparation of the same files. */
export interface Remedy {
  /** what it does, as on a button: `Drop 412 leaked rows` */
  readonly label: string
  readonly patch: PreparationPatch
}

export interface FileReport {
  readonly path: string
  /** of a table */
  readonly column?: string
  readonly bytes: number
  readonly rows: number
  /** values per row: 17,908 for X, 1 for Y, 8 and more for attributes */
  readonly width: number
  /** NumPy's notation: `<f4`, `<i8`, `|O` */
  readonly type: string
}

export interface NonFiniteCounts {
  readonly nan: number
  readonly posInf: number
  /** legal for a log posterior: replaced by a floor */
  readonly negInf: number
}

/** What a data set may know of each object. */
export const ATTRIBUTE_NAMES = ['redshift', 'deltaZ', 'status', 'logEvidence', 'flag'] as const
export type AttributeName = (typeof ATTRIBUTE_NAMES)[number]

export interface SplitReport {
  readonly rows: number
  readonly width: number
  readonly type: string
  /** objects per class, in class order */
  readonly counts: readonly number[]
  readonly files: readonly FileReport[]
  /** whether any attribute is known */
  readonly hasAttributes: boolean
  /** attributes with a value in at least one row, in the order of `ATTRIBUTE_NAMES` */
  readonly attributes: readonly AttributeName[]
  /** `null` until the values have been scanned */
  readonly nonFinite: NonFiniteCounts | null
}

export interface ZgridReport {
  readonly file: string
  readonly points: number
  readonly first: number
  readonly last: number
  /** mean step in ln(1+z) */
  readonly step: number
  /** whether the grid is even in ln(1+z), or in z, or in neither */
  readonly spacing: 'ln(1+z)' | 'z' | 'irregular'
}

/**
 * How the splits are told: by the folders of a tree with a target, by folders alone, by names of files, by a column, or
 * not at all, so that they are made here.
 */
export type Layout = 'tree' | 'splits' | 'files' | 'table' | 'raw'

/** A data set that was found among the chosen files, before its contents are read. */
export interface DatasetCandidate {
  readonly id: string
  readonly target: TargetId | null
  readonly balance: Balance | null
  /** path of the folder that holds the splits */
  readonly path: string
  readonly splits: readonly SplitName[]
  readonly bytes: number
}

/** A table among the chosen files, and what its columns are taken for. */
export interface TableReport {
  readonly path: string
  readonly format: string
  readonly columns: readonly {
    readonly name: string
    /** NumPy's notation */
    readonly type: string
    readonly shape: readonly number[]
    /** `null` where it has none */
    readonly role: ColumnRoleName | null
  }[]
}

/** What was found among the chosen files. */
export interface Discovery {
  readonly layout: Layout | 'nothing'
  readonly candidates: readonly DatasetCandidate[]
  readonly ignored: readonly string[]
  readonly findings: readonly Finding[]
  readonly tables: readonly TableReport[]
}

/** A data set whose files were read and whose labels are known. */
export interface DatasetReport {
  readonly id: string
  readonly name: string
  readonly layout: Layout | 'sample'
  readonly target: TargetId
  readonly balance: Balance | null
  readonly classes: readonly string[]
  readonly labels: readonly string[]
  readonly width: number
  readonly splits: Readonly<Record<SplitName, SplitReport>>
  readonly zgrid: ZgridReport | null
  readonly findings: readonly Finding[]
  /**
   * how TRAIN is shuffled: blocks of rows, and rows among so many blocks; `null` where all rows are shuffled freely, and
   * until the values have been scanned
   */
  readonly shuffle: { readonly blockRows: number; readonly windowBlocks: number } | null
  /** hash of shapes, labels and rows: equal data give equal fingerprints; empty until the values have been scanned */
  readonly fingerprint: string
  /** hash of all rows as they lie in the files, whatever the preparation; empty until the values have been scanned */
  readonly sourceFingerprint: string
  /** how the objects became splits */
  readonly preparation: Preparation
  /** what that came to */
  readonly planned: PlanSummary
  /** what a preparation may change */
  readonly choices: PreparationChoices
}

/** What the files leave to a preparation. */
export interface PreparationChoices {
  /** whether the files say which split an object belongs to */
  readonly given: boolean
  /** whether attributes give the classes: the target and the threshold on DeltaZ can be chosen */
  readonly fromAttributes: boolean
  /** targets that the data allow */
  readonly targets: readonly TargetId[]
}

/** Progress of reading, in bytes. */
export interface ReadProgress {
  readonly phase: 'open' | 'scan' | 'simulate' | 'write'
  readonly file: string
  readonly done: number
  readonly total: number
}
