// The parts of a FITS file (header and data units), found by their headers alone. Format: FITS standard 4.0, sections 3
// and 4.4.1.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged, trailingBytes, truncated } from '../damage.ts'
import { elementCount } from '../numpy-dtype.ts'
import { decodeLatin1 } from '../numpy-values.ts'
import { RECOGNISE_BYTES, tableFormatOf, wrongFormat } from '../recognise.ts'
import { type ByteSource, sliceExactly } from '../source.ts'
import {
  BLOCK_BYTES,
  type FitsHeader,
  isTrue,
  readHeader,
  required,
  sizeOf,
  textOf,
  wholeOf,
  wrongValue,
} from './header.ts'

/** One part of a FITS file: its header and where its data lie. */
export interface Hdu {
  readonly header: FitsHeader
  /** for messages: `primary`, `extension 2 (BINTABLE PDF)` */
  readonly label: string
  readonly kind: 'image' | 'table' | 'other'
  /** EXTNAME in capitals */
  readonly name: string
  readonly bitpix: number
  /** NAXIS1, NAXIS2 ... */
  readonly axes: readonly number[]
  readonly dataStart: number
  readonly dataBytes: number
  /** position of the first byte behind the last block */
  readonly end: number
}

const MOST_HDUS = 1000
const ZEROS_PER_READ = 2 ** 20
const BITPIX = [8, 16, 32, 64, -32, -64]

/**
 * Reads the header at `start` and checks that the file has the data that it announces (the padding of the last block
 * may be missing). `null` at the end of the file.
 * @param index 0 for the primary part, then 1, 2 ...
 * @throws StudioError `bad-input`
 */
export async function readHdu(source: ByteSource, index: number, start: number): Promise<Hdu | null> {
  if (!(await startsHdu(source, index, start))) return null
  if (index >= MOST_HDUS) {
    throw new StudioError(
      'bad-input',
      `${source.name} has more than ${formatInteger(MOST_HDUS)} HDUs`,
      'Write the table to a file of its own.',
    )
  }
  const where = index === 0 ? source.name : `${source.name}, extension ${index}`
  const header = await readHeader(source, start, where)
  const xtension = index === 0 ? '' : (textOf(header, 'XTENSION') ?? '')
  const name = textOf(header, 'EXTNAME') ?? ''
  const label = labelOf(index, xtension, name)
  const bitpix = Number(required(header, 'BITPIX', wholeOf(header, 'BITPIX')))
  if (!BITPIX.includes(bitpix)) throw wrongValue(header, 'BITPIX', BITPIX.join(', '))
  const axes = axesOf(header)
  const dataBytes = dataSize(header, bitpix, axes)
  const dataEnd = header.end + dataBytes
  if (dataEnd > source.byteLength)
    throw truncated(source.name, dataEnd, `to the end of ${label}`, source.byteLength)
  return {
    header,
    label,
    kind: kindOf(index, xtension),
    name: name.trim().toUpperCase(),
    bitpix,
    axes,
    dataStart: header.end,
    dataBytes,
    end: header.end + Math.ceil(dataBytes / BLOCK_BYTES) * BLOCK_BYTES,
  }
}

/**
 * Whether there is a header; zeros up to the end of the file are padding. Other bytes are refused: where a length is too
 * small, the rest of the data lies there.
 */
async function startsHdu(source: ByteSource, index: number, start: number): Promise<boolean> {
  const { name, byteLength } = source
  if (index > 0 && start >= byteLength) return false
  const head = await sliceExactly(source, start, Math.min(byteLength, start + RECOGNISE_BYTES))
  const text = decodeLatin1(head)
  if (index === 0) {
    if (/^SIMPLE {2}= +T *(\/|$)/.test(text.slice(0, 80))) return true
    throw notFits(head, name)
  }
  if (text.startsWith('XTENSION=')) return true
  if (await hasOnlyZeros(source, start)) return false
  throw trailingBytes(name, start, 'for its parts', byteLength)
}

/** Whether all bytes from `start` are 0; reads up to the first that is not. */
async function hasOnlyZeros(source: ByteSource, start: number): Promise<boolean> {
  for (let at = start; at < source.byteLength; at += ZEROS_PER_READ) {
    const bytes = await sliceExactly(source, at, Math.min(source.byteLength, at + ZEROS_PER_READ))
    if (bytes.some((byte) => byte !== 0)) return false
  }
  return true
}

function notFits(head: Uint8Array, name: string): StudioError {
  if (tableFormatOf(head) === 'fits') return damaged(name, 'expected SIMPLE = T at its start')
  const hint = 'Write the table with astropy: table.write(path, format="fits").'
  return wrongFormat(head, name, 'a FITS file', hint)
}

function labelOf(index: number, xtension: string, name: string): string {
  if (index === 0) return 'primary'
  return `extension ${index} (${`${xtension} ${name.trim()}`.trim()})`
}

function kindOf(index: number, xtension: string): Hdu['kind'] {
  if (index === 0 || xtension === 'IMAGE') return 'image'
  return xtension === 'BINTABLE' ? 'table' : 'other'
}

function axesOf(header: FitsHeader): number[] {
  const count = required(header, 'NAXIS', sizeOf(header, 'NAXIS', 0, 999))
  return Array.from({ length: count }, (_, i) => {
    const keyword = `NAXIS${i + 1}`
    return required(header, keyword, sizeOf(header, keyword))
  })
}

function dataSize(header: FitsHeader, bitpix: number, axes: readonly number[]): number {
  if (axes.length === 0) return 0
  // random groups, an old form of the primary part, say so by an empty first axis
  const grouped = axes[0] === 0 && isTrue(header, 'GROUPS') ? axes.slice(1) : axes
  const parameters = sizeOf(header, 'PCOUNT') ?? 0
  const groups = sizeOf(header, 'GCOUNT', 1) ?? 1
  const bytes = (Math.abs(bitpix) / 8) * groups * (parameters + elementCount(grouped))
  if (Number.isSafeInteger(bytes)) return bytes
  throw damaged(header.where, `it claims the axes ${axes.join(' x ')}, more bytes than any file can hold`)
}
