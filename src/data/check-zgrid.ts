// The redshift grid beside a data set, and the redshifts of the attributes on it.

import type { Finding, ZgridReport } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import type { Attributes } from '../core/targets.ts'
import { describeZgrid, nearestIndex } from '../core/zgrid.ts'
import { elementCount, formatShape } from '../formats/numpy-dtype.ts'
import { type Column, notNumbers } from '../formats/table.ts'
import { finding, formatRows, formatRowValues, formatShareOf } from './finding.ts'

/** A grid and the file it comes from. */
export interface Zgrid {
  readonly file: string
  /** redshift of each point, ascending */
  readonly values: Float64Array
}

/**
 * Reads an array of redshifts.
 * @param width values per row of X, which the grid must match
 * @throws StudioError `bad-input` for another length, and for values that are not finite and ascending
 */
export async function readZgrid(column: Column, width: number): Promise<Zgrid> {
  const { title: file, shape } = column
  if (shape.filter((size) => size !== 1).length > 1 || elementCount(shape) !== width) {
    throw wrongLength(file, `shape ${formatShape(shape)}`, width)
  }
  const read = await column.readAll()
  if (read.kind !== 'number') throw notNumbers(column)
  return requireAscending(file, read.values)
}

/**
 * Redshifts in the metadata of a table: numbers with commas or spaces between them, brackets around them or not.
 * @throws StudioError `bad-input` as `readZgrid`
 */
export function parseZgrid(text: string, table: string, width: number): Zgrid {
  const file = `${table}, metadata zgrid`
  const words = text.split(/[\s,[\]()]+/).filter((word) => word !== '')
  const values = Float64Array.from(words, Number)
  if (values.length !== width) throw wrongLength(file, `${values.length} values`, width)
  return requireAscending(file, values)
}

function requireAscending(file: string, values: Float64Array): Zgrid {
  const bad = [...values.keys()].filter(
    (i) => !Number.isFinite(values[i]) || (i > 0 && values[i]! <= values[i - 1]!),
  )
  if (bad.length === 0) return { file, values }
  throw new StudioError(
    'bad-input',
    `${file}: the redshifts are not finite and ascending (${formatRowValues(bad, (i) => values[i])}).`,
    'Sort the grid, or leave it out.',
  )
}

function wrongLength(file: string, found: string, width: number): StudioError {
  return new StudioError(
    'bad-input',
    `${file}: ${found}, but the posteriors have ${width} points.`,
    'A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
  )
}

/** What a report says about a grid. */
export function reportZgrid({ file, values }: Zgrid): ZgridReport {
  return { file, points: values.length, ...describeZgrid(values) }
}

/** Says where there is no grid, or one that is not even in ln(1+z) as the reference's. */
export function checkSpacing(report: ZgridReport | null): Finding[] {
  if (report === null) {
    const message =
      'No zgrid*.npy lies beside or above the data: posteriors are shown by point and not by redshift. Put the grid there to see redshifts.'
    return [finding('info', 'no-zgrid', message)]
  }
  const { file, spacing, points, first, last } = report
  if (spacing === 'ln(1+z)') return []
  const even = spacing === 'z' ? 'is even in z' : 'is even neither in ln(1+z) nor in z'
  const message = `${file}: the grid of ${points} points from z = ${first} to ${last} ${even}; the reference's is even in ln(1+z). Training works as it is; resample the posteriors if models shall be exchanged with those of the reference's grid.`
  return [finding('warning', 'zgrid-spacing', message, { file, counts: { points } })]
}

/** Distance that still counts as on the grid: float32 rounding, relative to 1+z. */
const ON_GRID = 2 ** -23

/** Redshifts of a split that are not points of the grid. */
export function checkRedshifts(
  file: string,
  attributes: readonly Attributes[],
  zgrid: Float64Array,
): Finding[] {
  const off: number[] = []
  let farthest = 0
  let without = 0
  attributes.forEach(({ redshift }, row) => {
    if (redshift === null || !Number.isFinite(redshift)) {
      off.push(row)
      without++
      return
    }
    const distance = Math.abs(zgrid[nearestIndex(zgrid, redshift)]! - redshift)
    if (distance <= ON_GRID * (1 + Math.abs(redshift))) return
    off.push(row)
    farthest = Math.max(farthest, distance)
  })
  if (off.length === 0) return []
  const nearest =
    without < off.length
      ? ` The nearest point, at most ${farthest.toPrecision(2)} away, stands for them.`
      : ''
  const message = `${file}: ${formatShareOf(off.length, attributes.length, 'redshift')} not on the zgrid: ${formatRowValues(off, (row) => attributes[row]!.redshift)}.${nearest}`
  const counts = { offGrid: off.length, notNumbers: without, rows: attributes.length }
  return [finding('warning', 'redshift-off-grid', message, { file, rows: off, counts })]
}

/** Objects without the log-evidence that the input logVraisemblance needs. */
export function checkLogEvidence(file: string, attributes: readonly Attributes[]): Finding[] {
  const without: number[] = []
  attributes.forEach(({ logEvidence }, row) => {
    if (logEvidence === null || !Number.isFinite(logEvidence)) without.push(row)
  })
  if (without.length === 0) return []
  const message = `${file}: ${formatShareOf(without.length, attributes.length, 'object')} without a finite log-evidence (${formatRows(without)}). The input logVraisemblance cannot be used.`
  const counts = { without: without.length, rows: attributes.length }
  return [finding('warning', 'unknown-log-evidence', message, { file, rows: without, counts })]
}
