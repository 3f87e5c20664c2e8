// CRC-32 as ZIP has it, four bytes a step: quicker than the decompression that it checks.
// Kounavis and Berry, "A systematic approach to building high performance software-based CRC generators", 2005

/** Reflected polynomial. */
const POLYNOMIAL = 0xedb88320
const TABLES = makeTables()

/**
 * Goes on with a checksum.
 * @param crc of the bytes before; 0 to begin
 * @returns unsigned, the checksum of all bytes so far
 */
export function updateCrc32(crc: number, bytes: Uint8Array): number {
  const [near, second, third, far] = TABLES
  const whole = bytes.length - (bytes.length % 4)
  let state = ~crc
  let i = 0
  for (; i < whole; i += 4) {
    state ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    state =
      far[state & 0xff]! ^ third[(state >>> 8) & 0xff]! ^ second[(state >>> 16) & 0xff]! ^ near[state >>> 24]!
  }
  for (; i < bytes.length; i++) state = near[(state ^ bytes[i]!) & 0xff]! ^ (state >>> 8)
  return ~state >>> 0
}

/** Table k holds the checksum of each byte followed by k zeros. */
function makeTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const near = new Int32Array(256).map((_, byte) => {
    let state = byte
    for (let bit = 0; bit < 8; bit++) state = state & 1 ? POLYNOMIAL ^ (state >>> 1) : state >>> 1
    return state
  })
  const shift = (table: Int32Array): Int32Array => table.map((state) => near[state & 0xff]! ^ (state >>> 8))
  const second = shift(near)
  const third = shift(second)
  return [near, second, third, shift(third)]
}
