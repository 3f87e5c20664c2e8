// The benchmark's page: starts the worker that measures and passes on what it says. Driven from outside.

import type { Message } from '../results.ts'
import type { BenchRequest } from '../runner.ts'

/** What the driver calls, and what it provides. */
export interface BenchWindow {
  measure(engine: 'ours' | 'stock', request: BenchRequest): Promise<void>
  report(message: Message): Promise<void>
}

/** What a worker of the page posts. */
export type WorkerMessage =
  | Message
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly reason: string }

const page = window as unknown as BenchWindow

page.measure = (engine, request) =>
  new Promise((resolve, reject) => {
    const worker =
      engine === 'ours'
        ? new Worker(new URL('./ours-worker.ts', import.meta.url), { type: 'module' })
        : new Worker(new URL('./stock-worker.ts', import.meta.url), { type: 'module' })
    worker.onerror = (event) => reject(new Error(event.message || 'The worker could not be started'))
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.type === 'done') resolve()
      else if (data.type === 'failed') reject(new Error(data.reason))
      else page.report(data)
    }
    worker.postMessage(request)
  })
