// A structured NumPy array, which np.load reads without pickle: `table['probability']` is [row, class].
// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import type { AppliedPredictions, AppliedReading } from '../../core/applied.ts'
import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
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
/** Of a text: each row has the room of the longest, and 59,000 rows take 236 MB by this one. */
const MOST_CHARACTERS = 1000

/**
 * The array; fields `id` and `z_est` only where the files have them, `kept` where somebody chose. A row without an answer has
 * class_index -1, an empty class and NaN, and is not kept.
 * @throws StudioError `bad-input` for a text of more than 1,000 characters, with its row
 */
export function encodeNpyTable(applied: AppliedPredictions, reading: AppliedReading): Blob {
  const fields = fieldsOf(applied, reading)
  const size = fields.reduce((sum, field) => sum + field.size, 0)
  const pieces = [header(fields, applied.rows)]
  let view = new DataView(new ArrayBuffer(0))
  let at = 0
  for (const row of appliedRows(applied, reading)) {
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

function fieldsOf(
  { card, files, file: fileOf, ids, redshift }: AppliedPredictions,
  reading: AppliedReading,
): readonly Field[] {
  const classes = card.classes.length
  return [
    whole('row', ({ row }) => row),
    text(
      'file',
      files.map(({ name, rows }) => (rows === 0 ? '' : name)),
      ({ file }) => file,
      (file) => fileOf.indexOf(file),
    ),
    whole('file_row', ({ fileRow }) => fileRow),
    ...(ids === null
      ? []
      : [
          text(
            'id',
            ids,
            ({ id }) => id ?? '',
            (row) => row,
          ),
        ]),
    ...(redshift === null ? [] : [number('z_est', (row) => row.redshift)]),
    {
      name: 'class_index',
      type: '<i4',
      size: 4,
      write: (view, at, { classIndex }) => view.setInt32(at, classIndex, true),
    },
    text(
      'class',
      card.classes,
      ({ className }) => className,
      () => 0,
    ),
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
    ...(reading.kept === null ? [] : [truth('kept', ({ kept }) => kept)]),
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

function truth(name: string, of: (row: AppliedRow) => boolean): Field {
  return { name, type: '|b1', size: 1, write: (view, at, row) => view.setUint8(at, of(row) ? 1 : 0) }
}

/**
 * Text with room for the longest of some texts, four bytes for each character.
 * @param rowOf the first row that has the text at an index, for messages
 */
function text(
  name: string,
  texts: readonly (string | null)[],
  of: (row: AppliedRow) => string,
  rowOf: (index: number) => number,
): Field {
  const lengths = texts.map((each) => [...wellFormed(each ?? '')].length)
  const length = lengths.reduce((most, each) => Math.max(most, each), 1)
  if (length > MOST_CHARACTERS) throw tooLong(name, length, rowOf(lengths.indexOf(length)))
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

function tooLong(name: string, length: number, row: number): StudioError {
  return new StudioError(
    'bad-input',
    `Row ${formatInteger(row)} has ${formatInteger(length)} characters in ${name}; expected at most ${formatInteger(MOST_CHARACTERS)}, as every row of a NumPy array takes the room of the longest.`,
    'Save the table as CSV, ECSV or VOTable, or shorten the text.',
  )
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
