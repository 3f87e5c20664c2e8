// What the processes that measure have in common: the request is their argument, messages are their lines of output.

import type { Message } from '../results.ts'
import type { BenchRequest } from '../runner.ts'

/** Runs the request that the process was started with, and ends it. What goes wrong is the last line of standard error. */
export async function serveOnce(
  run: (request: BenchRequest, emit: (message: Message) => void) => Promise<void>,
): Promise<void> {
  const emit = (message: Message) => {
    process.stdout.write(`${JSON.stringify(message)}\n`)
  }
  const status = await run(JSON.parse(process.argv[2]!), emit).then(
    () => 0,
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      return 1
    },
  )
  process.stdout.write('', () => process.exit(status))
}
