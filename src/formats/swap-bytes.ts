// Big-endian elements to those of the host, which is little endian on every machine that runs a browser. Words are
// swapped whole, which is much quicker than byte by byte.

/**
 * Copies elements in reversed byte order.
 * @param bytes whole elements, at any offset of their buffer
 * @param itemSize bytes per element: 1, 2, 4 or 8
 * @param out as long as `bytes`, at a multiple of the element's size, or of 4 for 8
 */
export function swapInto(bytes: Uint8Array, itemSize: number, out: Uint8Array): void {
  if (itemSize === 1) {
    out.set(bytes)
    return
  }
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  if (itemSize === 2) {
    const from = new Uint16Array(buffer, byteOffset, bytes.length / 2)
    const to = new Uint16Array(out.buffer, out.byteOffset, from.length)
    for (let i = 0; i < from.length; i++) to[i] = (from[i]! << 8) | (from[i]! >>> 8)
    return
  }
  const from = new Uint32Array(buffer, byteOffset, bytes.length / 4)
  const to = new Uint32Array(out.buffer, out.byteOffset, from.length)
  if (itemSize === 4) for (let i = 0; i < from.length; i++) to[i] = swapWord(from[i]!)
  else {
    for (let i = 0; i < from.length; i += 2) {
      to[i] = swapWord(from[i + 1]!)
      to[i + 1] = swapWord(from[i]!)
    }
  }
}

function swapWord(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
