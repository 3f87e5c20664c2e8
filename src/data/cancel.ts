// One way to report and stop long reading and writing.

import type { ReadProgress } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'

/** @throws StudioError `cancelled` if the signal has aborted */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new StudioError('cancelled', 'Reading was cancelled.')
}

/** Reporting and stopping of work that takes long. */
export interface ProgressOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined
}
