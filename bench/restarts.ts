// Measures a list of cases in as many processes as it takes: one that crashes or falls silent costs the case it was at.

import type { Measured, Message } from './results.ts'
import type { BenchRequest } from './runner.ts'

/**
 * A process, or a worker of a page, that measures a request. Rejects if it ended before its time.
 * @param signal ends it at once
 */
export type Measure = (
  request: BenchRequest,
  onMessage: (message: Message) => void,
  signal: AbortSignal,
) => Promise<void>

/** How long to wait for a process, in milliseconds. */
export interface Patience {
  /** from one message to the next */
  readonly silence: number
  /** for its end, once it was told to */
  readonly farewell: number
}

export const PATIENCE: Patience = { silence: 180_000, farewell: 10_000 }
/** For steps of whole models on a software GPU: minutes without a word. */
export const LONG_PATIENCE: Patience = { ...PATIENCE, silence: 900_000 }

/**
 * Starts a process once.
 * @param onMessage hears nothing any more when this has returned
 * @returns what went wrong; null if nothing did
 */
export async function measureOnce(
  measure: Measure,
  request: BenchRequest,
  onMessage: (message: Message) => void,
  { silence, farewell }: Patience,
): Promise<string | null> {
  const controller = new AbortController()
  const silent = watchSilence(silence)
  let over = false
  const run = measure(
    request,
    (message) => {
      if (over) return
      silent.heard()
      onMessage(message)
    },
    controller.signal,
  )
  try {
    await Promise.race([run, silent.tooLong])
    return null
  } catch (error) {
    over = true
    controller.abort()
    await Promise.race([run.catch(() => {}), new Promise((resolve) => setTimeout(resolve, farewell))])
    return error instanceof Error ? error.message.split('\n')[0]! : String(error)
  } finally {
    over = true
    silent.stop()
  }
}

function watchSilence(limit: number) {
  let timer: ReturnType<typeof setTimeout>
  let fail: (error: Error) => void
  const tooLong = new Promise<never>((_, reject) => {
    fail = reject
  })
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => fail(new Error(`no message for ${limit / 1000} s`)), limit)
  }
  heard()
  return { tooLong, heard, stop: () => clearTimeout(timer) }
}

/** What came of a list of cases. */
export interface Collected {
  readonly found: ReadonlyMap<string, Measured>
  /** why the last cases were left out: no process could be started for them; null if all were tried */
  readonly stopped: string | null
}

/**
 * Measures all cases of a request. One that ends its process, or lets it fall silent, is reported as a skipped case, and
 * another process goes on behind it. Ends in any case: each process reports a case, or costs one.
 */
export async function measureCases(
  measure: Measure,
  request: BenchRequest,
  onMessage: (message: Message) => void,
  patience: Patience,
): Promise<Collected> {
  const found = new Map<string, Measured>()
  let left = request.cases
  while (left.length > 0) {
    const state = { running: null as string | null, opened: false }
    const failure = await measureOnce(
      measure,
      { ...request, cases: left },
      (message) => {
        if (message.type === 'start') state.running = message.id
        if (message.type === 'case') {
          state.running = null
          found.set(message.id, message.measured)
        }
        state.opened ||= message.type === 'device' || message.type === 'peer'
        onMessage(message)
      },
      patience,
    )
    const reported = left.some(({ id }) => found.has(id))
    const reason = failure ?? 'ended without a result'
    if (!reported && !state.opened) return { found, stopped: reason }
    // the word that a case has begun may be lost in the crash
    const culprit = state.running ?? (reported ? null : left[0]!.id)
    if (culprit !== null) {
      const measured = { skipped: reason }
      found.set(culprit, measured)
      onMessage({ type: 'case', id: culprit, measured })
    }
    left = left.filter(({ id }) => !found.has(id))
  }
  return { found, stopped: null }
}
