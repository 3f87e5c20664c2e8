// An HDF5 file as plain data: what the writer takes and what the reader gives.

/** Value of an attribute; a number is a float64 scalar, a text is UTF-8. */
export type Hdf5Attribute = string | number | readonly string[] | Float64Array

/** Values with a shape, float32, row-major. */
export interface Hdf5Dataset {
  /** empty for a scalar */
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** A folder of an HDF5 file, or the file itself. */
export interface Hdf5Group {
  readonly attributes: Readonly<Record<string, Hdf5Attribute>>
  readonly groups: Readonly<Record<string, Hdf5Group>>
  readonly datasets: Readonly<Record<string, Hdf5Dataset>>
}
