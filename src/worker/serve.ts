// The worker's end of the protocol: runs handlers, forwards their events, and turns what they throw into plain data.

import { describeError } from '../core/errors.ts'
import type { Port } from './port.ts'
import type { CallName, Handlers, Request, Response } from './protocol.ts'

/** Answers requests on a port until the port closes. Calls run side by side; each one may be aborted, twice. */
export function serve(port: Port, handlers: Handlers): void {
  const running = new Map<number, { readonly stop: AbortController; readonly abandon: AbortController }>()
  const send = (response: Response) => port.postMessage(response)

  async function run(id: number, name: CallName, args: readonly unknown[]): Promise<void> {
    const controllers = { stop: new AbortController(), abandon: new AbortController() }
    running.set(id, controllers)
    try {
      const result = await handlers[name](args as never, {
        stop: controllers.stop.signal,
        abandon: controllers.abandon.signal,
        emit: (event: unknown) => send({ kind: 'event', id, event }),
      })
      send({ kind: 'result', id, result })
    } catch (thrown) {
      send({ kind: 'error', id, error: describeError(thrown) })
    } finally {
      running.delete(id)
    }
  }

  port.addEventListener('message', ({ data }) => {
    const request = data as Request
    switch (request.kind) {
      case 'call':
        void run(request.id, request.name, request.args)
        return
      case 'abort': {
        const controllers = running.get(request.id)
        if (controllers?.stop.signal.aborted) controllers.abandon.abort()
        controllers?.stop.abort()
        return
      }
      case 'ping':
        send({ kind: 'pong' })
        return
      default:
        request satisfies never
    }
  })
  port.start?.()
}
