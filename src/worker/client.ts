// The page's end of the protocol. Whatever happens to the worker, every pending call settles.

import { reviveError, StudioError } from '../core/errors.ts'
import type { Port } from './port.ts'
import type { CallName, Calls, Request, Response } from './protocol.ts'

/** Options of one call. */
export interface RequestOptions<Event> {
  readonly onEvent?: (event: Event) => void
  /** each of these, when aborted, sends one abort request */
  readonly signals?: readonly (AbortSignal | undefined)[]
}

/** A connection to a worker. */
export interface Client {
  call<K extends CallName>(
    name: K,
    args: Calls[K]['args'],
    options?: RequestOptions<Calls[K]['event']>,
  ): Promise<Calls[K]['result']>
  /** Rejects everything pending and refuses further calls. */
  fail(error: StudioError): void
}

interface PendingCall {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
  readonly onEvent: ((event: never) => void) | undefined
}

/** How long the worker may be silent while calls are pending, in milliseconds. */
export interface HeartbeatOptions {
  readonly interval: number
  readonly limit: number
}

const HEARTBEAT: HeartbeatOptions = { interval: 5_000, limit: 120_000 }

/** Connects to a worker that `serve`s the other end of the port. */
export function connect(port: Port, heartbeat: HeartbeatOptions = HEARTBEAT): Client {
  const pending = new Map<number, PendingCall>()
  let nextId = 1
  let failure: StudioError | null = null
  let silence = 0
  let timer: ReturnType<typeof setInterval> | null = null
  const send = (request: Request) => port.postMessage(request)

  function fail(error: StudioError): void {
    failure ??= error
    for (const { reject } of pending.values()) reject(failure)
    pending.clear()
    rest()
  }

  // Silence is counted in beats, not by the clock: a laptop that slept has missed none.
  function beat(): void {
    silence += heartbeat.interval
    if (silence > heartbeat.limit) {
      fail(
        new StudioError(
          'worker',
          `The engine has not answered for ${Math.round(heartbeat.limit / 1000)} seconds.`,
          'Reload the page; choose a smaller batch size if it happens again.',
        ),
      )
    } else send({ kind: 'ping' })
  }

  function rest(): void {
    if (pending.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  port.addEventListener('message', ({ data }) => {
    silence = 0
    const response = data as Response
    if (response.kind === 'pong') return
    const call = pending.get(response.id)
    if (call === undefined) return
    switch (response.kind) {
      case 'event':
        call.onEvent?.(response.event as never)
        return
      case 'result':
        pending.delete(response.id)
        call.resolve(response.result as never)
        break
      case 'error':
        pending.delete(response.id)
        call.reject(reviveError(response.error))
        break
      default:
        response satisfies never
    }
    rest()
  })
  port.start?.()

  return {
    fail,
    call: (name, args, options = {}) =>
      new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(failure)
          return
        }
        const id = nextId++
        pending.set(id, { resolve, reject, onEvent: options.onEvent })
        if (timer === null) {
          silence = 0
          timer = setInterval(beat, heartbeat.interval)
        }
        for (const signal of options.signals ?? []) {
          if (signal?.aborted) queueMicrotask(() => send({ kind: 'abort', id }))
          else signal?.addEventListener('abort', () => send({ kind: 'abort', id }), { once: true })
        }
        send({ kind: 'call', id, name, args })
      }),
  }
}
