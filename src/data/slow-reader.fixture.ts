// A reader by blocks for tests, with a log of its reads, which wait where a test wants them to.

import type { RowReader } from './dataset.ts'

/** Width of the rows: `[row, row + 0.5]`. */
export const WIDTH = 2

/** What a reader was asked for. */
export interface ReadLog {
  /** rows from `start`, in the order of the calls */
  readonly reads: (readonly [start: number, count: number])[]
  /** buffers that were read into */
  readonly buffers: Set<ArrayBufferLike>
  /** calls that have not ended, and the most of them at a time */
  pending: number
  mostPending: number
}

/**
 * Rows of two values.
 * @param before is awaited by each read, which fails with its error
 */
export function slowReader(
  rows: number,
  blockRows: number,
  before: (start: number) => Promise<void> = async () => {},
): { reader: RowReader & { blockRows: number }; log: ReadLog } {
  const log: ReadLog = { reads: [], buffers: new Set(), pending: 0, mostPending: 0 }
  return {
    log,
    reader: {
      rows,
      width: WIDTH,
      blockRows,
      read: async (start, count, out) => {
        log.reads.push([start, count])
        log.buffers.add(out.buffer)
        log.mostPending = Math.max(log.mostPending, ++log.pending)
        try {
          await before(start)
          for (let row = 0; row < count; row++) out.set(rowValues(start + row), row * WIDTH)
        } finally {
          log.pending--
        }
      },
    },
  }
}

/** The values of one row. */
export function rowValues(row: number): readonly number[] {
  return [row, row + 0.5]
}

/** Lets everything go on that waits for nothing else. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
