// Words and lists of words as they stand in sentences, the same wherever they do.

import { formatInteger } from './format.ts'

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** White space becomes one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

/** A power of ten and the like as classes are named by it: `1e-3`, `2.5e-3`. */
export function exponentText(value: number): string {
  return value.toExponential().replace('e+', 'e')
}

/** Objects per class, and of all of them: `8,846` and `5,340 + 3,506`. */
export function objectsText(counts: readonly number[]): { readonly all: string; readonly each: string } {
  return {
    all: formatInteger(counts.reduce((sum, count) => sum + count, 0)),
    each: counts.map(formatInteger).join(' + '),
  }
}
