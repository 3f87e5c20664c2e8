// Sorting without comparisons: tens of thousands of rows in a few milliseconds, so that a table can follow a click at
// once. Radix sorts from the least significant digit (Knuth, The Art of Computer Programming 3, section 5.2.5).

/** Bits of a digit; four digits make a float64. */
const DIGIT_BITS = 16
/** Most values of a digit that several characters make. */
const MOST_VALUES = 2 ** DIGIT_BITS
const ALL_BITS = 0xffffffff
const SIGN_BIT = 0x80000000

/**
 * Sorts items by the numbers that belong to them. Stable; NaN comes last in both directions, and -0 equals 0.
 * @param items indices into `values`, in the order that decides between equal numbers
 * @returns the same items in a new array
 */
export function sortByNumber(
  items: Uint32Array,
  values: ArrayLike<number>,
  descending: boolean,
): Uint32Array<ArrayBuffer> {
  const count = items.length
  const low = new Uint32Array(count)
  const high = new Uint32Array(count)
  const number = new Float64Array(1)
  // the low word comes first: machines that run browsers are little-endian
  const words = new Uint32Array(number.buffer)
  for (let i = 0; i < count; i++) {
    const value = values[items[i]!]!
    if (Number.isNaN(value)) {
      low[i] = ALL_BITS
      high[i] = ALL_BITS
      continue
    }
    number[0] = value + 0
    const isNegative = words[1]! >= SIGN_BIT
    // unsigned integers in the order of the numbers: those below zero have all bits turned, the others the sign
    const turned = isNegative === descending ? 0 : ALL_BITS
    low[i] = words[0]! ^ turned
    high[i] = words[1]! ^ turned ^ (isNegative ? 0 : SIGN_BIT)
  }
  let order = firstOrder(count)
  for (const word of [low, high]) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      order = sortByDigit(order, word, shift, 2 ** DIGIT_BITS)
    }
  }
  return pick(items, order)
}

/**
 * Sorts items by texts, in the order of their UTF-16 code units, as `<` compares strings. Stable; items without a text
 * come last in both directions.
 * @param items indices into `texts`, in the order that decides between equal texts
 * @returns the same items in a new array
 */
export function sortByText(
  items: Uint32Array,
  texts: readonly (string | null)[],
  descending: boolean,
): Uint32Array<ArrayBuffer> {
  const { known, unknown } = partition(items, texts)
  const count = known.length
  const codes = characterCodes(known, texts)
  let order = firstOrder(count)
  // characters of several places make one digit, as long as it has few values: names differ in few characters
  let digits = new Uint32Array(count)
  let base = 1
  for (let end = codes.length; end > 0; end -= count) {
    const place = codes.subarray(end - count, end)
    const { ranks, used } = ranksOf(place)
    if (base > 1 && base * used > MOST_VALUES) {
      order = sortByDigit(order, digits, 0, base)
      digits = new Uint32Array(count)
      base = 1
    }
    for (let i = 0; i < count; i++) {
      const rank = ranks[place[i]!]!
      digits[i] = digits[i]! + base * (descending ? used - 1 - rank : rank)
    }
    base *= used
  }
  order = sortByDigit(order, digits, 0, base)
  const sorted = new Uint32Array(items.length)
  sorted.set(pick(known, order))
  sorted.set(unknown, count)
  return sorted
}

/** Items with a text, and those without one. */
function partition(
  items: Uint32Array,
  texts: readonly (string | null)[],
): { readonly known: Uint32Array; readonly unknown: Uint32Array } {
  const known = new Uint32Array(items.length)
  const unknown = new Uint32Array(items.length)
  let count = 0
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!
    if (texts[item] === null) unknown[i - count] = item
    else known[count++] = item
  }
  return { known: known.subarray(0, count), unknown: unknown.subarray(0, items.length - count) }
}

/** The characters as `[place, item]`: code unit + 1, and 0 where a text has ended before, so that `a` is before `ab`. */
function characterCodes(items: Uint32Array, texts: readonly (string | null)[]): Uint32Array {
  const count = items.length
  let longest = 0
  for (let i = 0; i < count; i++) {
    const { length } = texts[items[i]!]!
    if (length > longest) longest = length
  }
  const codes = new Uint32Array(longest * count)
  for (let i = 0; i < count; i++) {
    const text = texts[items[i]!]!
    for (let place = 0; place < text.length; place++) codes[place * count + i] = text.charCodeAt(place) + 1
  }
  return codes
}

/** For each code that occurs, how many smaller ones do; and how many do in all. */
function ranksOf(codes: Uint32Array): { readonly ranks: Uint32Array; readonly used: number } {
  let largest = 0
  for (let i = 0; i < codes.length; i++) if (codes[i]! > largest) largest = codes[i]!
  const ranks = new Uint32Array(largest + 1)
  for (let i = 0; i < codes.length; i++) ranks[codes[i]!] = 1
  let used = 0
  for (let code = 0; code <= largest; code++) {
    const occurs = ranks[code]!
    ranks[code] = used
    used += occurs
  }
  return { ranks, used }
}

/** One pass: a stable counting sort of positions by a digit of their word; `order` itself where all digits are equal. */
function sortByDigit(
  order: Uint32Array<ArrayBuffer>,
  words: Uint32Array,
  shift: number,
  base: number,
): Uint32Array<ArrayBuffer> {
  const count = order.length
  const mask = 2 ** Math.ceil(Math.log2(base)) - 1
  const ends = new Uint32Array(base)
  for (let i = 0; i < count; i++) ends[(words[i]! >>> shift) & mask]!++
  if (count === 0 || ends[(words[0]! >>> shift) & mask] === count) return order
  let total = 0
  for (let digit = 0; digit < base; digit++) {
    total += ends[digit]!
    ends[digit] = total
  }
  const sorted = new Uint32Array(count)
  for (let i = count - 1; i >= 0; i--) {
    const position = order[i]!
    const digit = (words[position]! >>> shift) & mask
    const end = ends[digit]! - 1
    ends[digit] = end
    sorted[end] = position
  }
  return sorted
}

function firstOrder(count: number): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  return order
}

function pick(items: Uint32Array, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const picked = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) picked[i] = items[order[i]!]!
  return picked
}
