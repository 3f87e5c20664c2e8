// Fast copies in the browser's own storage, as plain data.

/** How much of the data set in use has been copied. */
export interface CopyState {
  readonly state: 'none' | 'partial' | 'complete'
  readonly doneBytes: number
  readonly totalBytes: number
  /** whether rows are read from it; a complete one may be held by another tab */
  readonly inUse: boolean
}

/** A copy as it lies in the storage. */
export interface StoredCopy {
  readonly fingerprint: string
  /** of the data set; empty where the manifest is damaged or absent */
  readonly name: string
  /** that it takes now */
  readonly bytes: number
  readonly complete: boolean
}
