// What is said of files that are not whole: the same words for every format.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'

/** What to do about a file that was damaged on its way. */
export const COPY_AGAIN = 'Copy or download it again, or write it again.'

/** The error for bytes that contradict each other. `name` is the file's or the column's title, `reason` a clause. */
export function damaged(name: string, reason: string, options?: ErrorOptions): StudioError {
  return new StudioError('bad-input', `${name} is damaged: ${reason}`, COPY_AGAIN, options)
}

/** The error for a file of `actual` bytes that needs `expected`; `why` follows the number: `for its header`. */
export function truncated(name: string, expected: number, why: string, actual: number): StudioError {
  return new StudioError(
    'bad-input',
    `${name} is truncated: expected ${formatInteger(expected)} bytes ${why}, the file has ${formatInteger(actual)}`,
    COPY_AGAIN,
  )
}

/** The error for a file of `actual` bytes that ends otherwise than with `what`. */
export function unclosed(name: string, what: string, actual: number): StudioError {
  return new StudioError(
    'bad-input',
    `${name} is truncated or was not closed: expected ${what} at its end, the file has ${formatInteger(actual)} bytes`,
    'Copy or download it again; a program that writes it must close it.',
  )
}

/** The error for a file of `actual` bytes whose content takes `expected`; `why` follows the number. */
export function trailingBytes(name: string, expected: number, why: string, actual: number): StudioError {
  return new StudioError(
    'bad-input',
    `${name} has trailing bytes: expected ${formatInteger(expected)} bytes ${why}, the file has ${formatInteger(actual)}`,
    TWO_IN_ONE,
  )
}

/** What to do about more bytes than there should be. */
export const TWO_IN_ONE = 'It may be two files in one, or damaged. Write it again.'
