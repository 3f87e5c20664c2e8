// A limit that a plan exceeds, in words. Both numbers are rounded so that the larger one still looks larger.

import { formatInteger } from './format.ts'
import type { ExceededLimit } from './plan.ts'

/** What is exceeded, with both numbers in MB (1e6 bytes), and what a person can do. */
export function exceededText({ kind, needed, limit }: ExceededLimit): {
  readonly message: string
  readonly hint: string
} {
  const need = `${formatInteger(Math.ceil(needed / 1e6))} MB`
  const most = `${formatInteger(Math.floor(limit / 1e6))} MB`
  switch (kind) {
    case 'memory':
      return {
        message: `This run needs at least ${need}, and the memory limit is ${most}.`,
        hint: 'It can be started all the same, and then takes more. Choose a smaller model, shorter data or a higher limit.',
      }
    case 'buffer':
      return {
        message: `The largest tensor of this run takes ${need}, and this GPU allows ${most} for one.`,
        hint: 'Training on it will most likely fail. Choose a smaller model, shorter data or the backend wasm.',
      }
    default:
      return kind satisfies never
  }
}
