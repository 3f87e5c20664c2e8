// FITS files written card by card, for what no library writes.

import { bytesSource } from '../source.ts'
import type { Table } from '../table.ts'
import { openFits } from './fits.ts'

/** One part of a FITS file: cards (`KEY = value`), padded, and data. */
export function part(cards: readonly string[], data: Uint8Array | string = ''): Uint8Array {
  const lines = cards.map((card) => {
    const [, keyword, value] = /^(\S+?)\s*=\s*(.*)$/.exec(card) ?? [undefined, '', '']
    return (keyword === '' ? card : `${keyword.padEnd(8)}= ${value.padStart(20)}`).padEnd(80)
  })
  const text = [...lines, 'END'.padEnd(80)].join('')
  const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data)
  const padded = (size: number) => Math.ceil(size / 2880) * 2880
  return Buffer.concat([
    Buffer.from(text.padEnd(padded(text.length)), 'latin1'),
    bytes,
    Buffer.alloc(padded(bytes.length) - bytes.length),
  ])
}

/** A primary part without data. */
const PRIMARY = part(['SIMPLE = T', 'BITPIX = 8', 'NAXIS = 0'])

/** A table of one part; `cards` replace or follow the usual ones. */
export function tablePart(
  rowBytes: number | string,
  rows: number | string,
  cards: readonly string[],
  data: Uint8Array | string = '',
): Uint8Array {
  const usual = [
    "XTENSION= 'BINTABLE'",
    'BITPIX = 8',
    'NAXIS = 2',
    `NAXIS1 = ${rowBytes}`,
    `NAXIS2 = ${rows}`,
  ]
  const rest = ['PCOUNT = 0', 'GCOUNT = 1', 'TFIELDS = 1']
  const keyOf = (card: string) => card.split('=')[0]!.trim()
  const replaced = [...usual, ...rest].map((card) => cards.find((own) => keyOf(own) === keyOf(card)) ?? card)
  return part([...replaced, ...cards.filter((card) => !replaced.includes(card))], data)
}

/** A whole file: a primary part without data, then these. */
export function file(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([PRIMARY, ...parts]))
}

/** Opens bytes as `X.fits`. */
export function open(bytes: Uint8Array): Promise<Table> {
  return openFits(bytesSource(bytes, 'X.fits'))
}
