// Keeps one worker alive behind a client: when it dies, what was pending fails and the next call starts a new one.

import { StudioError } from '../core/errors.ts'
import { type Client, connect } from './client.ts'
import type { Port } from './port.ts'

/** The parts of `Worker` that matter here. */
export interface WorkerLike extends Port {
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

/** A client whose worker is started by the first call, and again by the next call after it died. */
export function createRespawningClient(spawn: () => WorkerLike): Client {
  let current: { readonly worker: WorkerLike; readonly client: Client } | null = null

  function fail(error: StudioError): void {
    const failed = current
    current = null
    failed?.client.fail(error)
    failed?.worker.terminate()
  }

  function start(): Client {
    const worker = spawn()
    const client = connect(worker)
    current = { worker, client }
    worker.onerror = (event) => {
      event.preventDefault?.()
      fail(
        new StudioError(
          'worker',
          `The engine stopped: ${event.message || 'it could not be loaded'}.`,
          'Choose the data again; take a smaller batch size if it ran out of memory.',
        ),
      )
    }
    return client
  }

  return {
    fail,
    call: async (name, args, options) => {
      const client = current?.client ?? start()
      try {
        return await client.call(name, args, options)
      } catch (thrown) {
        // a silent worker was given up by its client: it must not come back
        if (thrown instanceof StudioError && thrown.code === 'worker' && current?.client === client)
          fail(thrown)
        throw thrown
      }
    },
  }
}
