// What the two workers of the page have in common: take one request, answer with messages.

import type { Message } from '../results.ts'
import type { BenchRequest } from '../runner.ts'
import type { WorkerMessage } from './main.ts'

/** Waits for a request and runs it. */
export function serve(run: (request: BenchRequest, emit: (message: Message) => void) => Promise<void>): void {
  const post = (message: WorkerMessage) => self.postMessage(message)
  self.onmessage = ({ data }: MessageEvent<BenchRequest>) => {
    run(data, post).then(
      () => post({ type: 'done' }),
      (error) => post({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    )
  }
}
