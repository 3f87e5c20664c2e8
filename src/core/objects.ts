// All objects of a data set as columns: what the page's table sorts and filters.

/** Where an object went. */
export const PLACES = ['train', 'validation', 'test', 'natural', 'none'] as const
/** A split; `natural`: only in the test at natural prevalence; `none`: left out. */
export type Place = (typeof PLACES)[number]

/** Columns of equal length, one value per object, in the order of the files. A number is NaN where it is not known. */
export interface ObjectColumns {
  readonly length: number
  /** index in `PLACES` */
  readonly place: Uint8Array<ArrayBuffer>
  /** index in `files` */
  readonly file: Uint8Array<ArrayBuffer>
  /** titles of the arrays that hold the posteriors */
  readonly files: readonly string[]
  /** row number in its file, from 0 */
  readonly row: Uint32Array<ArrayBuffer>
  /** class index; `NO_CLASS` without one */
  readonly label: Uint8Array<ArrayBuffer>
  /** shown names, in class order */
  readonly labels: readonly string[]
  readonly redshift: Float64Array<ArrayBuffer>
  readonly deltaZ: Float64Array<ArrayBuffer>
  /** index in `statuses`; the last one, '', where it is not known */
  readonly status: Uint8Array<ArrayBuffer>
  readonly statuses: readonly string[]
  readonly flag: Float64Array<ArrayBuffer>
  readonly logEvidence: Float64Array<ArrayBuffer>
  /** effective width of the posterior in points: 1 / (sum of squared probabilities per point) */
  readonly width: Float64Array<ArrayBuffer>
  /** names of the objects; `null` where the data have none */
  readonly ids: readonly (string | null)[] | null
}

/** `label` of an object without a class. */
export const NO_CLASS = 255

/** All objects, and the redshift of each point of their posteriors. */
export interface LoadedObjects {
  readonly columns: ObjectColumns
  /** `null` where no zgrid was found */
  readonly zgrid: Float64Array<ArrayBuffer> | null
}
