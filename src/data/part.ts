// Objects whose columns lie together, one row each: those of one split, all of a data set, or some beside it.

import type { FileReport } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'
import type { StoredLabels } from './labels.ts'
import type { RawRows } from './scan.ts'

/** One part of a data set. */
export interface Part {
  /** `all`: every object; `natural`: objects at natural prevalence beside the data set, of which nothing is trained */
  readonly holds: SplitName | 'all' | 'natural'
  readonly x: RawRows
  /** of X, in NumPy's notation */
  readonly type: string
  /** `null` where the attributes give the classes */
  readonly stored: StoredLabels | null
  /** what gives the classes, for messages */
  readonly labelFile: string
  readonly attributes: readonly Attributes[] | null
  /** empty where there is none */
  readonly attributeFile: string
  readonly files: readonly FileReport[]
}
