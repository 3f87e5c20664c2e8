import { afterEach, describe, expect, test, vi } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { plainPreparation } from '../core/preparation.ts'
import type { RunEvent, RunSettings } from '../core/run.ts'
import { connect } from './client.ts'
import { coalesce } from './coalesce.ts'
import type { Handlers } from './protocol.ts'
import { createRemoteEngine } from './remote-engine.ts'
import { serve } from './serve.ts'
import { createRespawningClient, type WorkerLike } from './spawn.ts'

const SETTINGS = { seed: 1 } as RunSettings
const channels: MessageChannel[] = []

/** Both ends of a channel with the given handlers behind it; a handler that is not given fails. */
function connected(handlers: Partial<Handlers>, heartbeat?: { interval: number; limit: number }) {
  const channel = new MessageChannel()
  channels.push(channel)
  serve(channel.port1, handlers as Handlers)
  return connect(channel.port2, heartbeat)
}

afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close()
    port2.close()
  }
})

function epochStarted(epoch: number): RunEvent {
  return { type: 'epochStarted', epoch, learningRate: 1e-4 }
}

describe('a call across the port', () => {
  test('brings arguments there and the result back', async () => {
    const client = connected({
      simulate: async ([settings]) => ({ name: `${settings.rows} rows` }) as never,
    })
    expect(await client.call('simulate', [{ rows: 3, points: 64, seed: 1 }])).toEqual({ name: '3 rows' })
  })

  test('brings what is left out as such', async () => {
    const seen: unknown[] = []
    const engine = createRemoteEngine(
      connected({
        warmUp: async (args) => {
          seen.push(args)
        },
      }),
    )
    await engine.warmUp(SETTINGS)
    await engine.warmUp(SETTINGS, 1024)
    expect(seen).toEqual([
      [SETTINGS, undefined],
      [SETTINGS, 1024],
    ])
  })

  test('brings preparations there, and columns and posteriors back', async () => {
    const seen: unknown[] = []
    const note =
      (result: unknown) =>
      async (args: unknown): Promise<never> => {
        seen.push(args)
        return result as never
      }
    const columns = { length: 2, place: Uint8Array.of(0, 4), redshift: Float64Array.of(0.5, Number.NaN) }
    const engine = createRemoteEngine(
      connected({
        preview: note({ undersampled: 3 }),
        prepare: note({ fingerprint: 'abc' }),
        objects: note({ columns, zgrid: null }),
        posteriors: note(Float32Array.of(-1, Number.NEGATIVE_INFINITY)),
        classMeans: note([{ mean: Float64Array.of(0.25, 0.75), objects: 1, of: 2 }]),
      }),
    )
    const drawn = plainPreparation('drawn')
    expect(await engine.preview(drawn)).toEqual({ undersampled: 3 })
    expect(await engine.prepare(drawn, 'Flag3')).toEqual({ fingerprint: 'abc' })
    expect(await engine.objects()).toEqual({ columns, zgrid: null })
    expect(await engine.posteriors([7, 1])).toEqual(Float32Array.of(-1, Number.NEGATIVE_INFINITY))
    expect(await engine.classMeans()).toEqual([{ mean: Float64Array.of(0.25, 0.75), objects: 1, of: 2 }])
    expect(seen).toEqual([[drawn, undefined], [drawn, 'Flag3'], [], [[7, 1]], []])
  })

  test('keeps code, message and hint of an error', async () => {
    const client = connected({
      discover: async () => {
        throw new StudioError('bad-input', 'X.npy has 3 rows', 'Choose another file.')
      },
    })
    await expect(client.call('discover', [[], undefined])).rejects.toMatchObject({
      code: 'bad-input',
      message: 'X.npy has 3 rows',
      hint: 'Choose another file.',
    })
  })

  test('an unexpected exception becomes an internal error', async () => {
    const client = connected({
      describeDevice: async () => {
        throw new TypeError('no adapter')
      },
    })
    await expect(client.call('describeDevice', [])).rejects.toMatchObject({
      code: 'internal',
      message: 'no adapter',
    })
  })

  test('two calls at a time do not mix', async () => {
    const client = connected({
      open: async ([id], { emit }) => {
        emit({ phase: 'open', file: id, done: 1, total: 2 })
        await new Promise((resolve) => setTimeout(resolve, id === 'slow' ? 20 : 0))
        return { id } as never
      },
    })
    const seen: string[] = []
    const open = (id: string) =>
      client.call('open', [id, null], { onEvent: ({ file }) => seen.push(`${id}:${file}`) })
    expect(await Promise.all([open('slow'), open('quick')])).toEqual([{ id: 'slow' }, { id: 'quick' }])
    expect(seen).toEqual(['slow:slow', 'quick:quick'])
  })

  test('an abort reaches the handler', async () => {
    const client = connected({
      open: (_, { stop }) =>
        new Promise((_resolve, reject) => {
          stop.addEventListener('abort', () => reject(new StudioError('cancelled', 'Reading was cancelled.')))
        }),
    })
    const controller = new AbortController()
    const call = client.call('open', ['a', null], { signals: [controller.signal] })
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('training across the port', () => {
  test('events arrive in order, then the generator ends', async () => {
    const engine = createRemoteEngine(
      connected({
        train: async (_, { emit }) => {
          for (const epoch of [1, 2, 3]) emit(epochStarted(epoch))
        },
      }),
    )
    const never = new AbortController().signal
    const epochs: number[] = []
    for await (const event of engine.train(SETTINGS, { stop: never, abandon: never })) {
      if (event.type === 'epochStarted') epochs.push(event.epoch)
    }
    expect(epochs).toEqual([1, 2, 3])
  })

  test('stop and abandon arrive as two different requests', async () => {
    const log: string[] = []
    const engine = createRemoteEngine(
      connected({
        train: (_, { stop, abandon, emit }) =>
          new Promise((resolve) => {
            stop.addEventListener('abort', () => {
              log.push('stop')
              emit(epochStarted(1))
            })
            abandon.addEventListener('abort', () => {
              log.push('abandon')
              resolve()
            })
          }),
      }),
    )
    const [stop, abandon] = [new AbortController(), new AbortController()]
    const events = engine.train(SETTINGS, { stop: stop.signal, abandon: abandon.signal })
    const first = events.next()
    stop.abort()
    expect((await first).value).toEqual(epochStarted(1))
    expect(log).toEqual(['stop'])
    abandon.abort()
    expect((await events.next()).done).toBe(true)
    expect(log).toEqual(['stop', 'abandon'])
  })

  test('an error comes after the events before it', async () => {
    const engine = createRemoteEngine(
      connected({
        train: async (_, { emit }) => {
          emit(epochStarted(1))
          throw new StudioError('device', 'The GPU was lost')
        },
      }),
    )
    const never = new AbortController().signal
    const events = engine.train(SETTINGS, { stop: never, abandon: never })
    expect((await events.next()).value).toEqual(epochStarted(1))
    await expect(events.next()).rejects.toMatchObject({ code: 'device', message: 'The GPU was lost' })
  })
})

describe('a worker that is gone', () => {
  test('rejects everything pending and every later call', async () => {
    const client = connected({ describeDevice: () => new Promise(() => {}) })
    const pending = client.call('describeDevice', [])
    client.fail(new StudioError('worker', 'The engine stopped.'))
    await expect(pending).rejects.toMatchObject({ code: 'worker', message: 'The engine stopped.' })
    await expect(client.call('describeDevice', [])).rejects.toMatchObject({ code: 'worker' })
  })

  test('is noticed by its silence', async () => {
    const silent = { postMessage: vi.fn(), addEventListener: vi.fn() }
    const client = connect(silent, { interval: 2, limit: 6 })
    await expect(client.call('describeDevice', [])).rejects.toMatchObject({
      code: 'worker',
      message: 'The engine has not answered for 0 seconds.',
    })
    expect(silent.postMessage).toHaveBeenCalledWith({ kind: 'ping' })
  })

  test('a slow one that answers pings is waited for', async () => {
    const client = connected(
      { describeDevice: () => new Promise((resolve) => setTimeout(() => resolve('here' as never), 80)) },
      { interval: 10, limit: 30 },
    )
    expect(await client.call('describeDevice', [])).toBe('here')
  })

  test('is replaced at the next call', async () => {
    const workers: WorkerLike[] = []
    const client = createRespawningClient(() => {
      const channel = new MessageChannel()
      channels.push(channel)
      const number = workers.length + 1
      serve(channel.port1, {
        describeDevice: () => (number === 1 ? new Promise(() => {}) : Promise.resolve(`worker ${number}`)),
      } as unknown as Handlers)
      const worker: WorkerLike = Object.assign(channel.port2, { onerror: null, terminate: vi.fn() })
      workers.push(worker)
      return worker
    })
    const pending = client.call('describeDevice', [])
    await new Promise((resolve) => setTimeout(resolve))
    workers[0]!.onerror!({ message: 'out of memory' } as ErrorEvent)
    await expect(pending).rejects.toMatchObject({
      code: 'worker',
      message: 'The engine stopped: out of memory.',
    })
    expect(workers[0]!.terminate).toHaveBeenCalledOnce()
    expect(await client.call('describeDevice', [])).toBe('worker 2')
  })
})

describe('coalesced progress', () => {
  test('sends the last transient event of an interval, and never after a lasting one', () => {
    let time = 0
    const sent: string[] = []
    const send = coalesce<string>((event) => sent.push(event), {
      isTransient: (event) => event.startsWith('batch'),
      interval: 100,
      now: () => time,
    })
    for (const event of ['batch 1', 'batch 2', 'batch 3', 'epoch 1', 'batch 4']) {
      send(event)
      time += 10
    }
    time = 200
    send('batch 5')
    send('batch 6')
    send('end')
    expect(sent).toEqual(['batch 1', 'batch 3', 'epoch 1', 'batch 5', 'batch 6', 'end'])
  })
})
