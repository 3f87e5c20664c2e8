// The redshift grid beside a data set, and the redshifts of the attributes on it.

import type { Finding, ZgridReport } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import type { Attributes } from '../core/targets.ts'
import { describeZgrid, nearestIndex } from '../core/zgrid.ts'
import { openNpy, readNumbers } from '../formats/npy.ts'
import { elementCount, formatShape } from '../formats/numpy-dtype.ts'
import type { ByteSource } from '../formats/source.ts'
import { finding, formatRows, formatRowValues, formatShareOf } from './finding.ts'

/** A grid and the file it comes from. */
export interface Zgrid {
  readonly file: string
  /** redshift of each point, ascending */
  readonly values: Float64Array
}

/**
 * Reads a zgrid file.
 * @param width values per row of X, which the grid must match
 * @throws StudioError `bad-input` for another length, and for values that are not finite and ascending
 */
export async function readZgrid(source: ByteSource, width: number): Promise<Zgrid> {
  const npy = await openNpy(source)
  const points = elementCount(npy.shape)
  const file = npy.name
  if (npy.shape.filter((size) => size !== 1).length > 1 || points !== width) {
    throw new StudioError(
      'bad-input',
      `${file}: shape ${formatShape(npy.shape)}, but the posteriors have ${width} points.`,
      'A zgrid has one redshift per point. Choose the grid that belongs to these posteriors, or leave it out.',
    )
  }
  const values = await readNumbers(npy, source)
  const bad = [...values.keys()].filter(
    (i) => !Number.isFinite(values[i]) || (i > 0 && values[i]! <= values[i - 1]!),
  )
  if (bad.length > 0) {
    throw new StudioError(
      'bad-input',
      `${file}: the redshifts are not finite and ascending (${formatRowValues(bad, (i) => values[i])}).`,
      'Sort the grid, or leave it out.',
    )
  }
  return { file, values }
}

/** What a report says about a grid. */
export function reportZgrid({ file, values }: Zgrid): ZgridReport {
  return { file, points: values.length, ...describeZgrid(values) }
}

/** Says where there is no grid, or one that is not even in ln(1+z) as the reference's. */
export function checkSpacing(report: ZgridReport | null): Finding[] {
  if (report === null) {
    const message =
      'No zgrid*.npy lies beside or above the data: posteriors are shown by point and not by redshift.'
    return [finding('info', 'no-zgrid', message)]
  }
  const { file, spacing, points, first, last } = report
  if (spacing === 'ln(1+z)') return []
  const even = spacing === 'z' ? 'is even in z' : 'is even neither in ln(1+z) nor in z'
  const message = `${file}: the grid of ${points} points from z = ${first} to ${last} ${even}; the reference's is even in ln(1+z).`
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
