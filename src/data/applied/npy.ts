// A structured NumPy array, which np.load reads without pickle: `table['probability']` is [row, class].
// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import type { AppliedPredictions } from '../../core/applied.ts'
import { type AppliedRow, appliedRows, wellFormed } from './rows.ts'

/** One field of the records. */
interface Field {
  readonly name: string
  /** in NumPy's notation, without the shape */
  readonly type: string
  /** bytes */
  readonly size: number
  /** values of one row, where they are several */
  readonly length?: number
  readonly write: (view: DataView, at: number, row: AppliedRow) => void
}

/** Records that are written into one piece. */
const PIECE_ROWS = 4096
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]
const ALIGNMENT = 64

/**
 * The array; fields `id` and `z_est` only where the files have them. A row without an answer has class_index -1, an empty class
 * and NaN.
 * @param temperature divides the logits; `null` to take them as they are
 */
export function encodeNpyTable(applied: AppliedPredictions, temperature: number | null): Blob {
  const fields = fieldsOf(applied)
  const size = fields.reduce((sum, field) => sum + field.size, 0)
  const pieces = [header(fields, applied.rows)]
  let view = new DataView(new ArrayBuffer(0))
  let at = 0
  for (const row of appliedRows(applied, temperature)) {
    if (at === view.byteLength) {
      const bytes = new Uint8Array(size * Math.min(PIECE_ROWS, applied.rows - row.row))
      pieces.push(bytes)
      view = new DataView(bytes.buffer)
      at = 0
    }
    for (const field of fields) {
      field.write(view, at, row)
      at += field.size
    }
  }
  return new Blob(pieces, { type: 'application/octet-stream' })
}

function fieldsOf({ card, files, ids, redshift }: AppliedPredictions): readonly Field[] {
  const classes = card.classes.length
  return [
    whole('row', ({ row }) => row),
    text('file', longest(files.map(({ name }) => name)), ({ file }) => file),
    whole('file_row', ({ fileRow }) => fileRow),
    ...(ids === null ? [] : [text('id', longest(ids), ({ id }) => id ?? '')]),
    ...(redshift === null ? [] : [number('z_est', (row) => row.redshift)]),
    {
      name: 'class_index',
      type: '<i4',
      size: 4,
      write: (view, at, { classIndex }) => view.setInt32(at, classIndex, true),
    },
    text('class', longest(card.classes), ({ className }) => className),
    {
      name: 'probability',
      type: '<f8',
      size: 8 * classes,
      length: classes,
      write: (view, at, { probabilities }) => {
        probabilities.forEach((value, i) => {
          view.setFloat64(at + 8 * i, value, true)
        })
      },
    },
    number('confidence', ({ confidence }) => confidence),
  ]
}

function whole(name: string, of: (row: AppliedRow) => number): Field {
  return {
    name,
    type: '<i8',
    size: 8,
    write: (view, at, row) => view.setBigInt64(at, BigInt(of(row)), true),
  }
}

function number(name: string, of: (row: AppliedRow) => number): Field {
  return { name, type: '<f8', size: 8, write: (view, at, row) => view.setFloat64(at, of(row), true) }
}

/** Text of at most `length` characters, four bytes each. */
function text(name: string, length: number, of: (row: AppliedRow) => string): Field {
  return {
    name,
    type: `<U${length}`,
    size: 4 * length,
    write: (view, at, row) => {
      let place = at
      for (const character of of(row)) {
        view.setUint32(place, character.codePointAt(0)!, true)
        place += 4
      }
    },
  }
}

/** Characters of the longest text, at least one. */
function longest(texts: readonly (string | null)[]): number {
  return texts.reduce((most, each) => Math.max(most, [...wellFormed(each ?? '')].length), 1)
}

/** Magic, version 1.0 and the head's text, padded to a multiple of 64 bytes. */
function header(fields: readonly Field[], rows: number): Uint8Array<ArrayBuffer> {
  const types = fields.map(({ name, type, length }) =>
    length === undefined ? `('${name}', '${type}')` : `('${name}', '${type}', (${length},))`,
  )
  const head = `{'descr': [${types.join(', ')}], 'fortran_order': False, 'shape': (${rows},), }`
  const unpadded = MAGIC.length + 2 + head.length + 1
  const bytes = new Uint8Array(Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT).fill(0x20)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint16(MAGIC.length, bytes.length - MAGIC.length - 2, true)
  bytes.set(new TextEncoder().encode(head), MAGIC.length + 2)
  bytes[bytes.length - 1] = 0x0a
  return bytes
}
