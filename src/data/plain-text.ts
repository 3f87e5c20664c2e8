// Text as Python has it: strings, and bytes that stand for Latin-1 text.

/** Bytes become text, everything else stays. */
export function plainText(value: unknown): unknown {
  return value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value
}
