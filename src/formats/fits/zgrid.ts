// The grid of redshifts that a FITS file may keep beside its table: an extension named ZGRID.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { formatShape } from '../numpy-dtype.ts'
import type { ByteSource } from '../source.ts'
import type { Column } from '../table.ts'
import { fitsColumn } from './column.ts'
import { numberContent } from './fields.ts'
import type { Hdu } from './hdu.ts'
import { rowElements } from './pieces.ts'

/** EXTNAME of the grid's extension. */
export const ZGRID = 'ZGRID'

const MOST_POINTS = 1_000_000
const IMAGE_CODES: Readonly<Record<number, string>> = {
  8: 'B',
  16: 'I',
  32: 'J',
  64: 'K',
  [-32]: 'E',
  [-64]: 'D',
}

/**
 * An image of one axis as a column.
 * @throws StudioError `bad-input` for more or fewer axes
 */
export function imageColumn(source: ByteSource, hdu: Hdu): Column {
  const { header, axes, dataStart, dataBytes, bitpix } = hdu
  if (axes.length !== 1) throw refuse(source, hdu, `it is an image of ${axes.length} axes`)
  const keywords = { scale: 'BSCALE', zero: 'BZERO', missing: 'BLANK' }
  const content = numberContent(header, IMAGE_CODES[bitpix]!, keywords)
  const { itemSize } = content
  const row = { source, dataStart, rowBytes: dataBytes, offset: 0, width: axes[0]! * itemSize, itemSize }
  return fitsColumn({
    name: ZGRID,
    title: `${source.name}, image ${ZGRID}`,
    file: source.name,
    shape: [1, axes[0]!],
    content,
    place: rowElements(row),
  })
}

/**
 * The values of the grid as a JSON array.
 * @param columns of the extension: one
 * @throws StudioError `bad-input` unless this is one column of finite numbers, at most a million
 */
export async function readZgrid(source: ByteSource, hdu: Hdu, columns: readonly Column[]): Promise<string> {
  const [column] = columns
  if (column === undefined || columns.length > 1)
    throw refuse(source, hdu, `it has ${columns.length} columns`)
  if (column.kind !== 'number') throw refuse(source, hdu, 'its column holds no numbers')
  const points = column.shape.reduce((product, size) => product * size, 1)
  if (points > MOST_POINTS) {
    throw refuse(
      source,
      hdu,
      `it has the shape ${formatShape(column.shape)}, above ${formatInteger(MOST_POINTS)} points`,
    )
  }
  const values = [...(await column.readAll()).values]
  const odd = values.findIndex((value) => !Number.isFinite(value))
  if (odd >= 0) throw refuse(source, hdu, `its value ${odd} is ${values[odd]}`)
  return JSON.stringify(values)
}

function refuse(source: ByteSource, { label }: Hdu, reason: string): StudioError {
  return new StudioError(
    'bad-input',
    `${source.name}: ${label} is no grid of redshifts: ${reason}; expected one column or one axis of finite numbers`,
    `Write the grid as a table of one column, or give the extension another name than ${ZGRID}.`,
  )
}
