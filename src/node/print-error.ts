// Errors as two lines: what happened, and what to do.

import type { ErrorReport } from '../core/errors.ts'
import type { Console } from './console.ts'

/** Writes an error on standard error; a defect of the studio comes with its stack. */
export function printError(console: Console, { code, message, hint, stack }: ErrorReport): void {
  console.printError(`Error: ${oneLine(message)}`)
  if (hint !== '') console.printError(`Hint: ${oneLine(hint)}`)
  if (code === 'internal' && stack !== undefined) console.printError(stack)
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ')
}
