// What frames of LZ4 and Zstandard have in common: they follow each other, others to skip may lie between them, and each
// may say how much it holds.

import type { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { type PieceReader, readUint32 } from './decompress-pieces.ts'

/** Makes the error for a stream; the reason follows "its LZ4 data". */
export type Refuse = (reason: string) => StudioError

const SKIPPABLE = 0x184d2a50
/** Longest piece that is skipped at once. */
const SKIP_BYTES = 65_536

/**
 * The content of all frames of `reader`; `decode` gives that of one, from behind its `magic`.
 * @throws StudioError `bad-input` for bytes that start no frame
 */
export async function* frameContents(
  reader: PieceReader,
  magic: number,
  decode: () => AsyncGenerator<Uint8Array>,
  refuse: Refuse,
): AsyncGenerator<Uint8Array> {
  while (!(await reader.atEnd())) {
    const found = readUint32(await reader.take(4), 0)
    if (found === magic) yield* decode()
    else if ((found & 0xfffffff0) === SKIPPABLE) await skipFrame(reader)
    else throw refuse(`start with 0x${hex32(found)}; expected 0x${hex32(magic)}`)
  }
}

/** Refuses a frame that gave `total` bytes, or stopped beyond what it claims. `null`: it claims nothing. */
export function requireContentSize(total: number, claimed: number | null, refuse: Refuse): void {
  if (claimed === null || total === claimed) return
  const more = total > claimed ? 'more than ' : ''
  throw refuse(
    `give ${more}${formatInteger(Math.min(total, claimed))} bytes; their frame says ${formatInteger(claimed)}`,
  )
}

/** Eight hexadecimal digits. */
export function hex32(value: number): string {
  return value.toString(16).padStart(8, '0')
}

async function skipFrame(reader: PieceReader): Promise<void> {
  let left = readUint32(await reader.take(4), 0)
  while (left > 0) left -= (await reader.take(Math.min(left, SKIP_BYTES))).length
}
