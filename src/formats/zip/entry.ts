// Where an entry's bytes lie in a ZIP archive, after everything that can be known without expanding it was checked.

import { StudioError } from '../../core/errors.ts'
import { formatInteger } from '../../core/format.ts'
import { damaged } from '../damage.ts'
import { type ByteSource, partSource, sliceExactly } from '../source.ts'
import type { ZipEntry } from './directory.ts'

/** Local header without name and extra fields. */
const HEADER_BYTES = 30
const SIGNATURE = 0x04034b50
const HAS_DESCRIPTOR = 8
const IN_ZIP64 = 0xffffffff
const MOST_BYTES = 64 * 2 ** 30
/** Deflate's own maximum is 1,032. */
const MOST_RATIO = 1100
/** Below this an entry may expand as it likes. */
const HARMLESS_BYTES = 2 ** 20
const METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  20: 'Zstandard',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
}

/**
 * The bytes of an entry as the archive holds them, found through its local header.
 * @param title of the entry, for messages and as the name of the result
 * @throws StudioError `bad-input` where the local header contradicts the directory or the data reach into the next entry
 */
export async function locateEntry(source: ByteSource, entry: ZipEntry, title: string): Promise<ByteSource> {
  const { offset, nameBytes, compressedSize, limit } = entry
  const head = await sliceExactly(source, offset, offset + HEADER_BYTES + nameBytes.length)
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const found = contradiction(view, entry)
  if (found !== undefined) {
    throw damaged(title, `its local header has another ${found} than the directory of the archive`)
  }
  const start = offset + head.length + view.getUint16(28, true)
  const end = start + compressedSize
  if (end > limit) {
    throw damaged(
      title,
      `it reaches to byte ${formatInteger(end)} of the archive, beyond the next one at ${formatInteger(limit)}`,
    )
  }
  return partSource(source, start, end, title)
}

/**
 * Refuses entries that cannot be read or claim to expand without measure.
 * @throws StudioError `bad-input`
 */
export function requireReadable({ encrypted, method, size, compressedSize }: ZipEntry, title: string): void {
  if (encrypted) {
    throw new StudioError('bad-input', `${title} is encrypted`, 'Unpack it with its password first.')
  }
  if (method !== 0 && method !== 8) {
    throw new StudioError(
      'bad-input',
      `${title} is compressed with ${METHODS[method] ?? 'an unknown method'} (ZIP method ${method}); expected stored or deflated`,
      'Write it again with np.savez or np.savez_compressed.',
    )
  }
  if (method === 0 && size !== compressedSize) {
    throw damaged(
      title,
      `it is stored as ${formatInteger(compressedSize)} bytes and said to have ${formatInteger(size)}`,
    )
  }
  if (size > MOST_BYTES) {
    throw damaged(
      title,
      `it claims ${formatInteger(size)} bytes; expected at most ${formatInteger(MOST_BYTES)}`,
    )
  }
  if (size > HARMLESS_BYTES && size > compressedSize * MOST_RATIO) {
    throw damaged(
      title,
      `it claims ${formatInteger(size)} bytes out of ${formatInteger(compressedSize)}; expected at most ${formatInteger(MOST_RATIO)} times as many`,
    )
  }
}

/** The first field in which a local header differs from the directory, in words. */
function contradiction(view: DataView, entry: ZipEntry): string | undefined {
  if (view.getUint32(0, true) !== SIGNATURE) return 'signature'
  const flags = view.getUint16(6, true)
  if (((flags & 1) !== 0) !== entry.encrypted) return 'encryption'
  if (!entry.encrypted && view.getUint16(8, true) !== entry.method) return 'method'
  const { nameBytes } = entry
  if (view.getUint16(26, true) !== nameBytes.length) return 'name'
  if (nameBytes.some((byte, i) => view.getUint8(HEADER_BYTES + i) !== byte)) return 'name'
  // whoever writes a stream knows neither checksum nor sizes yet, and puts them behind the data
  if ((flags & HAS_DESCRIPTOR) !== 0) return undefined
  if (view.getUint32(14, true) !== entry.crc32) return 'checksum'
  const sameSize = (at: number, size: number): boolean =>
    view.getUint32(at, true) === IN_ZIP64 || view.getUint32(at, true) === size
  return sameSize(18, entry.compressedSize) && sameSize(22, entry.size) ? undefined : 'size'
}
