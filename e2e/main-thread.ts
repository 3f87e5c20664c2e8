// How long the page's main thread is busy at a time. Processor time, not wall time: on a machine whose cores all train,
// the wall time of a task also counts the moments in which it was not running.

import type { Browser, Page } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** processor time in microseconds */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Runs `work` and returns the processor time of the page's longest main-thread task meanwhile, in milliseconds. */
export async function longestTask(browser: Browser, page: Page, work: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] })
  await work()
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  )
  const times = trace.traceEvents
    .filter(({ ph, pid, tid, tdur }) => ph === 'X' && tdur !== undefined && mains.has(`${pid}:${tid}`))
    .map(({ tdur }) => tdur! / 1000)
  if (times.length === 0) throw new Error('The trace holds no task of a page')
  return Math.max(...times)
}
