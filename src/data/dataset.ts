// A data set in use: three splits of posteriors, read by row, with their labels.

import type { DatasetReport } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'

/** Rows of log posteriors, read by blocks. `[row, z]`, float32. */
export interface RowReader {
  readonly rows: number
  readonly width: number
  /** Consecutive rows that should be read together because single ones are slow; absent where any row is quick. */
  readonly blockRows?: number
  /**
   * Reads `count` consecutive rows from `start` into `out` (row-major, `count * width` values from offset 0).
   * -inf has been replaced by the floor; values are those of the file otherwise.
   */
  read(start: number, count: number, out: Float32Array): Promise<void>
}

/** One split: posteriors, class indices, and attributes where there are any. */
export interface SplitData {
  /** where the posteriors come from, for messages */
  readonly name?: string
  /** of the rows with their labels, in order; equal rows give equal ones, whatever the files are */
  readonly fingerprint: string
  readonly x: RowReader
  /** number of each row's object in the pool of all objects */
  readonly objects: Uint32Array
  /** class index per row */
  readonly labels: Uint8Array
  /** one per row, or `null` where the data set has none */
  readonly attributes: readonly Attributes[] | null
}

/** A data set that is ready to train on. */
export interface Dataset {
  readonly report: DatasetReport
  readonly splits: Readonly<Record<SplitName, SplitData>>
  /** rows at natural prevalence that neither TRAIN nor VALID holds, where TRAIN is balanced; else absent */
  readonly natural?: SplitData
  /** redshift of each point, or `null` where no zgrid was found */
  readonly zgrid: Float64Array | null
  /** lowest finite value of TRAIN, which -inf is read as; `null` where TRAIN has none */
  readonly floor: number | null
  /** gives back what the data set holds outside of memory; nobody may read it afterwards */
  readonly release?: () => Promise<void>
}
