// How large a PNG is on paper. Canvases write no pHYs chunk, so that programs would take 72 or 96 dots per inch for granted.
// PNG specification, third edition, sections 5.3 (chunk layout) and 11.3.4.3 (pHYs)

import { StudioError } from './errors.ts'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Bytes of a chunk besides its data: length, type, checksum. */
const FRAME = 12
/** pHYs gives pixels per metre. */
const UNIT_METRE = 1

/**
 * The same PNG with a pHYs chunk before its image data, in place of one that it may have.
 * @param pixelsPerMetre of both axes; 11,811 for 300 dpi
 * @throws StudioError `bad-input` if the bytes are no whole PNG
 */
export function withDensity(png: Uint8Array, pixelsPerMetre: number): Uint8Array<ArrayBuffer> {
  if (SIGNATURE.some((byte, i) => png[i] !== byte)) throw notPng('its first eight bytes are others')
  const kept = readChunks(png).filter(({ type }) => type !== 'pHYs')
  const image = kept.findIndex(({ type }) => type === 'IDAT')
  if (image < 0) throw notPng('it has no image data')
  const parts = [
    Uint8Array.from(SIGNATURE),
    ...kept.slice(0, image).map(({ bytes }) => bytes),
    densityChunk(pixelsPerMetre),
    ...kept.slice(image).map(({ bytes }) => bytes),
  ]
  return concatenate(parts)
}

interface Chunk {
  readonly type: string
  /** with length, type and checksum */
  readonly bytes: Uint8Array
}

function readChunks(png: Uint8Array): Chunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: Chunk[] = []
  for (let start = SIGNATURE.length; start < png.length; ) {
    const end = start + FRAME <= png.length ? start + FRAME + view.getUint32(start) : Number.POSITIVE_INFINITY
    if (end > png.length) throw notPng('it ends within a chunk')
    const type = String.fromCharCode(...png.subarray(start + 4, start + 8))
    chunks.push({ type, bytes: png.subarray(start, end) })
    start = end
  }
  return chunks
}

function densityChunk(pixelsPerMetre: number): Uint8Array {
  const chunk = new Uint8Array(FRAME + 9)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, 9)
  chunk.set(
    [...'pHYs'].map((letter) => letter.charCodeAt(0)),
    4,
  )
  view.setUint32(8, pixelsPerMetre)
  view.setUint32(12, pixelsPerMetre)
  view.setUint8(16, UNIT_METRE)
  view.setUint32(17, crc32(chunk.subarray(4, 17)))
  return chunk
}

/** CRC-32 bit by bit: it sees 13 bytes. */
function crc32(bytes: Uint8Array): number {
  let state = -1
  for (const byte of bytes) {
    state ^= byte
    for (let bit = 0; bit < 8; bit++) state = state & 1 ? 0xedb88320 ^ (state >>> 1) : state >>> 1
  }
  return ~state >>> 0
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function notPng(why: string): StudioError {
  return new StudioError('bad-input', `Expected a PNG, ${why}.`)
}
