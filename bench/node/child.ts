// What the processes that measure have in common.

import type { Message } from '../results.ts'
import type { BenchRequest } from '../runner.ts'

/** The request that the process was started with. */
export function readRequest(): BenchRequest {
  return JSON.parse(process.argv[2]!)
}

/** Reports to the process that started this one. */
export function emit(message: Message): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
