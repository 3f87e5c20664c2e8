// Errors that a person can act on. They cross the worker's boundary as plain data; the page branches on `code`.

/** Where an error came from, as far as the page needs to tell them apart. */
export type ErrorCode =
  | 'bad-input' // a file or an argument is wrong: the person can mend it
  | 'file-gone' // a chosen file was changed, removed or is no longer permitted
  | 'cancelled' // the person stopped the work
  | 'device' // the GPU or the wasm engine failed
  | 'non-finite' // the loss became NaN or infinite
  | 'out-of-memory'
  | 'worker' // the worker died or does not answer
  | 'internal' // a defect of the studio

/** An error with a code to branch on and a hint that says what to do. */
export class StudioError extends Error {
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint = '', options?: ErrorOptions) {
    super(message, options)
    this.name = 'StudioError'
    this.code = code
    this.hint = hint
  }
}

/** An error as plain data. */
export interface ErrorReport {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  readonly stack?: string
}

/** Any thrown value as plain data: `StudioError`s keep their code, aborts become `cancelled`, the rest is `internal`. */
export function describeError(thrown: unknown): ErrorReport {
  if (thrown instanceof StudioError) {
    return withStack({ code: thrown.code, message: thrown.message, hint: thrown.hint }, thrown.stack)
  }
  if (thrown instanceof Error) {
    const code: ErrorCode =
      thrown.name === 'AbortError'
        ? 'cancelled'
        : thrown.name === 'NotReadableError' || thrown.name === 'NotFoundError'
          ? 'file-gone'
          : thrown instanceof RangeError && /allocation|memory|array buffer/i.test(thrown.message)
            ? 'out-of-memory'
            : 'internal'
    return withStack({ code, message: thrown.message, hint: HINTS[code] ?? '' }, thrown.stack)
  }
  return { code: 'internal', message: String(thrown), hint: '' }
}

const HINTS: Partial<Record<ErrorCode, string>> = {
  'file-gone': 'The file was changed, moved or removed after it was chosen. Choose it again.',
  'out-of-memory': 'Close other tabs, or choose a smaller batch size.',
}

function withStack(report: ErrorReport, stack: string | undefined): ErrorReport {
  return stack === undefined ? report : { ...report, stack }
}

/** The error that plain data describe, to throw on the receiving side. */
export function reviveError(report: ErrorReport): StudioError {
  const error = new StudioError(report.code, report.message, report.hint)
  if (report.stack !== undefined) error.stack = report.stack
  return error
}
