// Rows as a network can take them. Nobody has scanned unlabelled posteriors before, so each row is looked at when it is read:
// what no network can take becomes zeros, and the reason is kept, so that one row does not stop all others.

import type { InputId } from '../../core/run.ts'
import type { RowReader } from '../dataset.ts'
import { blockRowsOf, type RawRows } from '../scan.ts'

/** What was noticed of a row: why it has no answer, or whose floor it has. */
export const NOTICED = {
  nothing: 0,
  /** holds NaN or +inf */
  nonFinite: 1,
  /** is -inf at every redshift */
  empty: 2,
  /** exp() is not finite in float32, and the network takes the PDF */
  overflow: 3,
  /** has an answer: its -inf became its own lowest finite value */
  ownFloor: 4,
} as const

export type Noticed = (typeof NOTICED)[keyof typeof NOTICED]

/** Whether a network has no answer for such a row. */
export function isUnanswerable(noticed: number): boolean {
  return noticed !== NOTICED.nothing && noticed !== NOTICED.ownFloor
}

/** A reader, and what it noticed of every row that was read. */
export interface AnswerableRows {
  readonly x: RowReader
  /** values of `NOTICED`, one per row */
  readonly noticed: Uint8Array
}

/** What a network takes. */
export interface AnswerableOptions {
  readonly input: InputId
  /** what -inf is read as; `null` where it is not known: p = 0 of a PDF, else the lowest finite value of the row */
  readonly floor: number | null
}

/** Rows of a file as rows for a network. Reading a row again notices the same again. */
export function answerableRows(raw: RawRows, options: AnswerableOptions): AnswerableRows {
  const { rows, width, quick, forward } = raw
  const noticed = new Uint8Array(rows)
  return {
    noticed,
    x: {
      rows,
      width,
      // blocks are read two at a time, which would start a compressed stream again and again
      ...(quick || forward ? {} : { blockRows: blockRowsOf(width) }),
      read: async (start, count, out) => {
        await raw.read(start, count, out)
        for (let i = 0; i < count; i++) {
          noticed[start + i] = mend(out.subarray(i * width, (i + 1) * width), options)
        }
      },
    },
  }
}

/** Makes a row fit for a network in place. */
function mend(values: Float32Array, { input, floor }: AnswerableOptions): Noticed {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  let isBad = false
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value - value === 0) {
      if (value < lowest) lowest = value
      if (value > highest) highest = value
    } else if (value !== Number.NEGATIVE_INFINITY) isBad = true
  }
  const reason = isBad
    ? NOTICED.nonFinite
    : lowest > highest
      ? NOTICED.empty
      : input === 'PDF' && Math.fround(Math.exp(highest)) === Number.POSITIVE_INFINITY
        ? NOTICED.overflow
        : NOTICED.nothing
  if (reason !== NOTICED.nothing) {
    values.fill(0)
    return reason
  }
  // exp(-inf) is what the PDF of the file says: 0
  if (input === 'PDF' && floor === null) return NOTICED.nothing
  let floored = false
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== Number.NEGATIVE_INFINITY) continue
    values[i] = floor ?? lowest
    floored = true
  }
  return floored && floor === null ? NOTICED.ownFloor : NOTICED.nothing
}
