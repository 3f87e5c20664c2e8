// A network applied to posteriors that nobody has labelled.

import type { ModelCard } from './model-card.ts'

/** Tables that it can be saved as. */
export type AppliedFormat = 'csv' | 'ecsv' | 'votable' | 'npy'

/** How logits are read: as what probabilities, and which rows are kept for them. */
export interface AppliedReading {
  /** divides the logits; `null` to take them as they are */
  readonly temperature: number | null
  /** rows with at least this probability of this class, 0 to 1, are kept; `null` where nobody chose */
  readonly kept: { readonly classIndex: number; readonly threshold: number } | null
}

/** Every row of the files, in their order. */
export interface AppliedPredictions {
  readonly card: ModelCard
  readonly rows: number
  /** what holds the posteriors, in order, and how many rows each has */
  readonly files: readonly { readonly name: string; readonly rows: number }[]
  /** index in `files` per row */
  readonly file: Uint16Array<ArrayBuffer>
  /** row number in its file, from 0 */
  readonly row: Uint32Array<ArrayBuffer>
  /** names of the objects; `null` where the files have none */
  readonly ids: readonly (string | null)[] | null
  /** z_est, NaN where it is not known; `null` where the files have none */
  readonly redshift: Float64Array<ArrayBuffer> | null
  /** [row, class], of the network; NaN for a row that no network can take, because it holds NaN or +inf */
  readonly logits: Float32Array<ArrayBuffer>
  /** what a person should know, as sentences: rows without an answer, a zgrid that differs from that of training */
  readonly notes: readonly string[]
}
