// Checks Arrow's metadata before apache-arrow decodes them: that library trusts every length in them, and an offset
// that leads back would keep it busy for ever. What passes here is decoded in time and memory like the metadata's size.
// Format: https://flatbuffers.dev/internals/

import { formatInteger } from '../../core/format.ts'

/** Where a slot of a table leads. Slots that hold plain numbers need not be named. */
export type Slot =
  | { readonly to: 'string' }
  /** numbers or structs, of this many bytes each */
  | { readonly to: 'items'; readonly bytes: number }
  | { readonly to: 'table'; readonly shape: TableShape }
  | { readonly to: 'tables'; readonly shape: TableShape }

/** The slots of a table, by their numbers in Arrow's `.fbs` files. */
export interface TableShape {
  [slot: number]: Slot
}

/** Schemas are no deeper than their types are nested. */
const MOST_DEPTH = 64
/** Parts of a message may be shared, so that it seems longer than it is; not more often than this. */
const MOST_SHARED = 16

/** Checks the root table of a buffer and everything below. @throws Error or RangeError with the reason */
export function verifyFlatbuffer(bytes: Uint8Array, shape: TableShape): void {
  const view = viewOf(bytes)
  let budget = MOST_SHARED * bytes.length

  function claim(start: number, length: number): void {
    budget -= length
    if (start < 0 || start + length > bytes.length || budget < 0) {
      throw new Error(`${formatInteger(length)} bytes at position ${formatInteger(start)} are too many`)
    }
  }

  function verifyTable(at: number, shape: TableShape, depth: number): void {
    if (depth > MOST_DEPTH) throw new Error(`tables are nested deeper than ${MOST_DEPTH}`)
    const slots = slotsOf(view, at)
    claim(at, slots.bytes)
    claim(slots.start, slots.count * 2)
    for (let slot = 0; slot < slots.count; slot++) {
      const position = slots.find(slot)
      if (position === 0) continue
      if (position >= at + slots.bytes) throw new Error(`slot ${slot} lies outside its table`)
      const leads = shape[slot]
      if (leads !== undefined) follow(position + view.getUint32(position, true), leads, depth)
    }
  }

  function follow(at: number, slot: Slot, depth: number): void {
    if (slot.to === 'table') {
      verifyTable(at, slot.shape, depth + 1)
      return
    }
    const length = view.getUint32(at, true)
    const itemBytes = slot.to === 'string' ? 1 : slot.to === 'items' ? slot.bytes : 4
    claim(at, 4 + length * itemBytes)
    if (slot.to !== 'tables') return
    for (let item = at + 4; item < at + 4 + 4 * length; item += 4) {
      verifyTable(item + view.getUint32(item, true), slot.shape, depth + 1)
    }
  }

  verifyTable(view.getUint32(0, true), shape, 0)
}

/** The number in a slot of the root table, or of the table that its slot `through` leads to; 0 if absent. */
export function readSlot(bytes: Uint8Array, slot: number, size: 1 | 2, through?: number): number {
  const view = viewOf(bytes)
  let at = view.getUint32(0, true)
  if (through !== undefined) {
    const link = slotsOf(view, at).find(through)
    if (link === 0) return 0
    at = link + view.getUint32(link, true)
  }
  const position = slotsOf(view, at).find(slot)
  if (position === 0) return 0
  return size === 1 ? view.getUint8(position) : view.getInt16(position, true)
}

/** The table's directory of slots, which tables share. */
function slotsOf(view: DataView, at: number) {
  const directory = at - view.getInt32(at, true)
  // signed, as the library reads it; of an odd size, it would read a slot more than are counted here
  const size = view.getInt16(directory, true)
  if (size < 4 || size % 2 !== 0) throw new Error(`a directory of slots has ${formatInteger(size)} bytes`)
  const count = (size - 4) / 2
  return {
    start: directory + 4,
    count,
    /** bytes of the table itself */
    bytes: view.getUint16(directory + 2, true),
    /** position of a slot's value; 0 if absent */
    find: (slot: number) => {
      const offset = slot < count ? view.getInt16(directory + 4 + 2 * slot, true) : 0
      if (offset < 0) throw new Error(`slot ${slot} lies ${formatInteger(-offset)} bytes before its table`)
      return offset === 0 ? 0 : at + offset
    },
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
