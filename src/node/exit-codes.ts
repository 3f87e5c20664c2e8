// What each exit status of the commands means. Scripts branch on these numbers.

import type { ErrorCode } from '../core/errors.ts'

/** Exit statuses of every command. */
export const EXIT = {
  ok: 0,
  /** something was found that should not be: data that block training, an error over its limit, a loss that is not finite */
  problem: 1,
  /** arguments or files that cannot be used */
  badInput: 2,
  device: 3,
  interrupted: 130,
} as const

/** The exit status that an error ends a command with. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'bad-input':
    case 'file-gone':
      return EXIT.badInput
    case 'device':
    case 'out-of-memory':
    case 'worker':
      return EXIT.device
    case 'cancelled':
      return EXIT.interrupted
    case 'non-finite':
    case 'internal':
      return EXIT.problem
    default:
      return code satisfies never
  }
}
